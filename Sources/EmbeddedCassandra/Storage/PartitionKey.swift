import Bytes
import CassandraWire

/// A partition's key and its place on the ring.
struct PartitionKey: Hashable, Sendable {
    let token: Int64
    /// As `RoutingKey` composes them: the only component as it is, or all of them with lengths.
    let bytes: ByteSlice

    init(token: Int64, bytes: ByteSlice) {
        self.token = token
        self.bytes = bytes
    }

    init(_ bytes: ByteSlice) {
        self.init(token: Murmur3.token(of: bytes), bytes: bytes)
    }
}

extension PartitionKey: Comparable {
    /// The order of partitions: by token, and for those that share one by the bytes.
    static func < (left: PartitionKey, right: PartitionKey) -> Bool {
        if left.token != right.token { return left.token < right.token }
        return ByteOrder.compare(left.bytes, right.bytes) < 0
    }
}
