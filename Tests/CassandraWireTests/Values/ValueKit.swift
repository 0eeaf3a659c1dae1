import Bytes
import CassandraWire
import Foundation
import TestKit

/// `value` as it stands in a request for a marker of `type`: its length and its bytes, in hexadecimal.
func wire<Value: CQLEncodable>(_ value: Value, as type: CQLType) throws -> String {
    guard let plan = Value.encodingPlan(for: type) else { throw WireError.typeMismatch }
    var writer = WireWriter()
    try value.encodeValue(to: &writer, plan: plan)
    return Array(writer.finish()).hex
}

/// Reads a value from a cell of a column of `type`: its length and its bytes, in hexadecimal. The reader has to stand
/// exactly behind it.
func read<Value: CQLDecodable>(_ hex: String, as type: CQLType, _: Value.Type = Value.self) throws -> Value {
    try read(ByteSlice([UInt8](hex: hex)), as: type)
}

func read<Value: CQLDecodable>(_ cell: ByteSlice, as type: CQLType, _: Value.Type = Value.self) throws -> Value {
    guard let plan = Value.decodingPlan(for: type) else { throw WireError.typeMismatch }
    // What follows a value is the next one: nothing may be read of it.
    let next: [UInt8] = [0x7F, 0xFF, 0xFF, 0xFF]
    var reader = WireReader(ByteSlice(Array(cell) + next))
    let value = try Value(value: &reader, plan: plan)
    guard reader.remaining == next.count else {
        throw WireError.trailingBytes(count: Int32(reader.remaining - next.count))
    }
    return value
}

/// What `body` throws, or `nil`.
func failure(of body: () throws -> Void) -> WireError? {
    do {
        try body()
        return nil
    } catch {
        return error as? WireError ?? .refused
    }
}

/// A cell of these bytes.
func cell(_ bytes: [UInt8]) -> String {
    String(format: "%08x", bytes.count) + bytes.hex
}

/// A Swift type and a CQL type it is for, by what the two do with a cell: read it, and write what was read.
struct Codec: Sendable, CustomStringConvertible {
    let type: CQLType
    let description: String
    let recode: @Sendable (String) throws -> String
    let recodeOptional: @Sendable (String) throws -> String

    init<Value: CQLCodable>(_ type: CQLType, _: Value.Type) {
        self.type = type
        description = "\(type) as \(Value.self)"
        recode = { hex in try wire(try read(hex, as: type, Value.self), as: type) }
        recodeOptional = { hex in try wire(try read(hex, as: type, Value?.self), as: type) }
    }

    /// What reading throws, or `nil`.
    func failure(_ hex: String) -> WireError? {
        CassandraWireTests.failure { _ = try recode(hex) }
    }
}

extension CQLType {
    static let person = CQLType.udt(Person.type)

    static let allScalars: [CQLType] = [
        .ascii, .bigint, .blob, .boolean, .counter, .date, .decimal, .double, .duration, .float, .inet, .int, .smallint,
        .text, .time, .timestamp, .timeuuid, .tinyint, .uuid, .varint,
    ]

    func nested(_ levels: Int) -> CQLType {
        (0..<levels).reduce(self) { type, _ in .list(type) }
    }
}

/// A person, whose name has no room for null, and whose fields stand in another order here than in the type.
struct Person: CQLUserType, Hashable {
    var name = ""
    var age: Int32?

    static let cqlFields: [CQLField<Person>] = [CQLField("age", \.age), CQLField("name", \.name)]

    static let type = UserDefinedType(
        keyspace: "k", name: "person", fields: [.init(name: "name", type: .text), .init(name: "age", type: .int)])
}

extension Codec {
    /// The types of the standard library and our own for every scalar type.
    static let scalars: [Codec] = [
        Codec(.ascii, String.self), Codec(.bigint, Int64.self), Codec(.bigint, Int.self), Codec(.blob, ByteSlice.self),
        Codec(.blob, [UInt8].self), Codec(.blob, Data.self), Codec(.boolean, Bool.self), Codec(.counter, Int64.self),
        Codec(.date, CQLDate.self), Codec(.decimal, CQLDecimal.self), Codec(.double, Double.self),
        Codec(.duration, CQLDuration.self), Codec(.float, Float.self), Codec(.inet, CQLInet.self),
        Codec(.int, Int32.self), Codec(.int, Int.self), Codec(.smallint, Int16.self), Codec(.smallint, Int.self),
        Codec(.text, String.self), Codec(.time, CQLTime.self), Codec(.timestamp, CQLTimestamp.self),
        Codec(.timeuuid, TimeUUID.self), Codec(.timeuuid, UUID.self), Codec(.tinyint, Int8.self),
        Codec(.uuid, CQLUUID.self), Codec(.uuid, UUID.self), Codec(.varint, CQLVarint.self),
    ]

    /// Types that hold others. Sets and dictionaries are not among them, they write in another order.
    static let composites: [Codec] = [
        Codec(.list(.int), [Int32].self), Codec(.list(.varint), [CQLVarint].self), Codec(.set(.text), [String].self),
        Codec(.list(.list(.blob)), [[ByteSlice]].self), Codec(.frozen(.list(.frozen(.set(.uuid)))), [[UUID]].self),
        Codec(.map(key: .text, value: .int), CQLMap<String, Int32>.self),
        Codec(.map(key: .timestamp, value: .list(.double)), CQLMap<CQLTimestamp, [Double]>.self),
        Codec(.tuple([.int, .text]), CQLTuple<Int32?, String?>.self),
        Codec(.list(.tuple([.tuple([.inet]), .float])), [CQLTuple<CQLTuple<CQLInet?>?, Float?>].self),
        Codec(.vector(.float, dimension: 3), [Float].self), Codec(.vector(.text, dimension: 2), [String].self),
        Codec(.vector(.vector(.int, dimension: 2), dimension: 2), [[Int32]].self),
        Codec(.vector(.vector(.varint, dimension: 2), dimension: 2), [[CQLVarint]].self),
        Codec(.custom("org.example.Type"), ByteSlice.self), Codec(.custom("org.example.Type"), [UInt8].self),
    ]
}
