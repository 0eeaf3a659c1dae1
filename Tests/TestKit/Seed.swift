import Foundation

/// The seed of a random test: printed, and taken from `TEST_SEED` when a run is to be repeated.
public struct Seed: Sendable {
    public let value: UInt64

    public static func forThisRun(_ test: String = #function) -> Seed {
        let given = ProcessInfo.processInfo.environment["TEST_SEED"].flatMap { UInt64($0) }
        let seed = Seed(value: given ?? UInt64.random(in: 0...UInt64.max))
        print("seed of \(test): TEST_SEED=\(seed.value)")
        return seed
    }

    public init(value: UInt64) {
        self.value = value
    }

    public var generator: SeededGenerator { SeededGenerator(seed: value) }
}

/// SplitMix64: small, fast, and the same on every machine.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) {
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
