import Bytes
import CassandraWire
import TestKit
import Testing

@Suite struct TupleFieldTests {
    private static let bytes = [UInt8](hex: "00000004 00000001 00000001 61 00000001 62")

    @Test("A tuple with more fields than its type is refused: tuple types do not grow")
    func tuple() throws {
        let type = CQLType.tuple([.int, .text])
        var reader = WireReader(ByteSlice(Self.bytes))
        #expect(throws: WireError.trailingBytes(count: 5)) {
            try CQLValue(contents: &reader, count: Self.bytes.count, plan: type)
        }
        var typed = WireReader(ByteSlice(Self.bytes))
        let plan = try #require(CQLTuple<Int32, String>.decodingPlan(for: type))
        #expect(throws: WireError.trailingBytes(count: 5)) {
            try CQLTuple<Int32, String>(contents: &typed, count: Self.bytes.count, plan: plan)
        }
    }

    @Test("Fields that were added to a user-defined type after its metadata was read are left alone (D-47)")
    func userDefinedType() throws {
        let type = UserDefinedType(
            keyspace: "k", name: "t", fields: [.init(name: "a", type: .int), .init(name: "b", type: .text)])
        var reader = WireReader(ByteSlice(Self.bytes))
        let value = try CQLValue(contents: &reader, count: Self.bytes.count, plan: .udt(type))
        #expect(value == .udt(try #require(UDTValue(type, values: [.int(1), .text("a")]))))
    }
}
