/// What clients saw of a register that is only changed on condition that it has a certain value, and whether one register
/// can have shown them that.
///
/// Every new value is unique, so the changes that were made are a chain, and each observation has a place in it.
struct RegisterHistory {
    struct Operation {
        enum Kind {
            case read(Int64?)
            /// A change that was refused, and what was there instead.
            case refused(Int64?)
            case changed(from: Int64?, to: Int64)
            /// The client does not know whether it was done.
            case unknown(from: Int64?, to: Int64)
        }

        var kind: Kind
        var began: UInt64
        var ended: UInt64
    }

    var operations: [Operation] = []

    /// What is wrong; `nil` when nothing is.
    func fault() -> String? {
        var made: [Int64?: [Int64]] = [:]
        var maybe: [Int64?: [Int64]] = [:]
        var seen: Set<Int64?> = []
        for operation in operations {
            switch operation.kind {
            case .read(let value), .refused(let value): seen.insert(value)
            case .changed(let old, let new):
                made[old, default: []].append(new)
                seen.formUnion([old, new])
            case .unknown(let old, let new): maybe[old, default: []].append(new)
            }
        }
        if let twice = made.first(where: { $0.value.count > 1 }) {
            return "\(twice.value) all took the place of \(twice.key.map(String.init) ?? "nothing")"
        }
        var places: [Int64?: Int] = [nil: 0]
        var last: Int64?
        while let next = made[last]?.first ?? maybe[last]?.first(where: { seen.contains($0) || made[$0] != nil }) {
            guard places[next] == nil else { return "\(next) comes twice" }
            places[next] = places.count
            last = next
        }
        return order(places)
    }

    /// Who begins after another has ended sees no less than that one.
    private func order(_ places: [Int64?: Int]) -> String? {
        var events: [(at: UInt64, isEnd: Bool, place: Int, isChange: Bool)] = []
        for operation in operations {
            let value: Int64?
            var isChange = false
            switch operation.kind {
            case .read(let read), .refused(let read): value = read
            case .changed(_, let new):
                value = new
                isChange = true
            case .unknown: continue
            }
            guard let place = places[value] else { return "\(value.map(String.init) ?? "nothing") came from nowhere" }
            events.append((operation.began, false, place, isChange))
            events.append((operation.ended, true, place, isChange))
        }
        // What ends at an instant may have ended before what begins then, or after: no order is asked for.
        events.sort { ($0.at, $0.isEnd ? 1 : 0) < ($1.at, $1.isEnd ? 1 : 0) }
        var least = 0
        for event in events {
            if event.isEnd { least = max(least, event.place) }
            if !event.isEnd, event.place < least { return "place \(event.place) was seen after place \(least)" }
        }
        return nil
    }
}
