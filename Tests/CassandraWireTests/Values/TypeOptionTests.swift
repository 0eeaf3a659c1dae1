import Bytes
import CassandraWire
import TestKit
import Testing

/// Types as the metadata of a result has them (v4 §4.2.5.2).
@Suite struct TypeOptionTests {
    /// The type of a column, out of a RESULT that has no rows and just that column.
    private func type(_ option: String) throws -> CQLType? {
        // Kind: rows; flags: one table; one column; keyspace "k", table "t", column "c"; the type; no rows.
        let body = "00000002" + "00000001" + "00000001" + "00016b" + "000174" + "000163" + option + "00000000"
        let header = FrameHeader(direction: .response, stream: 1, opcode: .result)
        let frame = Frame(header: header, body: ByteSlice([UInt8](hex: body)))
        guard case .result(.rows(let rows)) = try Response.decode(frame).response else { return nil }
        return rows.metadata.columns?.first?.type
    }

    private func string(_ text: String) -> String {
        let count = text.utf8.count
        return [UInt8(count >> 8), UInt8(count & 255)].hex + Array(text.utf8).hex
    }

    private func custom(_ name: String) -> String { "0000" + string(name) }

    @Test("D-39, D-40, D-51 durations, vectors and what has no CQL name are custom types by their classes")
    func customTypes() throws {
        let marshal = "org.apache.cassandra.db.marshal."
        let rows: [(option: String, type: CQLType)] = [
            ("0009", .int), ("0020" + "0009", .list(.int)),
            ("0021" + "000d" + "0022" + "000c", .map(key: .text, value: .set(.uuid))),
            ("0031" + "0002" + "0009" + "000d", .tuple([.int, .text])), ("0031" + "0000", .tuple([])),
            (
                "0030" + string("k") + string("person") + "0002" + string("name") + "000d" + string("age") + "0009",
                .person
            ),
            (custom(marshal + "DurationType"), .duration),
            (custom(marshal + "VectorType(\(marshal)FloatType , 3)"), .vector(.float, dimension: 3)),
            ("0020" + custom(marshal + "VectorType(\(marshal)UTF8Type , 3)"), .list(.vector(.text, dimension: 3))),
            (custom("org.example.Type(a=>b)"), .custom("org.example.Type(a=>b)")),
            (custom(marshal + "EmptyType"), .custom(marshal + "EmptyType")),
            (custom(""), .custom("")),
        ]
        for (option, type) in rows { #expect(try self.type(option) == type, "\(type)") }
        #expect(throws: WireError.malformed) { try type(custom(marshal + "VectorType(\(marshal)FloatType , 0)")) }
        #expect(throws: WireError.malformed) { try type(custom(marshal + "ListType(")) }
        #expect(throws: WireError.unknown(.type, 0x000A)) { try type("000a") }
        #expect(throws: WireError.unknown(.type, 0x7FFF)) { try type("0020" + "7fff") }
        for option in [
            "", "00", "0020", "0021" + "0009", "0030" + "0001", "0031" + "ffff" + "0009", "0000" + "0005" + "61",
        ] {
            #expect(throws: WireError.self, "\(option)") { try type(option) }
        }
    }

    @Test("D-22 a type is nested to a depth of 64, the levels of a class name inside it included")
    func depth() throws {
        let list = { (levels: Int) in String(repeating: "0020", count: levels) }
        let classes = { (levels: Int) in
            String(repeating: "ListType(", count: levels) + "Int32Type" + String(repeating: ")", count: levels)
        }
        #expect(try type(list(63) + "0009") == CQLType.int.nested(63))
        #expect(try type(list(33) + custom(classes(30))) == CQLType.int.nested(63))
        #expect(throws: WireError.tooDeep) { try type(list(64) + "0009") }
        #expect(throws: WireError.tooDeep) { try type(list(10_000) + "0009") }
        #expect(throws: WireError.tooDeep) { try type(String(repeating: "00310001", count: 10_000) + "0009") }
        #expect(throws: WireError.tooDeep) { try type(custom(classes(64))) }
        #expect(throws: WireError.tooDeep) { try type(custom(classes(5_000))) }
        #expect(throws: WireError.tooDeep) { try type(list(34) + custom(classes(30))) }
    }
}
