import Bytes
import CassandraWire
import Testing

/// Types inside types: Swift cannot catch a stack that overflows.
@Suite struct NestingTests {
    private static let marshal = "org.apache.cassandra.db.marshal."

    /// Ways to put an [option] into another, with the deepest one an int.
    private static let options: [(String, @Sendable (Int) -> [Primitive])] = [
        ("list", { Array(repeating: .short(0x20), count: $0) + [.short(9)] }),
        ("set", { Array(repeating: .short(0x22), count: $0) + [.short(9)] }),
        ("key", { Array(repeating: .short(0x21), count: $0) + Array(repeating: .short(9), count: $0 + 1) }),
        ("value", { Array(repeating: [.short(0x21), .short(9)], count: $0).flatMap { $0 } + [.short(9)] }),
        ("tuple", { Array(repeating: [.short(0x31), .short(1)], count: $0).flatMap { $0 } + [.short(9)] }),
        (
            "field",
            {
                let field: [Primitive] = [.short(0x30), .string("k"), .string("u"), .short(1), .string("f")]
                return Array(repeating: field, count: $0).flatMap { $0 } + [.short(9)]
            }
        ),
    ]

    private static let classes: [(String, String)] = [
        ("ListType(", ")"), ("SetType(", ")"), ("FrozenType(", ")"), ("ReversedType(", ")"), ("TupleType(", ")"),
        ("MapType(Int32Type,", ")"), ("MapType(", ",Int32Type)"), ("VectorType(", ",2)"), ("UserType(k,75,66:", ")"),
        ("com.example.Foo(", ")"),
    ]

    private static let texts: [(String, String)] = [
        ("list<", ">"), ("frozen<", ">"), ("map<int, ", ">"), ("tuple<", ">"), ("vector<", ", 2>"),
    ]

    private func decode(_ option: [Primitive]) throws -> CQLType? {
        let body: [Primitive] =
            [.int(2), .int(0), .int(1), .string("k"), .string("t"), .string("c")] + option + [.int(0)]
        guard case .result(.rows(let rows)) = try Response.decode(Frame(.result, body.encoded)).response else {
            return nil
        }
        return rows.metadata.columns?.first?.type
    }

    @Test("D-22 options may be nested 64 deep, no deeper")
    func options() throws {
        for (name, nested) in NestingTests.options {
            #expect(try decode(nested(63)) != nil, "\(name)")
            for depth in [64, 100, 10_000] {
                #expect(throws: WireError.tooDeep, "\(name) at \(depth)") { try decode(nested(depth)) }
            }
        }
    }

    @Test("D-22 class names may be nested 64 deep, no deeper")
    func classNames() throws {
        for (open, close) in NestingTests.classes {
            func nested(_ depth: Int) -> String {
                String(repeating: open, count: depth) + "Int32Type" + String(repeating: close, count: depth)
            }
            #expect(throws: Never.self, "\(open)") { try CQLType(className: nested(63)) }
            #expect(try decode([.short(0), .string(nested(63))]) != nil, "\(open)")
            for depth in [64, 100, 10_000] {
                #expect(throws: TypeTextError.self, "\(open) at \(depth)") { try CQLType(className: nested(depth)) }
            }
            #expect(throws: WireError.tooDeep, "\(open)") { try decode([.short(0), .string(nested(64))]) }
        }
    }

    @Test("D-22 a class name inside an option counts on")
    func classNamesInsideOptions() throws {
        let inner = String(repeating: "ListType(", count: 31) + "Int32Type" + String(repeating: ")", count: 31)
        #expect(try decode(Array(repeating: .short(0x20), count: 32) + [.short(0), .string(inner)]) != nil)
        #expect(throws: WireError.tooDeep) {
            try decode(Array(repeating: .short(0x20), count: 33) + [.short(0), .string(inner)])
        }
    }

    @Test("D-22 types as CQL writes them may be nested 64 deep, no deeper")
    func cqlTexts() {
        for (open, close) in NestingTests.texts {
            func nested(_ depth: Int) -> String {
                String(repeating: open, count: depth) + "int" + String(repeating: close, count: depth)
            }
            #expect(throws: Never.self, "\(open)") { try CQLType(cql: nested(63)) }
            for depth in [64, 100, 10_000] {
                #expect(throws: TypeTextError.self, "\(open) at \(depth)") { try CQLType(cql: nested(depth)) }
            }
        }
    }

    @Test("D-22 brackets that are only opened, or only closed, are errors")
    func unbalanced() {
        for text in ["(", "ListType(", "Foo(", "((", ")", "Foo)"].map({ String(repeating: $0, count: 10_000) }) {
            #expect(throws: TypeTextError.self) { try CQLType(className: text) }
        }
        for text in ["<", "list<", "frozen<", ">", "'", "\""].map({ String(repeating: $0, count: 10_001) }) {
            #expect(throws: TypeTextError.self) { try CQLType(cql: text) }
        }
    }

    @Test("D-22 the deepest values are read and written")
    func values() throws {
        let depth = 63
        let type = (0..<depth).reduce(CQLType.int) { inner, _ in .list(inner) }
        let cell = (0..<depth).reduce([0, 0, 0, 7] as [UInt8]) { inner, _ in [Primitive.int(1), .bytes(inner)].encoded }
        let column = ColumnMetadata(keyspace: "", table: "", name: "c", type: type)
        let page = try RowPage(columns: [column], count: 1, bytes: [Primitive.bytes(cell)].encoded)
        let values = try page.values()
        #expect(values == [(0..<depth).reduce(CQLValue.int(7)) { inner, _ in .list([inner]) }])
        var writer = WireWriter()
        try ValueEncoder<[CQLValue]>(markers: [column]).encode(values, to: &writer)
        #expect(Array(ByteSlice(writer.finish())) == [Primitive.bytes(cell)].encoded)
    }
}
