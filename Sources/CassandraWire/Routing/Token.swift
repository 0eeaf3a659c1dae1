/// A place on the ring, where a partition's key lies and from where a node owns.
public struct Token: Sendable, Hashable {
    /// The token of Murmur3Partitioner.
    public let value: Int64

    /// Makes a token.
    @inlinable
    public init(_ value: Int64) {
        self.value = value
    }

    /// The token before all others; only the empty key has it, which no table accepts.
    public static let minimum = Token(.min)
}

extension Token: Comparable {
    /// Compares by value, in the order of the ring.
    @inlinable
    public static func < (left: Token, right: Token) -> Bool {
        left.value < right.value
    }
}

extension Token: LosslessStringConvertible {
    /// Reads a decimal number, as in `system.local` and `system.peers`.
    public init?(_ text: String) {
        guard let value = Int64(text) else { return nil }
        self.init(value)
    }

    /// The decimal number.
    public var description: String {
        String(value)
    }
}
