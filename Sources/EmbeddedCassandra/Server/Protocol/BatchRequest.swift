import Bytes
import CassandraWire

/// A BATCH as it was sent (v4 §4.1.7).
struct BatchRequest {
    var kind: Batch.Kind
    var entries: [Batch.Entry] = []
    /// Its values mean nothing.
    var parameters: QueryParameters

    /// Faults are found in Cassandra's order: the kind, which comes first, is judged last.
    init(from reader: inout RequestReader) throws(ServerError) {
        let number = Int8(bitPattern: try reader.integer(UInt8.self))
        for _ in 0..<(try reader.integer(UInt16.self)) {
            let statement: Batch.Statement
            switch Int8(bitPattern: try reader.integer(UInt8.self)) {
            case 0: statement = .text(try reader.longString())
            case 1: statement = .prepared(id: try reader.shortBytes())
            case let other:
                throw .protocolError("Invalid query kind in BATCH messages. Must be 0 or 1 but got \(other)")
            }
            entries.append(Batch.Entry(statement: statement, values: try reader.values(areNamed: false)))
        }
        parameters = try reader.parameters()
        guard let kind = Batch.Kind(rawValue: UInt8(bitPattern: number)) else {
            throw .protocolError("Invalid BATCH message type \(number)")
        }
        self.kind = kind
    }
}
