import Bytes
import CassandraWire

/// `token(…)`: the place of a partition on the ring.
enum TokenFunction {
    static func make(_ table: Table?) -> ScalarFunction? {
        guard let table else { return nil }
        return ScalarFunction("token", table.partitionKey.map(\.type), .bigint) { arguments, _ in
            LiteralText.number(Murmur3.token(of: key(arguments.compactMap { $0 })))
        }
    }

    /// The serialized key: a single component as it is, several with their lengths.
    private static func key(_ components: [ByteSlice]) -> ByteSlice {
        if components.count == 1 { return components[0] }
        var writer = WireWriter()
        for component in components {
            writer.write(UInt16(clamping: component.count))
            writer.write(component)
            writer.write(UInt8(0))
        }
        return writer.finish()
    }
}
