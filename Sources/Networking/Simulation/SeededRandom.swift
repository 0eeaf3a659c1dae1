/// The only source of chance in a simulated world: the same numbers for the same seed, on every machine.
///
/// Forked by purpose, so that one more draw in one place does not change what the others get.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private let origin: UInt64
    private var state: UInt64

    package init(seed: UInt64) {
        origin = seed
        state = seed
    }

    /// A generator of its own for `purpose`, whatever has been drawn from this one.
    package func fork(_ purpose: String) -> SeededRandom {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in purpose.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return SeededRandom(seed: Self.mix(origin ^ hash))
    }

    /// A generator of its own for the `number`th of several.
    package func fork(_ number: Int) -> SeededRandom {
        SeededRandom(seed: Self.mix(origin &+ UInt64(bitPattern: Int64(number)) &* 0xD6E8_FEB8_6659_FD93 &+ 1))
    }

    // SplitMix64.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    private static func mix(_ word: UInt64) -> UInt64 {
        var mixed = word
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to and without `bound`.
    package mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "a draw has at least one outcome")
        return Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    package mutating func draw(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    package mutating func draw(_ range: ClosedRange<Duration>) -> Duration {
        let lowest = range.lowerBound.clampedNanoseconds
        let width = range.upperBound.clampedNanoseconds - lowest
        return .nanoseconds(Int64(clamping: lowest + next().multipliedFullWidth(by: width &+ 1).high))
    }

    /// `true` once in `count` draws on average; never for 0.
    package mutating func oneIn(_ count: Int) -> Bool {
        count > 0 && below(count) == 0
    }

    package mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    package mutating func shuffle<Element>(_ elements: inout [Element]) {
        guard elements.count > 1 else { return }
        for index in stride(from: elements.count - 1, to: 0, by: -1) { elements.swapAt(index, below(index + 1)) }
    }
}
