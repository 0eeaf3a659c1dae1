import Bytes
import CassandraWire

/// Where a page of rows begins, good for the same statement with the same values.
///
/// Nodes take the state of another statement without a word and answer with wrong rows, so it carries a fingerprint of
/// its own, and a session refuses one that does not fit. `bytes` may be kept, or handed to somebody who comes back with
/// it; but it is not sealed: who can change it can read other rows of the same statement.
public struct PagingState: Sendable, Hashable {
    /// The node's own bytes.
    let node: ByteSlice
    let statement: StatementFingerprint

    private static let version: UInt8 = 1

    init(_ node: ByteSlice, of statement: StatementFingerprint) {
        self.node = node
        self.statement = statement
    }

    /// A state that was kept; `nil` when these are not the bytes of one.
    public init?(_ bytes: ByteSlice) {
        guard bytes.count >= 9, bytes[0] == Self.version else { return nil }
        statement = StatementFingerprint(bits: bytes[1..<9].reduce(0) { $0 << 8 | UInt64($1) })
        node = bytes.slice(9..<bytes.count)
    }

    /// Refuses the state of another statement.
    func check(_ statement: StatementFingerprint) throws(CassandraError) {
        guard statement == self.statement else {
            let reason = "the paging state is that of another statement, or of other values"
            throw CassandraError(.invalidStatement(reason))
        }
    }

    /// The state as bytes.
    public var bytes: ByteSlice {
        let bits = (0..<8).map { UInt8(truncatingIfNeeded: statement.bits >> UInt64(56 - 8 * $0)) }
        return ByteSlice([Self.version] + bits + Array(node))
    }
}

/// What tells statements with their values apart, the same in all processes: two murmur3 hashes.
struct StatementFingerprint: Sendable, Hashable {
    let bits: UInt64

    init(bits: UInt64) {
        self.bits = bits
    }

    /// `values` as they stand in a request.
    init(text: String, values: ByteSlice) {
        let text = Murmur3.token(of: ByteSlice(Array(text.utf8)))
        let values = Murmur3.token(of: values)
        bits = UInt64(bitPattern: text) &* 31 &+ UInt64(bitPattern: values)
    }
}
