/// The atomic locations.
enum Location: Int, CaseIterable {
    /// The inbox's one word; the head of the queue where it has two.
    case word
    case hasEnded
    /// Only in the inbox of two words.
    case isSleeping
}

/// A field of a message: it is not atomic, so an access that is not ordered after the last write is a race, and so is a
/// write that is not ordered after the last read.
struct Field {
    let bit: Int

    static func next(_ message: Int) -> Field { Field(bit: 2 * message) }
    static func payload(_ message: Int) -> Field { Field(bit: 2 * message + 1) }

    var mask: UInt16 { 1 << UInt16(bit) }
    var message: Int { bit / 2 }
    var name: String { bit % 2 == 0 ? "next" : "payload" }
}

/// Memory as C++20 describes it, by histories and views.
///
/// Each atomic location keeps the history of its stores. A load may read any store that is not older than what its thread
/// knows of; a read-modify-write reads the newest. A releasing store hands on what its thread knows, an acquiring load
/// takes that over, and a read-modify-write also hands on what the store it replaced did: the release sequence. Operations
/// that are sequentially consistent read, besides, nothing older than what one of them wrote or read before.
///
/// Two things of the standard are left out. A store is always the newest of its location when it is made: true by itself
/// where all stores are read-modify-writes, as on the inbox's word, or come from one thread, as on `hasEnded`. And no
/// store is seen before a relaxed load that precedes it in its thread; where the inbox stores after such a load, it stores
/// to the location that it loaded, or releases.
struct Memory {
    struct Store {
        var value: UInt8
        /// Made by a loop that had ended: for a check, no thread sees it.
        var afterEnd: Bool
        var handsOn: View
    }

    struct History {
        var stores: [28 of Store]
        var count: Int
        /// The newest store that a sequentially consistent operation read or wrote.
        var sequential: UInt8

        init() {
            stores = InlineArray(repeating: Store(value: 0, afterEnd: false, handsOn: .nothing))
            count = 1
            sequential = 0
        }
    }

    static var threads: Int { 4 }

    var histories = [3 of History](repeating: History())
    var views = [4 of View](repeating: .start)
    var fields = [12 of UInt8](repeating: 0)

    // MARK: Atomic locations

    /// The stores that a load may read, as places in the history.
    func readable(_ location: Location, by thread: Int, _ order: MemoryOrder) -> Range<Int> {
        var oldest = views[thread].oldest[location.rawValue]
        if order == .sequentiallyConsistent { oldest = max(oldest, histories[location.rawValue].sequential) }
        return Int(oldest)..<histories[location.rawValue].count
    }

    func newest(_ location: Location) -> Store {
        histories[location.rawValue].stores[histories[location.rawValue].count - 1]
    }

    func value(_ location: Location, at place: Int) -> UInt8 {
        histories[location.rawValue].stores[place].value
    }

    mutating func load(_ location: Location, at place: Int, by thread: Int, _ order: MemoryOrder) -> UInt8 {
        let read = histories[location.rawValue].stores[place]
        views[thread].oldest[location.rawValue] = UInt8(place)
        if order.acquires { views[thread].join(read.handsOn) }
        note(location, place, order)
        return read.value
    }

    mutating func store(
        _ location: Location, _ value: UInt8, by thread: Int, _ order: MemoryOrder, afterEnd: Bool = false
    ) {
        add(location, value, by: thread, order, afterEnd, continuing: .nothing)
    }

    /// Replaces the newest store.
    mutating func exchange(
        _ location: Location, _ value: UInt8, by thread: Int, _ order: MemoryOrder, afterEnd: Bool = false
    ) -> UInt8 {
        let replaced = newest(location)
        if order.acquires { views[thread].join(replaced.handsOn) }
        add(location, value, by: thread, order, afterEnd, continuing: replaced.handsOn)
        return replaced.value
    }

    private mutating func add(
        _ location: Location, _ value: UInt8, by thread: Int, _ order: MemoryOrder, _ afterEnd: Bool,
        continuing releaseSequence: View
    ) {
        let place = histories[location.rawValue].count
        views[thread].oldest[location.rawValue] = UInt8(place)
        var handsOn = releaseSequence
        if order.releases { handsOn.join(views[thread]) }
        // Whoever reads this store knows its place.
        handsOn.oldest[location.rawValue] = 0
        histories[location.rawValue].stores[place] = Store(value: value, afterEnd: afterEnd, handsOn: handsOn)
        histories[location.rawValue].count += 1
        note(location, place, order)
    }

    private mutating func note(_ location: Location, _ place: Int, _ order: MemoryOrder) {
        guard order == .sequentiallyConsistent else { return }
        histories[location.rawValue].sequential = max(histories[location.rawValue].sequential, UInt8(place))
    }

    // MARK: Fields

    mutating func read(_ field: Field, by thread: Int) throws(Failure) -> UInt8 {
        guard views[thread].writes & field.mask != 0 else { throw .race(field, thread, "reads") }
        forEachView { $0.reads &= ~field.mask }
        views[thread].reads |= field.mask
        return fields[field.bit]
    }

    mutating func write(_ field: Field, _ value: UInt8, by thread: Int) throws(Failure) {
        guard views[thread].writes & views[thread].reads & field.mask != 0 else { throw .race(field, thread, "writes") }
        forEachView {
            $0.writes &= ~field.mask
            $0.reads |= field.mask
        }
        views[thread].writes |= field.mask
        fields[field.bit] = value
    }

    private mutating func forEachView(_ body: (inout View) -> Void) {
        for thread in 0..<Self.threads { body(&views[thread]) }
        for location in Location.allCases.indices {
            for place in 0..<histories[location].count { body(&histories[location].stores[place].handsOn) }
        }
    }

    // MARK: Forgetting

    /// Drops what no thread can tell any more, so that states that behave alike are equal: stores older than all who still
    /// run may read, and what is known of messages that were delivered.
    mutating func forget(messages delivered: UInt16, threads over: UInt8) {
        var base = SIMD4<UInt8>(repeating: .max)
        for thread in 0..<Self.threads {
            if over & (1 << UInt8(thread)) != 0 {
                views[thread] = .nothing
            } else {
                base = pointwiseMin(base, views[thread].oldest)
            }
        }
        if base == .zero && delivered == 0 && over == 0 { return }
        for location in Location.allCases.indices {
            let dropped = Int(base[location])
            guard dropped > 0 else { continue }
            for place in dropped..<histories[location].count {
                histories[location].stores[place - dropped] = histories[location].stores[place]
            }
            histories[location].count -= dropped
            histories[location].sequential -= min(histories[location].sequential, base[location])
        }
        forEachView {
            $0.oldest = pointwiseMax($0.oldest, base) &- base
            $0.writes &= ~delivered
            $0.reads &= ~delivered
        }
    }

    func hash(into hash: inout WideHash) {
        for location in Location.allCases.indices {
            hash.add(UInt64(histories[location].count) | UInt64(histories[location].sequential) << 8)
            for place in 0..<histories[location].count {
                let store = histories[location].stores[place]
                hash.add(store.handsOn)
                hash.add(UInt64(store.value) | (store.afterEnd ? 256 : 0))
            }
        }
        for thread in 0..<Self.threads { hash.add(views[thread]) }
    }
}
