public import Bytes

extension Token {
    /// The token of a serialized partition key: the bytes of its only component, or the composed key of several.
    @inlinable public init(partitionKey key: [UInt8]) {
        self.init(Murmur3.token(of: key))
    }

    /// The token of a serialized partition key.
    @inlinable public init(partitionKey key: ByteSlice) {
        self.init(Murmur3.token(of: key))
    }
}
