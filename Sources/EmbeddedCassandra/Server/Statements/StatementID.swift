import Bytes

/// The name of a prepared statement: the digest of its text, so that all nodes give it the same one.
struct StatementID: Equatable {
    let high: UInt64
    let low: UInt64

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// As a client sends it back; `nil` for what cannot be one.
    init?(_ bytes: ByteSlice) {
        guard bytes.count == 16 else { return nil }
        var reader = ByteReader(bytes)
        guard let high = reader.readInteger(as: UInt64.self), let low = reader.readInteger(as: UInt64.self) else {
            return nil
        }
        self.init(high: high, low: low)
    }

    /// Of `text` as Cassandra has it: behind the name of the keyspace in use, if that matters.
    init(of text: String, keyspace: String?) {
        self = MD5.digest(Array((keyspace ?? "").utf8) + Array(text.utf8))
    }

    var bytes: ByteSlice {
        ByteSlice((0..<16).map { UInt8(truncatingIfNeeded: ($0 < 8 ? high : low) >> UInt64(56 - 8 * ($0 % 8))) })
    }
}
