/// Names a deadline, so that it can be called off.
package struct DeadlineID: Hashable, Sendable {
    fileprivate let slot: Int32
    fileprivate let generation: UInt32
}

/// Deadlines and what belongs to each, the earliest first; equal ones in the order in which they were added.
///
/// Most deadlines are one of a few durations away from when they are made (requests share a timeout), so each such
/// duration has a lane: a list that is in order by itself, with constant time to add and to call off. Others lie in a
/// heap; there, one that is called off stays until it comes up or until half of the heap is such, so calling off takes
/// constant time on average. The earliest is found by looking at the heads only: a tick costs the same whether one
/// deadline waits or a hundred thousand.
package struct DeadlineQueue<Payload> {
    private struct Entry {
        var deadline: LoopInstant
        var order: UInt64
        var generation: UInt32
        var place: Place
        var next: Int32
        var previous: Int32
        var payload: Payload?
    }

    private enum Place: Equatable {
        case free
        case lane(Int)
        case heap
    }

    private struct Lane {
        var nanoseconds: UInt64
        var first: Int32
        var last: Int32
    }

    private struct HeapItem {
        let deadline: LoopInstant
        let order: UInt64
        let slot: Int32
        let generation: UInt32

        static func < (left: HeapItem, right: HeapItem) -> Bool {
            (left.deadline, left.order) < (right.deadline, right.order)
        }
    }

    private static var none: Int32 { -1 }
    private static var mostLanes: Int { 8 }

    private var entries: [Entry] = []
    private var firstFree = DeadlineQueue.none
    private var lanes: [Lane] = []
    private var heap: [HeapItem] = []
    /// How many items of the heap were called off.
    private var stale = 0
    private var nextOrder: UInt64 = 0
    package private(set) var count = 0

    package init() {}

    /// Adds a deadline `duration` after `now`, which never goes back from call to call.
    package mutating func add(after duration: Duration, from now: LoopInstant, _ payload: Payload) -> DeadlineID {
        guard duration >= .zero else { return add(at: now.advanced(by: duration), payload) }
        return add(afterNanoseconds: duration.clampedNanoseconds, from: now, payload)
    }

    /// The same for a duration that was converted once for many deadlines: that costs more than the rest.
    package mutating func add(
        afterNanoseconds nanoseconds: UInt64, from now: LoopInstant, _ payload: Payload
    ) -> DeadlineID {
        let (sum, overflow) = now.nanoseconds.addingReportingOverflow(nanoseconds)
        let deadline = LoopInstant(nanoseconds: overflow ? .max : sum)
        guard let lane = lane(for: nanoseconds), isInOrder(deadline, in: lane) else {
            return add(at: deadline, payload)
        }
        let slot = take(deadline, payload, .lane(lane))
        let last = lanes[lane].last
        entries[Int(slot)].previous = last
        if last == Self.none { lanes[lane].first = slot } else { entries[Int(last)].next = slot }
        lanes[lane].last = slot
        return DeadlineID(slot: slot, generation: entries[Int(slot)].generation)
    }

    /// Adds a deadline at any instant.
    package mutating func add(at deadline: LoopInstant, _ payload: Payload) -> DeadlineID {
        let slot = take(deadline, payload, .heap)
        let entry = entries[Int(slot)]
        push(HeapItem(deadline: deadline, order: entry.order, slot: slot, generation: entry.generation))
        return DeadlineID(slot: slot, generation: entry.generation)
    }

    /// Calls a deadline off and gives back what belonged to it; `nil` when it has passed or was called off before.
    @discardableResult package mutating func cancel(_ id: DeadlineID) -> Payload? {
        guard id.slot >= 0, Int(id.slot) < entries.count, entries[Int(id.slot)].generation == id.generation,
            let payload = entries[Int(id.slot)].payload
        else { return nil }
        switch entries[Int(id.slot)].place {
        case .free: return nil
        case .lane(let lane): unlink(id.slot, from: lane)
        case .heap:
            stale += 1
            release(id.slot)
            if stale > 32, stale * 2 > heap.count { sweep() }
            return payload
        }
        release(id.slot)
        return payload
    }

    /// When the earliest deadline is.
    package var earliest: LoopInstant? {
        mutating get {
            dropStale()
            return best()?.deadline
        }
    }

    /// Takes the earliest deadline if it is not after `now`.
    package mutating func popDue(_ now: LoopInstant) -> Payload? {
        dropStale()
        guard let (slot, deadline) = best(), deadline <= now else { return nil }
        switch entries[Int(slot)].place {
        case .lane(let lane): unlink(slot, from: lane)
        case .heap: popHeap()
        case .free: preconditionFailure("a deadline that comes up belongs to a lane or the heap")
        }
        let payload = entries[Int(slot)].payload
        release(slot)
        return payload
    }

    private func best() -> (slot: Int32, deadline: LoopInstant)? {
        var best = Self.none
        if let top = heap.first { best = top.slot }
        for lane in lanes where lane.first != Self.none {
            if best == Self.none || isEarlier(lane.first, best) { best = lane.first }
        }
        return best == Self.none ? nil : (best, entries[Int(best)].deadline)
    }

    private func isEarlier(_ left: Int32, _ right: Int32) -> Bool {
        let (left, right) = (entries[Int(left)], entries[Int(right)])
        return (left.deadline, left.order) < (right.deadline, right.order)
    }
}

// Places and lanes.
extension DeadlineQueue {
    private mutating func take(_ deadline: LoopInstant, _ payload: Payload, _ place: Place) -> Int32 {
        nextOrder += 1
        count += 1
        if firstFree == Self.none {
            entries.append(
                Entry(
                    deadline: deadline, order: nextOrder, generation: 1, place: place, next: Self.none,
                    previous: Self.none, payload: payload))
            return Int32(entries.count - 1)
        }
        let slot = firstFree
        firstFree = entries[Int(slot)].next
        entries[Int(slot)].deadline = deadline
        entries[Int(slot)].order = nextOrder
        entries[Int(slot)].place = place
        entries[Int(slot)].next = Self.none
        entries[Int(slot)].previous = Self.none
        entries[Int(slot)].payload = payload
        return slot
    }

    private mutating func release(_ slot: Int32) {
        entries[Int(slot)].payload = nil
        entries[Int(slot)].place = .free
        entries[Int(slot)].generation &+= 1
        entries[Int(slot)].next = firstFree
        firstFree = slot
        count -= 1
    }

    /// The lane of a duration: its own, or an empty one, or a new one as long as there are few.
    private mutating func lane(for nanoseconds: UInt64) -> Int? {
        var empty: Int?
        for index in lanes.indices {
            if lanes[index].nanoseconds == nanoseconds { return index }
            if lanes[index].first == Self.none { empty = index }
        }
        if lanes.count < Self.mostLanes {
            lanes.append(Lane(nanoseconds: nanoseconds, first: Self.none, last: Self.none))
            return lanes.count - 1
        }
        if let empty { lanes[empty].nanoseconds = nanoseconds }
        return empty
    }

    private func isInOrder(_ deadline: LoopInstant, in lane: Int) -> Bool {
        let last = lanes[lane].last
        return last == Self.none || entries[Int(last)].deadline <= deadline
    }

    private mutating func unlink(_ slot: Int32, from lane: Int) {
        let (next, previous) = (entries[Int(slot)].next, entries[Int(slot)].previous)
        if previous == Self.none { lanes[lane].first = next } else { entries[Int(previous)].next = next }
        if next == Self.none { lanes[lane].last = previous } else { entries[Int(next)].previous = previous }
    }
}

// The heap.
extension DeadlineQueue {
    private mutating func push(_ item: HeapItem) {
        heap.append(item)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child] < heap[parent] else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func popHeap() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        sink(0)
    }

    private mutating func sink(_ start: Int) {
        var parent = start
        while true {
            var smallest = parent
            for child in (2 * parent + 1)...(2 * parent + 2) where child < heap.count && heap[child] < heap[smallest] {
                smallest = child
            }
            guard smallest != parent else { return }
            heap.swapAt(parent, smallest)
            parent = smallest
        }
    }

    private func isStale(_ item: HeapItem) -> Bool {
        entries[Int(item.slot)].generation != item.generation
    }

    /// Makes sure that the first of the heap, if there is one, was not called off.
    private mutating func dropStale() {
        while stale > 0, let top = heap.first, isStale(top) {
            popHeap()
            stale -= 1
        }
    }

    /// Rebuilds the heap without those that were called off.
    private mutating func sweep() {
        heap.removeAll(where: isStale)
        stale = 0
        for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(index) }
    }
}
