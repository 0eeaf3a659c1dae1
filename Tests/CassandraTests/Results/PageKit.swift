import Cassandra

func column(_ name: String, _ type: CQLType) -> ColumnMetadata {
    ColumnMetadata(keyspace: "k", table: "t", name: name, type: type)
}

/// A page of these rows.
func page(_ columns: [ColumnMetadata], _ rows: [[CQLValue]]) throws -> RowPage {
    var writer = WireWriter()
    let encoder = ValueEncoder<[CQLValue]>(markers: columns)
    for row in rows { try encoder.encode(row, to: &writer) }
    return try RowPage(columns: columns, count: rows.count, bytes: writer.finish())
}

/// The first row of a page of one row, as a value of a `Decodable` type.
func decode<Value: Decodable & SendableMetatype>(
    _: Value.Type = Value.self, _ columns: [ColumnMetadata], _ values: [CQLValue]
) throws -> Value? {
    var rows = try page(columns, [values]).rows(RowDecoder(decoding: Value.self, columns: columns))
    return try rows.next()
}

/// The only column of a row, as the property `x` of a `Decodable` type.
func decodeOne<Value: Decodable & SendableMetatype>(
    _: Value.Type = Value.self, _ type: CQLType, _ value: CQLValue
) throws -> Value? {
    try decode(One<Value>.self, [column("x", type)], [value])?.x
}

/// A type with one property.
struct One<Value> {
    let x: Value
}

extension One: Decodable where Value: Decodable {}
extension One: Encodable where Value: Encodable {}

/// What an `Encodable` type's values become for these markers.
func encode<Values: Encodable & SendableMetatype>(
    _ values: Values, _ markers: [ColumnMetadata]
) throws -> ByteSlice {
    var writer = WireWriter()
    try ValueEncoder(namesOf: Values.self, markers: markers).encode(values, to: &writer)
    return writer.finish()
}

/// What dynamic values become for these markers.
func encode(_ values: [CQLValue], _ markers: [ColumnMetadata]) throws -> ByteSlice {
    var writer = WireWriter()
    try ValueEncoder<[CQLValue]>(markers: markers).encode(values, to: &writer)
    return writer.finish()
}

/// The message of what `body` throws.
func message(_ body: () throws -> Void) -> String {
    do {
        try body()
        return "no error"
    } catch {
        return "\(error)"
    }
}

extension CQLType {
    static let address = CQLType.udt(addressType)
}

let addressType = UserDefinedType(
    keyspace: "k", name: "address",
    fields: [
        .init(name: "street", type: .text), .init(name: "number", type: .int), .init(name: "tags", type: .list(.text)),
    ])
