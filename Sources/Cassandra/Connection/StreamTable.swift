/// Which request waits for the answer with which stream id, on one connection.
///
/// Ids are small and used again, the one that became free last first, so that the table of a quiet connection stays
/// small. An id whose request gave up stays taken until the late answer comes: nobody else may get that. Id 0 is never
/// given out, because nodes report errors of the connection as a whole on it.
struct StreamTable<Request: AnyObject>: ~Copyable {
    enum Answered {
        case request(Request)
        /// The request gave up before; the id is free again.
        case orphan
        /// Nothing was asked with this id.
        case unknown
    }

    private enum Slot {
        case free(next: Int32)
        case taken(Request)
        case orphan
    }

    private static var none: Int32 { -1 }
    static var mostStreams: Int { Int(Int16.max) }

    private var slots: [Slot] = [.free(next: -1)]
    private var firstFree = StreamTable.none
    private let limit: Int
    private(set) var inFlight = 0
    private(set) var orphans = 0

    init(limit: Int) {
        self.limit = min(max(limit, 1), Self.mostStreams)
    }

    var hasRoom: Bool { inFlight + orphans < limit }

    /// An id for `request`, or `nil` when as many as may be are taken.
    mutating func take(_ request: Request) -> Int16? {
        guard hasRoom else { return nil }
        inFlight += 1
        if firstFree != Self.none, case .free(let next) = slots[Int(firstFree)] {
            let id = firstFree
            firstFree = next
            slots[Int(id)] = .taken(request)
            return Int16(truncatingIfNeeded: id)
        }
        slots.append(.taken(request))
        return Int16(truncatingIfNeeded: slots.count - 1)
    }

    /// An answer has come: its id is free again.
    mutating func answered(_ stream: Int16) -> Answered {
        let id = Int(stream)
        guard id > 0, id < slots.count else { return .unknown }
        switch slots[id] {
        case .taken(let request):
            inFlight -= 1
            free(id)
            return .request(request)
        case .orphan:
            orphans -= 1
            free(id)
            return .orphan
        case .free: return .unknown
        }
    }

    /// The request with this id does not wait any more.
    mutating func abandon(_ stream: Int16) {
        let id = Int(stream)
        guard id > 0, id < slots.count, case .taken = slots[id] else { return }
        slots[id] = .orphan
        inFlight -= 1
        orphans += 1
    }

    /// Takes all requests out: no answer will come.
    mutating func removeAll() -> [Request] {
        let requests = slots.compactMap { slot in
            if case .taken(let request) = slot { request } else { nil }
        }
        slots = [.free(next: Self.none)]
        firstFree = Self.none
        inFlight = 0
        orphans = 0
        return requests
    }

    private mutating func free(_ id: Int) {
        slots[id] = .free(next: firstFree)
        firstFree = Int32(truncatingIfNeeded: id)
    }
}
