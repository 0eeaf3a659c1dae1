import Cassandra
import Foundation
import Testing

private struct Address: Decodable, Equatable {
    var street: String
    var number: Int?
    var tags: [String]
}

private func home(_ fields: [String: CQLValue]) throws -> CQLValue {
    .udt(try #require(UDTValue(addressType, named: fields)))
}

@Suite struct NestedDecodingTests {
    @Test func `a user-defined type becomes a struct, by the names of its fields`() throws {
        let value = try home(["street": .text("Main"), "number": .int(7), "tags": .list([.text("a")])])
        #expect(try decodeOne(Address.self, .address, value) == Address(street: "Main", number: 7, tags: ["a"]))
        #expect(try decodeOne(Address?.self, .address, .null) == .some(nil))
        struct Street: Decodable { let street: String }
        #expect(try decodeOne(Street.self, .frozen(.address), value)?.street == "Main")
    }

    @Test func `D-47 fields that a shorter value lacks are null`() throws {
        // A street and nothing more.
        let bytes: [UInt8] = [0, 0, 0, 5, 0, 0, 0, 1, 0x61]
        let page = try RowPage(columns: [column("x", .address)], count: 1, bytes: bytes)
        var rows = page.rows(as: One<Address>.self)
        #expect(try rows.next()?.x == Address(street: "a", number: nil, tags: []))
    }

    @Test func `D-48 a field that the type does not have is an error that names it`() throws {
        struct Wrong: Decodable { let strasse: String }
        let value = try home(["street": .text("Main")])
        #expect(
            message { _ = try decodeOne(Wrong.self, .address, value) }
                == "column 'x' (k.address, index 0) of row 0 as String: no field 'strasse'; there are 'street', 'number', 'tags'"
        )
    }

    @Test func `D-27 an error inside a value names the column and the field`() throws {
        struct Numbered: Decodable { let number: Int }
        let value = try home(["street": .text("Main")])
        #expect(
            message { _ = try decodeOne(Numbered.self, .address, value) }
                == "column 'x' (k.address, index 0, field 'number') of row 0 as Int: null; an optional would take it")
        #expect(
            message { _ = try decodeOne([Numbered].self, .list(.address), .list([value])) }
                == "column 'x' (list<k.address>, index 0, field 'number') of row 0 as Int: null; an optional would take it"
        )
        do {
            _ = try decodeOne(Numbered.self, .address, value)
        } catch let error as ColumnError {
            #expect(error.field == "number" && error.column == "x" && error.reason == .unexpectedNull)
        }
        #expect(
            message { _ = try decodeOne(Address.self, .address, .null) }
                == "column 'x' (k.address, index 0) of row 0 as Address: null; an optional would take it")
    }

    @Test func `lists, sets and vectors of structs become arrays`() throws {
        let values = try ["a", "b"].map { try home(["street": .text($0)]) }
        let expected = ["a", "b"].map { Address(street: $0, number: nil, tags: []) }
        #expect(try decodeOne([Address].self, .list(.address), .list(values)) == expected)
        #expect(try decodeOne([Address].self, .set(.address), .set(values)) == expected)
        let vector = CQLType.vector(.address, dimension: 2)
        #expect(try decodeOne([Address].self, vector, .vector(values)) == expected)
        #expect(try decodeOne([Address].self, .list(.address), .list([])) == [])
        #expect(try decodeOne([[Address]].self, .list(.list(.address)), .list([.list(values), .list([])]))?.count == 2)
    }

    @Test func `vectors of a fixed size become arrays of types without a codec`() throws {
        struct Meters: Decodable, Equatable {
            let value: Float
            init(_ value: Float) { self.value = value }
            init(from decoder: any Decoder) throws { value = try decoder.singleValueContainer().decode(Float.self) }
        }
        let vector = CQLType.vector(.float, dimension: 3)
        let value = CQLValue.vector([.float(1), .float(2), .float(3)])
        #expect(try decodeOne([Meters].self, vector, value) == [Meters(1), Meters(2), Meters(3)])
        #expect(message { _ = try decodeOne([Meters].self, vector, .null) }.contains("null"))
    }

    @Test func `D-44 a null list, set or map is an empty one, unless it is optional`() throws {
        enum State: String, Decodable { case on }
        #expect(try decodeOne([State].self, .list(.text), .null) == [])
        #expect(try decodeOne(Set<State>.self, .set(.text), .null) == [])
        #expect(try decodeOne([String: State].self, .map(key: .text, value: .text), .null) == [:])
        #expect(try decodeOne([UUID: State].self, .map(key: .uuid, value: .text), .null) == [:])
        #expect(try decodeOne([State]?.self, .list(.text), .null) == .some(nil))
    }

    @Test func `maps become dictionaries, of texts, integers, enums and every other key`() throws {
        enum State: String, Decodable, CodingKeyRepresentable { case on, off }
        func map(_ key: CQLValue, _ value: CQLValue) -> CQLValue { .map([.init(key: key, value: value)]) }
        let on = CQLValue.text("on")
        #expect(try decodeOne([String: State].self, .map(key: .text, value: .text), map(.text("a"), on)) == ["a": .on])
        #expect(try decodeOne([Int: State].self, .map(key: .int, value: .text), map(.int(-5), on)) == [-5: .on])
        #expect(
            try decodeOne([State: Int].self, .map(key: .text, value: .int), map(.text("off"), .int(1))) == [.off: 1])
        let key = CQLUUID(high: 1, low: 2)
        #expect(
            try decodeOne([UUID: State].self, .map(key: .uuid, value: .text), map(.uuid(key), on)) == [UUID(key): .on])
        // A struct whose properties are the keys.
        struct Settings: Decodable { let volume: Int, muted: Int? }
        let settings = try decodeOne(
            Settings.self, .map(key: .text, value: .int), map(.text("volume"), .int(11)))
        #expect(settings?.volume == 11 && settings?.muted == nil)
        let nested = CQLType.map(key: .text, value: .map(key: .int, value: .list(.text)))
        let value = map(.text("a"), map(.int(1), .list([on])))
        #expect(try decodeOne([String: [Int: [State]]].self, nested, value) == ["a": [1: [.on]]])
    }

    @Test func `D-45 two keys that Swift takes for one are an error, not one of them`() throws {
        enum State: String, Decodable { case on }
        let twice = CQLValue.map([
            .init(key: .text("\u{e9}"), value: .text("on")), .init(key: .text("e\u{301}"), value: .text("on")),
        ])
        let text = message { _ = try decodeOne([String: State].self, .map(key: .text, value: .text), twice) }
        #expect(text.contains("two equal elements or keys"))
    }

    @Test func `D-47 a tuple becomes an array, or whatever asks for one value after the other`() throws {
        struct Point: Decodable, Equatable {
            let x: Int, name: String?
            init(_ x: Int, _ name: String?) { (self.x, self.name) = (x, name) }
            init(from decoder: any Decoder) throws {
                var fields = try decoder.unkeyedContainer()
                x = try fields.decode(Int.self)
                name = try fields.decodeNil() ? nil : fields.decode(String.self)
                guard fields.isAtEnd else { throw CancellationError() }
            }
        }
        let type = CQLType.tuple([.int, .text])
        #expect(try decodeOne(Point.self, type, .tuple([.int(1), .text("a")])) == Point(1, "a"))
        #expect(try decodeOne(Point.self, type, .tuple([.int(1), .null])) == Point(1, nil))
        #expect(try decodeOne([Int].self, .tuple([.int, .bigint]), .tuple([.int(1), .bigint(2)])) == [1, 2])
        // A value that ends early.
        let bytes: [UInt8] = [0, 0, 0, 8, 0, 0, 0, 4, 0, 0, 0, 9]
        var rows = try RowPage(columns: [column("x", type)], count: 1, bytes: bytes).rows(as: One<Point>.self)
        #expect(try rows.next()?.x == Point(9, nil))
    }

    @Test func `D-46 counts and lengths that lie are errors`() throws {
        enum State: String, Decodable { case on }
        let lies: [(CQLType, [UInt8])] = [
            (.list(.text), [0x7F, 0xFF, 0xFF, 0xFF]), (.list(.text), [0, 0, 0, 1, 0, 0, 0, 9, 0x6F]),
            (.list(.text), [0, 0, 0, 0, 1]), (.list(.text), [0xFF, 0xFF, 0xFF, 0xFF]), (.list(.text), [0, 0]),
        ]
        for (type, contents) in lies {
            let bytes = [0, 0, 0, UInt8(contents.count)] + contents
            var rows = try RowPage(columns: [column("x", type)], count: 1, bytes: bytes).rows(as: One<[State]>.self)
            let text = message { _ = try rows.next() }
            #expect(text.hasPrefix("column 'x' (list<text>, index 0) of row 0 as "), "\(text)")
        }
        let map: [UInt8] = [0, 0, 0, 13, 0, 0, 0, 1, 0, 0, 0, 1, 0x61, 0, 0, 0, 9]
        var rows = try RowPage(columns: [column("x", .map(key: .text, value: .text))], count: 1, bytes: map)
            .rows(as: One<[String: State]>.self)
        #expect(message { _ = try rows.next() }.contains("fewer bytes"))
    }

    @Test func `what does not fit is a mismatch, whichever container is asked for`() throws {
        struct Keyed: Decodable { let a: Int }
        #expect(message { _ = try decodeOne(Keyed.self, .int, .int(1)) }.contains("a type that does not match"))
        #expect(message { _ = try decodeOne([Keyed].self, .int, .int(1)) }.contains("a type that does not match"))
        #expect(
            message { _ = try decodeOne([String: Keyed].self, .list(.int), .list([])) }.contains(
                "a type that does not match"))
        #expect(message { _ = try decodeOne([Keyed].self, .address, .null) }.contains("a type that does not match"))
    }
}
