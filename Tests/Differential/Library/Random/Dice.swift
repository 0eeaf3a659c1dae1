import TestKit

/// Chance from a seed.
struct Dice {
    var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &generator)
    }

    /// True once in so many times.
    mutating func once(in count: Int) -> Bool {
        number(1...count) == 1
    }

    mutating func one<Element>(of elements: [Element]) -> Element {
        elements[number(0...elements.count - 1)]
    }

    /// Some of the elements, in their order; at least `least` when there are so many.
    mutating func some<Element>(of elements: [Element], least: Int = 0) -> [Element] {
        var chosen = elements.filter { _ in once(in: 2) }
        if chosen.count < least { chosen = Array(elements.prefix(least)) }
        return chosen
    }

    mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        elements.shuffled(using: &generator)
    }
}
