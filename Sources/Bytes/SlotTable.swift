/// Names an element of a `SlotTable`, and no other that takes its place later.
package struct SlotID: Hashable, Sendable {
    package let index: UInt32
    package let generation: UInt32

    package init(index: UInt32, generation: UInt32) {
        self.index = index
        self.generation = generation
    }

    /// Both numbers in one word, for a kernel that hands a word back.
    package var word: UInt64 { UInt64(generation) << 32 | UInt64(index) }

    package init(word: UInt64) {
        self.init(index: UInt32(truncatingIfNeeded: word), generation: UInt32(truncatingIfNeeded: word >> 32))
    }
}

/// Elements in numbered places that are used again. Looking one up by the id of an element that is gone finds nothing,
/// even when another has taken its place. All operations take constant time.
package struct SlotTable<Element> {
    private struct Slot {
        var element: Element?
        var generation: UInt32
        /// The next free place, when this one is free.
        var nextFree: UInt32
    }

    private var slots: [Slot] = []
    private var firstFree: UInt32 = .max
    package private(set) var count = 0

    package init() {}

    package mutating func insert(_ element: Element) -> SlotID {
        count += 1
        if firstFree == .max {
            slots.append(Slot(element: element, generation: 1, nextFree: .max))
            return SlotID(index: UInt32(slots.count - 1), generation: 1)
        }
        let index = firstFree
        firstFree = slots[Int(index)].nextFree
        slots[Int(index)].element = element
        return SlotID(index: index, generation: slots[Int(index)].generation)
    }

    package subscript(id: SlotID) -> Element? {
        guard Int(id.index) < slots.count, slots[Int(id.index)].generation == id.generation else { return nil }
        return slots[Int(id.index)].element
    }

    /// Takes an element out; `nil` when it is gone already.
    @discardableResult package mutating func remove(_ id: SlotID) -> Element? {
        guard Int(id.index) < slots.count, slots[Int(id.index)].generation == id.generation,
            let element = slots[Int(id.index)].element
        else { return nil }
        slots[Int(id.index)] = Slot(element: nil, generation: id.generation &+ 1, nextFree: firstFree)
        firstFree = id.index
        count -= 1
        return element
    }

    /// All elements, in the order of their places.
    package var elements: [Element] { slots.compactMap(\.element) }
}
