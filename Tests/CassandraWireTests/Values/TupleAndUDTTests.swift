import Bytes
import CassandraWire
import TestKit
import Testing

@Suite struct TupleAndUDTTests {
    static let pair = CQLType.tuple([.int, .text])

    @Test("D-47 a tuple may have fewer fields than its type, which lacks its last ones then, and never more")
    func tupleLengths() throws {
        let rows: [(hex: String, first: Int32?, second: String?)] = [
            ("", nil, nil), ("ffffffff", nil, nil), ("00000004" + "00000007", 7, nil),
            ("00000004" + "00000007" + "ffffffff", 7, nil), ("00000004" + "00000007" + "00000001" + "61", 7, "a"),
            ("ffffffff" + "00000000", nil, ""),
        ]
        for (hex, first, second) in rows {
            let bytes = cell([UInt8](hex: hex))
            let tuple: CQLTuple<Int32?, String?> = try read(bytes, as: Self.pair)
            #expect(tuple.elements == (first, second), "\(hex)")
            let dynamic = CQLValue.tuple([first.map { .int($0) } ?? .null, second.map { .text($0) } ?? .null])
            #expect(try read(bytes, as: Self.pair) == dynamic, "\(hex)")
            #expect(try read(bytes, as: .frozen(Self.pair)) == dynamic, "\(hex)")
        }
        #expect(throws: WireError.unexpectedNull) {
            try read("0000000800000004" + "00000007", as: Self.pair, CQLTuple<Int32, String>.self)
        }
        for (hex, error) in [
            ("00000004", WireError.truncated), ("000000", .truncated), ("00000004" + "000000", .truncated),
            ("00000003" + "000007", .wrongLength(expected: 4, actual: 3)),
            ("00000004" + "00000007" + "000000", .truncated),
            ("7fffffff" + "00000007", .truncated),
            ("00000004" + "00000007" + "0000000161" + "00", .trailingBytes(count: 1)),
            ("00000004" + "00000007" + "0000000161" + "00000004" + "00000009", .trailingBytes(count: 8)),
            ("00000004" + "00000007" + "0000000161" + "ffffffff", .trailingBytes(count: 4)),
        ] {
            let bytes = cell([UInt8](hex: hex))
            #expect(throws: error, "\(hex)") { try read(bytes, as: Self.pair, CQLTuple<Int32?, String?>.self) }
            #expect(throws: error, "\(hex)") { try read(bytes, as: Self.pair, CQLValue.self) }
        }
    }

    @Test("D-47 tuples are written in full, and have as many elements as their type")
    func writtenTuples() throws {
        let full = "00000011" + "00000004" + "00000007" + "00000005" + "68656c6c6f"
        #expect(try wire(CQLTuple(Int32(7), "hello"), as: Self.pair) == full)
        #expect(try wire(CQLValue.tuple([.int(7), .text("hello")]), as: Self.pair) == full)
        #expect(try wire(CQLTuple(Int32?.none, String?.none), as: Self.pair) == "00000008" + "ffffffff" + "ffffffff")
        #expect(try wire(CQLValue.tuple([.int(7)]), as: Self.pair) == "00000008" + "00000004" + "00000007")
        #expect(throws: WireError.wrongValueCount(expected: 2, actual: 3)) {
            try wire(CQLValue.tuple([.null, .null, .null]), as: Self.pair)
        }
        #expect(CQLTuple<Int32>.decodingPlan(for: Self.pair) == nil)
        #expect(CQLTuple<Int32>.encodingPlan(for: Self.pair) == nil)
        #expect(CQLTuple<Int32, String, Int32>.decodingPlan(for: Self.pair) == nil)
        #expect(CQLTuple<String, Int32>.decodingPlan(for: Self.pair) == nil)
        #expect(CQLTuple<Int32, String>.decodingPlan(for: .person) == nil)
        #expect(CQLTuple<Int32, String>.encodingPlan(for: .frozen(.frozen(Self.pair))) != nil)
    }

    @Test("D-47 a user-defined type's value may have fewer fields than the type, or more")
    func userTypeLengths() throws {
        let rows: [(hex: String, name: CQLValue, age: CQLValue)] = [
            ("", .null, .null), ("0000000161", .text("a"), .null), ("ffffffff", .null, .null),
            ("0000000161" + "00000004" + "00000007", .text("a"), .int(7)), ("00000000" + "00000000", .text(""), .empty),
            ("0000000161" + "00000004" + "00000007" + "0000000162", .text("a"), .int(7)),
        ]
        for (hex, name, age) in rows {
            let expected = CQLValue.udt(try #require(UDTValue(Person.type, values: [name, age])))
            #expect(try read(cell([UInt8](hex: hex)), as: .person) == expected, "\(hex)")
        }
        #expect(throws: WireError.truncated) { try read("00000003000001", as: .person, CQLValue.self) }
    }

    @Test("D-47 a null user-defined type inside another is null, and lists of types of maps nest")
    func nestedUserTypes() throws {
        let inner = UserDefinedType(
            keyspace: "k", name: "inner", fields: [.init(name: "tags", type: .frozen(.map(key: .text, value: .person)))]
        )
        let outer = CQLType.list(
            .frozen(
                .udt(
                    UserDefinedType(
                        keyspace: "k", name: "outer",
                        fields: [
                            .init(name: "a", type: .frozen(.udt(inner))), .init(name: "b", type: .frozen(.udt(inner))),
                        ]))))
        guard case .list(.frozen(.udt(let outerType))) = outer else { return }
        let person = CQLValue.udt(try #require(UDTValue(Person.type, values: [.text("Ada"), .null])))
        let tags = CQLValue.udt(try #require(UDTValue(inner, values: [.map([.init(key: .text("x"), value: person)])])))
        let value = CQLValue.list([
            .udt(try #require(UDTValue(outerType, values: [.null, tags]))),
            .udt(try #require(UDTValue(outerType, values: [.null, .null]))),
        ])
        #expect(try read(wire(value, as: outer), as: outer) == value)

        let typed: [Outer] = try read(wire(value, as: outer), as: outer)
        #expect(typed == [Outer(a: nil, b: Inner(tags: ["x": Person(name: "Ada", age: nil)])), Outer(a: nil, b: nil)])
        #expect(try wire(typed, as: outer) == wire(value, as: outer))
    }

    struct Inner: CQLUserType, Hashable {
        var tags: [String: Person] = [:]
        static let cqlFields: [CQLField<Inner>] = [CQLField("tags", \.tags)]
    }

    struct Outer: CQLUserType, Hashable {
        var a: Inner?
        var b: Inner?
        static let cqlFields: [CQLField<Outer>] = [CQLField("b", \.b), CQLField("a", \.a)]
    }

    @Test("D-48 values by name stand in the type's order, those not named are null, unknown names are refused")
    func valuesByName() throws {
        let name = CQLValue.text("Ada")
        #expect(UDTValue(Person.type, named: ["age": .int(36), "name": name])?.values == [name, .int(36)])
        #expect(UDTValue(Person.type, named: ["age": .int(36)])?.values == [.null, .int(36)])
        #expect(UDTValue(Person.type, named: [:])?.values == [.null, .null])
        #expect(UDTValue(Person.type, named: ["Age": .int(36)]) == nil)
        #expect(UDTValue(Person.type, named: ["age": .int(36), "": .null]) == nil)
        #expect(UDTValue(Person.type, values: [name])?.values == [name, .null])
        #expect(UDTValue(Person.type, values: [name, .null, .null]) == nil)
        let value = try #require(UDTValue(Person.type, named: ["age": .int(36)]))
        #expect(value["age"] == .int(36) && value["name"] == .null && value["Name"] == nil)
        #expect(try wire(CQLValue.udt(value), as: .person) == "0000000c" + "ffffffff" + "0000000400000024")
    }

    @Test("D-48, D-49 a value of another shape than the marker's type is refused, not stored mixed up")
    func otherShapes() throws {
        let value = CQLValue.udt(try #require(UDTValue(Person.type, values: [.text("Ada"), .int(36)])))
        let fields = Person.type.fields
        let others: [[UserDefinedType.Field]] = [
            fields.reversed(), [fields[0]], fields + [.init(name: "email", type: .text)],
            [.init(name: "Name", type: .text), fields[1]], [],
        ]
        for fields in others {
            let type = CQLType.udt(UserDefinedType(keyspace: "k", name: "person", fields: fields))
            #expect(throws: WireError.typeMismatch) { try wire(value, as: type) }
        }
        // After ALTER TYPE ADD, a value made for the altered type fits a marker that was prepared anew.
        let altered = UserDefinedType(keyspace: "k", name: "person", fields: others[2])
        let wider = CQLValue.udt(try #require(UDTValue(altered, named: ["name": .text("Ada"), "age": .int(36)])))
        #expect(
            try wire(wider, as: .udt(altered)) == wire(value, as: .person).replacing("0000000f", with: "00000013")
                + "ffffffff")
        // A field of another type is refused where it has a value.
        let texts = UserDefinedType(
            keyspace: "k", name: "person", fields: [fields[0], .init(name: "age", type: .text)])
        #expect(throws: WireError.typeMismatch) { try wire(value, as: .udt(texts)) }
    }

    @Test("D-48 a Swift type's properties are matched by name, whatever their order and the type's")
    func typedFields() throws {
        let ada = Person(name: "Ada", age: 36)
        let fields = Person.type.fields
        #expect(try wire(ada, as: .person) == "0000000f" + "00000003416461" + "0000000400000024")
        #expect(try read(wire(ada, as: .person), as: .person) == ada)
        let reversed = CQLType.udt(UserDefinedType(keyspace: "k", name: "person", fields: fields.reversed()))
        #expect(try wire(ada, as: reversed) == "0000000f" + "0000000400000024" + "00000003416461")
        #expect(try read(wire(ada, as: reversed), as: .frozen(reversed)) == ada)

        // Fields that the Swift type does not know are skipped when read and null when written.
        let wider = CQLType.udt(
            UserDefinedType(
                keyspace: "k", name: "person",
                fields: [.init(name: "id", type: .uuid), fields[0], .init(name: "tags", type: .set(.text)), fields[1]]))
        #expect(
            try wire(ada, as: wider) == "00000017" + "ffffffff" + "00000003416461" + "ffffffff" + "0000000400000024")
        for (id, tags) in [("ffffffff", "0000000400000000"), ("0000000101", "ffffffff"), ("00000000", "00000000")] {
            let hex = cell([UInt8](hex: id + "00000003416461" + tags + "0000000400000024"))
            #expect(try read(hex, as: wider) == ada)
        }
        #expect(throws: WireError.truncated) { try read("00000005" + "0000000401", as: wider, Person.self) }
        #expect(try read("0000000b" + "ffffffff" + "00000003416461", as: wider) == Person(name: "Ada", age: nil))
    }

    @Test("D-47, D-27 a field that is null or missing is an error where its property has no room for null")
    func typedNulls() {
        for hex in ["00000000", "00000004ffffffff", "0000000cffffffff0000000400000024"] {
            #expect(throws: WireError.unexpectedNull) { try read(hex, as: .person, Person.self) }
        }
        #expect(throws: WireError.unexpectedNull) { try read("ffffffff", as: .person, Person.self) }
        #expect(throws: Never.self) { try read("ffffffff", as: .person, Person?.self) }
        #expect(throws: WireError.wrongLength(expected: 4, actual: 1)) {
            try read("0000000c" + "00000003416461" + "0000000101", as: .person, Person.self)
        }
    }

    @Test("D-48 a Swift type with a field that the user-defined type does not have is unfit for it")
    func unfitTypes() {
        let fields = Person.type.fields
        let others: [[UserDefinedType.Field]] = [
            [], [fields[0]], [fields[0], .init(name: "Age", type: .int)], [fields[0], .init(name: "age", type: .text)],
        ]
        for fields in others {
            let type = CQLType.udt(UserDefinedType(keyspace: "k", name: "person", fields: fields))
            #expect(Person.decodingPlan(for: type) == nil && Person.encodingPlan(for: type) == nil, "\(fields)")
        }
        for type in [CQLType.tuple([.text, .int]), .map(key: .text, value: .int), .text, .list(.person)] {
            #expect(Person.decodingPlan(for: type) == nil && Person.encodingPlan(for: type) == nil, "\(type)")
        }
        #expect(Twice.decodingPlan(for: .person) == nil && Twice.encodingPlan(for: .person) == nil)
    }

    /// Names a field twice, which is a mistake: one of the properties would get lost.
    struct Twice: CQLUserType {
        var first = ""
        var second = ""
        static let cqlFields: [CQLField<Twice>] = [CQLField("name", \.first), CQLField("name", \.second)]
    }

    @Test("a computed property, or one with observers, is read and written through its accessors")
    func computedProperties() throws {
        struct Odd: CQLUserType {
            private(set) var changes = 0
            var age: Int32 = 0 { didSet { changes += 1 } }
            private var letters: [Character] = []
            var name: String {
                get { String(letters) }
                set { letters = Array(newValue) }
            }
            static let cqlFields: [CQLField<Odd>] = [CQLField("name", \.name), CQLField("age", \.age)]
        }
        let odd: Odd = try read(wire(Person(name: "Ada", age: 36), as: .person), as: .person)
        #expect(odd.name == "Ada" && odd.age == 36 && odd.changes == 1)
        #expect(try wire(odd, as: .person) == wire(Person(name: "Ada", age: 36), as: .person))
    }

    @Test("D-53 a property may be null or a value; unset has no place in a user-defined type")
    func typedUnset() throws {
        struct Loose: CQLUserType {
            var name: CQLValue = .null
            static let cqlFields: [CQLField<Loose>] = [CQLField("name", \.name)]
        }
        #expect(try wire(Loose(), as: .person) == "00000008" + "ffffffff" + "ffffffff")
        #expect(throws: WireError.nestedUnset) { try wire(Loose(name: .unset), as: .person) }
    }
}
