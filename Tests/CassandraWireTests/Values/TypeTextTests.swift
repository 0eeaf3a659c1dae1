import Bytes
import CassandraWire
import TestKit
import Testing

private let marshal = "org.apache.cassandra.db.marshal."

/// A schema with names of every kind.
private let names = [
    "person", "MixedCase", "a.b", "quo\"te", "sp ace", "😀", "select", "list", "int", "frozen", "vector", "empty",
    "true", "",
]

private func userType(_ keyspace: String, _ name: String) -> UserDefinedType? {
    guard names.contains(name) else { return nil }
    return UserDefinedType(keyspace: keyspace, name: name, fields: [.init(name: "f", type: .int)])
}

private func parse(_ text: String) throws(TypeTextError) -> CQLType {
    try CQLType(cql: text, keyspace: "k", userTypes: userType)
}

private func udt(_ name: String, in keyspace: String = "k") -> CQLType {
    .udt(UserDefinedType(keyspace: keyspace, name: name, fields: [.init(name: "f", type: .int)]))
}

/// Types as CQL writes them, and as the names of the server's classes.
@Suite struct TypeTextTests {
    @Test("D-51 types are read as CQL writes them, with any blanks, in either case")
    func cqlTypes() throws {
        let rows: [(text: String, type: CQLType, written: String)] = [
            ("int", .int, "int"), (" \tINT\n", .int, "int"), ("varchar", .text, "text"),
            ("list<int>", .list(.int), "list<int>"),
            ("List < Set<TEXT> >", .list(.set(.text)), "list<set<text>>"),
            ("map<text,int>", .map(key: .text, value: .int), "map<text, int>"),
            (
                "frozen<map<text,frozen<list<int>>>>", .frozen(.map(key: .text, value: .frozen(.list(.int)))),
                "frozen<map<text, frozen<list<int>>>>"
            ),
            ("tuple<int>", .tuple([.int]), "tuple<int>"),
            ("tuple<int,text , tuple<blob>>", .tuple([.int, .text, .tuple([.blob])]), "tuple<int, text, tuple<blob>>"),
            ("vector<float,3>", .vector(.float, dimension: 3), "vector<float, 3>"),
            (
                "vector<vector<text, 2> , 3>", .vector(.vector(.text, dimension: 2), dimension: 3),
                "vector<vector<text, 2>, 3>"
            ),
            ("vector<int, 2147483647>", .vector(.int, dimension: 2_147_483_647), "vector<int, 2147483647>"),
            ("'org.example.Type'", .custom("org.example.Type"), "'org.example.Type'"),
            ("'it''s'", .custom("it's"), "'it''s'"),
            ("'\(marshal)Int32Type'", .int, "int"),
            ("list<'org.example.Type(a,b)'>", .list(.custom("org.example.Type(a,b)")), "list<'org.example.Type(a,b)'>"),
        ]
        for (text, type, written) in rows {
            #expect(try CQLType(cql: text) == type, "\(text)")
            #expect(type.cqlText == written && type.description == written)
            #expect(try CQLType(cql: written) == type)
        }
        for scalar in CQLType.allScalars { #expect(try CQLType(cql: scalar.cqlText) == scalar) }
    }

    @Test("D-51 the type of a value that has no type is called empty, and has a class")
    func emptyType() throws {
        #expect(try CQLType(cql: "empty") == .custom(marshal + "EmptyType"))
        #expect(try CQLType(cql: "frozen<empty>") == .frozen(.custom(marshal + "EmptyType")))
        #expect(try CQLType(className: marshal + "EmptyType") == .custom(marshal + "EmptyType"))
        #expect(try parse("empty") == udt("empty"))
    }

    @Test("D-52 names are lower case unless quoted, and quoted where they need it")
    func quotedNames() throws {
        let rows: [(text: String, type: CQLType)] = [
            ("person", udt("person")), ("Person", udt("person")), ("k2.person", udt("person", in: "k2")),
            ("K2 . PERSON", udt("person", in: "k2")), ("\"K2\".person", udt("person", in: "K2")),
            ("\"MixedCase\"", udt("MixedCase")), ("k.\"a.b\"", udt("a.b")), ("\"quo\"\"te\"", udt("quo\"te")),
            ("\"sp ace\"", udt("sp ace")), ("\"😀\"", udt("😀")), ("\"\"", udt("")), ("\"\".\"\"", udt("", in: "")),
            ("\"list\"", udt("list")), ("list", udt("list")), ("k.list", udt("list")), ("\"int\"", udt("int")),
            ("k.int", udt("int")), ("list<list>", .list(udt("list"))), ("frozen<\"frozen\">", .frozen(udt("frozen"))),
            ("list<\"int\">", .list(udt("int"))),
        ]
        for (text, type) in rows { #expect(try parse(text) == type, "\(text)") }

        let written: [(type: CQLType, text: String)] = [
            (udt("person"), "k.person"), (udt("MixedCase", in: "K 2"), "\"K 2\".\"MixedCase\""),
            (udt("quo\"te"), "k.\"quo\"\"te\""),
            (udt("select"), "k.\"select\""), (udt("", in: ""), "\"\""), (udt("person", in: ""), "person"),
            (udt("int", in: ""), "\"int\""),
            (.list(udt("list", in: "")), "list<\"list\">"),
        ]
        for (type, text) in written { #expect(type.cqlText == text) }
        for name in names {
            for keyspace in ["k", "K.\"", ""] {
                let type = CQLType.frozen(
                    .map(key: udt(name, in: keyspace), value: .vector(udt(name, in: keyspace), dimension: 2)))
                #expect(try CQLType(cql: type.cqlText, userTypes: userType) == type, "\(type)")
            }
        }
    }

    @Test("D-52 words that CQL reads as something else are quoted")
    func reservedWords() {
        for word in [
            "select", "set", "table", "nan", "infinity", "null", "true", "false", "token", "", "1a", "_a", "A", "é",
            "a-b", "a\"b",
        ] {
            #expect(CQLIdentifier.quoted(word) == "\"" + word.replacing("\"", with: "\"\"") + "\"")
        }
        for word in ["a", "a1", "a_b", "key", "type", "value", "list", "int", "text"] {
            #expect(CQLIdentifier.quoted(word) == word)
        }
        #expect(CQLIdentifier.stringLiteral("it's \"\n\u{301}") == "'it''s \"\n\u{301}'")
    }

    @Test("D-51 what is no type is an error that says where")
    func invalidTexts() {
        let rows: [(text: String, error: String)] = [
            ("", "expected a type at offset 0"), ("list<", "expected a type at offset 5"),
            ("list<int", "expected '>' at offset 8"),
            ("list<int,int>", "expected 1 type parameters at offset 13"),
            ("map<int>", "expected 2 type parameters at offset 8"),
            ("list<>", "expected a type at offset 5"), ("int<int>", "'int' takes no type parameters at offset 3"),
            ("int int", "unexpected characters at offset 4"), ("list<int>>", "unexpected characters at offset 9"),
            ("nobody", "unknown type 'nobody' in keyspace 'k' at offset 6"),
            ("k2.nobody", "unknown type 'nobody' in keyspace 'k2' at offset 9"),
            ("k.", "expected a type at offset 2"), ("\"person", "the closing \" is missing at offset 7"),
            ("'x", "the closing ' is missing at offset 2"), ("vector<int>", "expected ',' at offset 10"),
            ("vector<int, 0>", "a vector needs a dimension between 1 and 2147483647 at offset 12"),
            ("tuple<>", "expected a type at offset 6"),
            ("é", "expected a type at offset 0"), ("''", "expected a class name at offset 0"),
        ]
        for (text, error) in rows {
            do {
                let type = try parse(text)
                Issue.record("'\(text)' was read as \(type)")
            } catch let found {
                #expect("\(found)" == error, "\(text)")
            }
        }
    }

    @Test("D-51 types are read by the names of their classes, in the server's writing and without its package's name")
    func classNames() throws {
        let rows: [(text: String, type: CQLType)] = [
            ("Int32Type", .int), (marshal + "Int32Type", .int), ("ListType(Int32Type)", .list(.int)),
            ("MapType( UTF8Type ,Int32Type )", .map(key: .text, value: .int)), ("SetType(UUIDType)", .set(.uuid)),
            ("FrozenType(ListType(ShortType))", .frozen(.list(.smallint))),
            ("TupleType(ByteType,InetAddressType)", .tuple([.tinyint, .inet])),
            ("ReversedType(TimeUUIDType)", .timeuuid),
            ("ReversedType(FrozenType(SetType(ReversedType(BytesType))))", .frozen(.set(.blob))),
            ("DurationType", .duration), ("DateType", .timestamp),
            // As a 5.0.8 server writes it.
            (marshal + "VectorType(\(marshal)FloatType , 3)", .vector(.float, dimension: 3)),
            ("VectorType(FloatType,3)", .vector(.float, dimension: 3)),
            ("VectorType(\(marshal)VectorType(UTF8Type , 2) , 3)", .vector(.vector(.text, dimension: 2), dimension: 3)),
            (
                "UserType(k,706572736f6e,6e616d65:UTF8Type,616765:Int32Type)", .person
            ),
            (
                "UserType(k,4D697865642043617365,:Int32Type,f09f9880:ListType(Int32Type))",
                .udt(
                    UserDefinedType(
                        keyspace: "k", name: "Mixed Case",
                        fields: [.init(name: "", type: .int), .init(name: "😀", type: .list(.int))]))
            ),
        ]
        for (text, type) in rows {
            #expect(try CQLType(className: text) == type, "\(text)")
            #expect(try CQLType(className: type.className) == type, "\(text)")
        }
        #expect(CQLType.vector(.float, dimension: 3).className == marshal + "VectorType(\(marshal)FloatType , 3)")
        for scalar in CQLType.allScalars { #expect(try CQLType(className: scalar.className) == scalar) }
        var random = RandomValues(.forThisRun())
        for _ in 0..<300 {
            let type = random.type(depth: 5)
            // The server says frozen once, of what is outermost.
            #expect(try CQLType(className: type.className).withoutFrozen == type.withoutFrozen)
        }
    }

    @Test("D-51 a class without a CQL type is a custom one with its whole text")
    func customClasses() throws {
        let texts = [
            "org.example.Type", marshal + "EmptyType",
            marshal + "CompositeType(\(marshal)UTF8Type,\(marshal)Int32Type)",
            marshal + "DynamicCompositeType(a=>\(marshal)BytesType,b=>\(marshal)UTF8Type)",
            marshal + "ColumnToCollectionType(6c:\(marshal)ListType(\(marshal)Int32Type))",
            marshal + "PartitionerDefinedOrder(org.apache.cassandra.dht.Murmur3Partitioner)", "LexicalUUIDType",
            "org.example.ListType(Int32Type)", "org.example.Type()", "org.example.Type(a (b) , c=>d:e)", "Gräßlich",
        ]
        for text in texts {
            #expect(try CQLType(className: text) == .custom(text))
            #expect(try CQLType(className: "ListType(\(text))") == .list(.custom(text)))
            #expect(CQLType.custom(text).className == text)
            #expect(try CQLType(cql: "'\(text)'") == .custom(text))
            #expect(try read("0000000201ff", as: .custom(text)) == CQLValue.custom([1, 0xFF]))
        }
        let invalid = [
            "", " ", "ListType", "ListType()", "ListType(Int32Type", "ListType(Int32Type))",
            "ListType(Int32Type,Int32Type)",
            "MapType(Int32Type)", "VectorType(FloatType)", "VectorType(FloatType , x)", "VectorType(FloatType , -1)",
            "(Int32Type)",
            "UserType(k)", "UserType(k,zz)", "UserType(k,+1)", "UserType(k,616)", "UserType(k,61,62)",
            "UserType(k,61,62:)",
            "org.example.Type(", "org.example.Type(()", "Int32Type x", "Int32Type,Int32Type", "a b",
        ]
        for text in invalid { #expect(throws: TypeTextError.self, "\(text)") { try CQLType(className: text) } }
    }

    @Test("D-22, D-51 types are nested to a depth of 64, in every notation; 10,000 levels make no trap")
    func depth() throws {
        func cql(_ levels: Int, _ inner: String = "int") -> String {
            String(repeating: "frozen<", count: levels) + inner + String(repeating: ">", count: levels)
        }
        func classes(_ name: String, _ levels: Int) -> String {
            String(repeating: name + "(", count: levels) + "Int32Type" + String(repeating: ")", count: levels)
        }
        #expect(try CQLType(cql: cql(63)).unfrozen == .int)
        #expect(try CQLType(className: classes("ListType", 63)) == CQLType.int.nested(63))
        #expect(try CQLType(className: classes("org.example.Type", 63)) == .custom(classes("org.example.Type", 63)))
        for levels in [64, 65, 100, 10_000] {
            let isTooDeep = { (text: TypeTextError) in text.reason == "types nested deeper than 64" }
            for text in [
                cql(levels), cql(levels).replacing("frozen", with: "tuple"),
                cql(levels).replacing("frozen", with: "list"),
            ] {
                #expect(throws: TypeTextError.self) { try CQLType(cql: text) }
                do { _ = try CQLType(cql: text) } catch { #expect(isTooDeep(error)) }
            }
            for name in ["ListType", "FrozenType", "ReversedType", "TupleType", "org.example.Type"] {
                do {
                    let type = try CQLType(className: classes(name, levels))
                    Issue.record("\(levels) levels of \(name) were read as \(type)")
                } catch { #expect(isTooDeep(error)) }
            }
        }
        // The levels around a class name count too, or each notation would have its own 64.
        let mixed = cql(40, "'\(classes("ListType", 40))'")
        #expect(throws: TypeTextError.self) { try CQLType(cql: mixed) }
        #expect(throws: Never.self) { try CQLType(cql: cql(20, "'\(classes("ListType", 40))'")) }
    }

    @Test("D-52 a user-defined type brings its own depth with it")
    func depthOfUserTypes() throws {
        let deep = UserDefinedType(
            keyspace: "k", name: "deep", fields: [.init(name: "f", type: CQLType.int.nested(61))])
        #expect(throws: Never.self) { try CQLType(cql: "frozen<deep>", userTypes: { _, _ in deep }) }
        #expect(throws: TypeTextError.self) { try CQLType(cql: "frozen<list<deep>>", userTypes: { _, _ in deep }) }

        // Each type has the one before twice: 50 of them would have 2^50 parts.
        var types: [String: UserDefinedType] = [:]
        func add(_ index: Int) throws {
            let inner = index == 0 ? CQLType.int : try CQLType(cql: "t\(index - 1)", userTypes: { types[$1] })
            types["t\(index)"] = UserDefinedType(
                keyspace: "k", name: "t\(index)",
                fields: [.init(name: "a", type: inner), .init(name: "b", type: inner)])
        }
        for index in 0...15 { try add(index) }
        #expect(throws: TypeTextError.self) { try add(16) }
    }

    @Test("types without frozen are those of a column's metadata")
    func withoutFrozen() throws {
        let frozen = try parse(
            "frozen<map<frozen<list<int>>, frozen<tuple<frozen<set<text>>, vector<frozen<list<int>>, 2>>>>>")
        let plain = try parse("map<list<int>, tuple<set<text>, vector<list<int>, 2>>>")
        #expect(frozen.withoutFrozen == plain && plain.withoutFrozen == plain)
        #expect(frozen.unfrozen != plain && CQLType.frozen(.frozen(.int)).unfrozen == .int)
        #expect(CQLType.varchar == .text)
    }
}
