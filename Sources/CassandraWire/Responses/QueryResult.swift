/// What a request gave (v4 §4.2.5).
package enum QueryResult: Hashable, Sendable {
    case void
    case rows(RowsResult)
    case setKeyspace(String)
    case prepared(PreparedResult)
    case schemaChange(SchemaChange)

    init(from reader: inout WireReader, known: KnownColumns? = nil) throws {
        let kind = try reader.readInteger(as: Int32.self)
        switch kind {
        case 0x0001: self = .void
        case 0x0002: self = .rows(try RowsResult(from: &reader, known: known))
        case 0x0003: self = .setKeyspace(try reader.readString())
        case 0x0004: self = .prepared(try PreparedResult(from: &reader))
        case 0x0005: self = .schemaChange(try SchemaChange(from: &reader))
        default: throw WireError.unknown(.resultKind, kind)
        }
    }

    func encode(to writer: inout WireWriter) throws {
        switch self {
        case .void:
            writer.write(Int32(0x0001))
        case .rows(let rows):
            writer.write(Int32(0x0002))
            try rows.encode(to: &writer)
        case .setKeyspace(let keyspace):
            writer.write(Int32(0x0003))
            try writer.writeString(keyspace)
        case .prepared(let prepared):
            writer.write(Int32(0x0004))
            try prepared.encode(to: &writer)
        case .schemaChange(let change):
            writer.write(Int32(0x0005))
            try change.encode(to: &writer)
        }
    }
}
