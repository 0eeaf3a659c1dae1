/// Names an element of a `SlotTable`, and no other that takes its place later.
@frozen @usableFromInline package struct SlotID: Hashable, Sendable {
    @usableFromInline package let index: UInt32
    @usableFromInline package let generation: UInt32

    @inlinable package init(index: UInt32, generation: UInt32) {
        self.index = index
        self.generation = generation
    }

    /// Both numbers in one word, for a kernel that hands a word back.
    @inlinable package var word: UInt64 { UInt64(generation) << 32 | UInt64(index) }

    @inlinable package init(word: UInt64) {
        self.init(index: UInt32(truncatingIfNeeded: word), generation: UInt32(truncatingIfNeeded: word >> 32))
    }
}

/// Elements in numbered places that are used again. Looking one up by the id of an element that is gone finds nothing,
/// even when another has taken its place. All operations take constant time.
///
/// Inlinable, because a loop looks one up for each event: a generic type that is not costs a thousand instructions there.
@frozen @usableFromInline package struct SlotTable<Element> {
    @frozen @usableFromInline struct Slot {
        @usableFromInline var element: Element?
        @usableFromInline var generation: UInt32
        /// The next free place, when this one is free.
        @usableFromInline var nextFree: UInt32

        @inlinable init(element: Element?, generation: UInt32, nextFree: UInt32) {
            self.element = element
            self.generation = generation
            self.nextFree = nextFree
        }
    }

    @usableFromInline var slots: [Slot] = []
    @usableFromInline var firstFree: UInt32 = .max
    @usableFromInline package internal(set) var count = 0

    @inlinable package init() {}

    @inlinable package mutating func insert(_ element: Element) -> SlotID {
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

    @inlinable package subscript(id: SlotID) -> Element? {
        guard Int(id.index) < slots.count, slots[Int(id.index)].generation == id.generation else { return nil }
        return slots[Int(id.index)].element
    }

    /// Takes an element out; `nil` when it is gone already.
    @inlinable @discardableResult package mutating func remove(_ id: SlotID) -> Element? {
        guard Int(id.index) < slots.count, slots[Int(id.index)].generation == id.generation,
            let element = slots[Int(id.index)].element
        else { return nil }
        slots[Int(id.index)] = Slot(element: nil, generation: id.generation &+ 1, nextFree: firstFree)
        firstFree = id.index
        count -= 1
        return element
    }

    /// All elements, in the order of their places.
    @inlinable package var elements: [Element] { slots.compactMap(\.element) }
}
