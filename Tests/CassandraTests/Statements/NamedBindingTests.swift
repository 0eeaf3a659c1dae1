import Foundation
import Testing

@testable import Cassandra

private let markers = [column("id", .uuid), column("lat", .double), column("note", .text)]

private struct Fix: Encodable {
    var lat: Double
    var id: UUID
    var note: String?
}

@Suite struct NamedBindingTests {
    private static let id = UUID()

    @Test func `properties go to the markers of their names, in the markers' order`() throws {
        let bytes = try encode(Fix(lat: 52.5, id: Self.id, note: "a"), markers)
        #expect(try bytes == encode([.uuid(CQLUUID(Self.id)), .double(52.5), .text("a")], markers))
        // Again with the same encoder, and with the next values.
        let encoder = ValueEncoder(namesOf: Fix.self, markers: markers)
        for lat in [1.0, 2.0, 3.0] {
            var writer = WireWriter()
            try encoder.encode(Fix(lat: lat, id: Self.id, note: nil), to: &writer)
            #expect(try writer.finish() == encode([.uuid(CQLUUID(Self.id)), .double(lat), .null], markers))
        }
    }

    @Test func `D-53 an optional without a value is null, and unset is said so`() throws {
        struct Change: Encodable {
            var id: UUID, lat: MaybeUnset<Double>, note: MaybeUnset<String?>
        }
        #expect(
            try encode(Change(id: Self.id, lat: .unset, note: .value(nil)), markers)
                == encode([.uuid(CQLUUID(Self.id)), .unset, .null], markers))
        enum State: String, Encodable { case on }
        #expect(
            try encode(One<MaybeUnset<State>>(x: .unset), [column("x", .text)])
                == encode([.unset], [column("x", .text)]))
        #expect(
            try encode(One<MaybeUnset<State>>(x: .value(.on)), [column("x", .text)])
                == encode([.text("on")], [column("x", .text)]))
        #expect(
            message { _ = try encode(One<[MaybeUnset<Int>]>(x: [.unset]), [column("x", .list(.int))]) }
                == "column 'x' (list<int>, index 0) as Array<MaybeUnset<Int>>: unset inside another value")
    }

    @Test func `D-57 a marker without a property, and a property without a marker, is an error that names it`() throws {
        let fix = Fix(lat: 1, id: Self.id, note: nil)
        #expect(
            message { _ = try encode(fix, markers + [column("at", .timestamp)]) }
                == "column 'at' (timestamp, index 3) as Fix: no value for marker 'at'; there are 'id', 'lat', 'note', 'at'"
        )
        #expect(
            message { _ = try encode(fix, Array(markers.dropLast())) }
                == "Optional<String>: no marker 'note'; there are 'id', 'lat'")
        #expect(
            message { _ = try encode(fix, [column("Id", .uuid), column("lat", .double), column("note", .text)]) }
                == "UUID: no marker 'id'; there are 'Id', 'lat', 'note'")
    }

    @Test func `D-57 markers of the same name get the same value, each by its own type`() throws {
        let twice = [column("a", .int), column("b", .text), column("a", .bigint)]
        struct Both: Encodable { let a: Int, b: String }
        #expect(try encode(Both(a: 7, b: "x"), twice) == encode([.int(7), .text("x"), .bigint(7)], twice))
        #expect(message { _ = try encode(Both(a: 1 << 40, b: "x"), twice) }.contains("column 'a' (int, index 0)"))
    }

    @Test func `D-57 a name that gets two values is an error`() throws {
        struct Twice: Encodable {
            enum Key: CodingKey { case x }
            func encode(to encoder: any Encoder) throws {
                var values = encoder.container(keyedBy: Key.self)
                try values.encode(1, forKey: .x)
                try values.encode(2, forKey: .x)
            }
        }
        #expect(
            message { _ = try encode(Twice(), [column("x", .int)]) }
                == "column 'x' (int, index 0) as Int: two values for 'x'")
    }

    @Test func `D-57 values of a dictionary are bound by name, all of them and no others`() throws {
        let values: [String: CQLValue] = ["note": .text("a"), "id": .uuid(CQLUUID(Self.id)), "lat": .double(1)]
        #expect(try values.inOrder(of: markers) == [.uuid(CQLUUID(Self.id)), .double(1), .text("a")])
        #expect(try encode(values, markers) == encode(values.inOrder(of: markers), markers))
        let twice = [column("lat", .double), column("lat", .double)]
        #expect(try ["lat": .double(1)].inOrder(of: twice) == [.double(1), .double(1)])
        func text(_ change: (inout [String: CQLValue]) -> Void) -> String {
            var changed = values
            change(&changed)
            return message { _ = try changed.inOrder(of: markers) }
        }
        #expect(text { $0["lat"] = nil }.contains("no value for marker 'lat'; there are 'id', 'lat', 'note'"))
        #expect(text { $0["at"] = .null }.contains("no marker 'at'; there are 'id', 'lat', 'note'"))
        #expect(text { $0["LAT"] = $0.removeValue(forKey: "lat") }.contains("no value for marker 'lat'"))
    }

    @Test func `D-27 an error of binding names the marker and the types, and never the value`() throws {
        struct Wrong: Encodable { let id: String, lat: Double, note: String? }
        #expect(
            message { _ = try encode(Wrong(id: "secret", lat: 1, note: nil), markers) }
                == "column 'id' (uuid, index 0) as String: a type that does not match")
        #expect(
            message { _ = try encode(One<Int>(x: 300), [column("x", .tinyint)]) }
                == "column 'x' (tinyint, index 0) as Int: a number out of range")
        #expect(message { _ = try encode([1, 2], [column("x", .int)]) }.contains("a type that does not match"))
        #expect(
            message { _ = try encode("secret", [column("x", .text)]) }.contains("String: a type that does not match"))
    }

    @Test func `D-48 a struct becomes a user-defined type by the names of its fields, those not named null`() throws {
        struct Street: Encodable { let number: Int?, street: String }
        let type = [column("x", .address)]
        let expected = try #require(UDTValue(addressType, named: ["street": .text("Main"), "number": .int(7)]))
        #expect(try encode(One(x: Street(number: 7, street: "Main")), type) == encode([.udt(expected)], type))
        struct Wrong: Encodable { let strasse: String }
        #expect(
            message { _ = try encode(One(x: Wrong(strasse: "secret")), type) }
                == "column 'x' (k.address, index 0, field 'strasse') as String: no field 'strasse'; there are 'street', 'number', 'tags'"
        )
        struct Tagged: Encodable { let street: String, tags: [Int] }
        #expect(
            message { _ = try encode(One(x: Tagged(street: "secret", tags: [1])), type) }
                == "column 'x' (k.address, index 0, field 'tags') as Array<Int>: a type that does not match")
    }

    @Test func `arrays, sets, dictionaries and tuples become what their markers are`() throws {
        enum State: String, Codable, CodingKeyRepresentable { case on, off }
        func expectBytes<Value: Encodable & SendableMetatype>(
            _ value: Value, _ type: CQLType, _ expected: CQLValue
        ) throws {
            let marker = [column("x", type)]
            #expect(try encode(One(x: value), marker) == encode([expected], marker))
        }
        let on = CQLValue.text("on")
        try expectBytes([State.on, .off], .list(.text), .list([on, .text("off")]))
        try expectBytes(Set([State.on]), .set(.ascii), .set([on]))
        try expectBytes([State](), .list(.text), .list([]))
        try expectBytes([State.on], .vector(.text, dimension: 1), .vector([on]))
        try expectBytes([State?.some(.on), nil], .tuple([.text, .text]), .tuple([on, .null]))
        try expectBytes([1, 2], .tuple([.int, .bigint]), .tuple([.int(1), .bigint(2)]))
        try expectBytes(["a": State.on], .map(key: .text, value: .text), .map([.init(key: .text("a"), value: on)]))
        try expectBytes([5: State.on], .map(key: .smallint, value: .text), .map([.init(key: .smallint(5), value: on)]))
        try expectBytes([State.on: 1], .map(key: .text, value: .int), .map([.init(key: on, value: .int(1))]))
        try expectBytes(
            [Self.id: State.on], .map(key: .uuid, value: .text),
            .map([.init(key: .uuid(CQLUUID(Self.id)), value: on)]))
        try expectBytes(
            [["a": [State.on]]], .list(.map(key: .text, value: .set(.text))),
            .list([.map([.init(key: .text("a"), value: .set([on]))])]))
        try expectBytes(State?.none, .text, .null)
    }

    @Test func `what a collection or tuple cannot hold is refused`() throws {
        enum State: String, Encodable { case on }
        func text<Value: Encodable & SendableMetatype>(_ value: Value, _ type: CQLType) -> String {
            message { _ = try encode(One(x: value), [column("x", type)]) }
        }
        let none: State? = nil
        #expect(text([none], .list(.text)).contains("null inside a collection"))
        #expect(text([State.on], .vector(.text, dimension: 2)).contains("a vector of 1 elements instead of 2"))
        #expect(text([State.on], .tuple([.text, .text])).contains("1 values instead of 2"))
        #expect(text([State.on, .on], .tuple([.text])).contains("2 values instead of 1"))
        #expect(text([State.on], .text).contains("a type that does not match"))
        #expect(text(["a": State.on], .list(.text)).contains("a type that does not match"))
    }

    @Test func `nested containers, superclasses and wrappers reach their markers`() throws {
        struct Nested: Encodable {
            enum Key: CodingKey { case x }
            enum Field: CodingKey { case street, nobody }
            let field: Field
            func encode(to encoder: any Encoder) throws {
                var values = encoder.container(keyedBy: Key.self)
                var address = values.nestedContainer(keyedBy: Field.self, forKey: .x)
                try address.encode("Main", forKey: field)
            }
        }
        let marker = [column("x", .address)]
        let expected = try #require(UDTValue(addressType, named: ["street": .text("Main")]))
        #expect(try encode(Nested(field: .street), marker) == encode([.udt(expected)], marker))
        #expect(message { _ = try encode(Nested(field: .nobody), marker) }.contains("no field 'nobody'"))
        class Base: Encodable { let a = 1 }
        final class Derived: Base {
            let b = 2
            enum CodingKeys: String, CodingKey { case b }
            override func encode(to encoder: any Encoder) throws {
                try super.encode(to: encoder)
                var values = encoder.container(keyedBy: CodingKeys.self)
                try values.encode(b, forKey: .b)
            }
        }
        let two = [column("b", .int), column("a", .int)]
        #expect(try encode(Derived(), two) == encode([.int(2), .int(1)], two))
        struct Wrapper: Encodable {
            let fix: Fix
            func encode(to encoder: any Encoder) throws {
                var value = encoder.singleValueContainer()
                try value.encode(fix)
            }
        }
        let fix = Fix(lat: 1, id: Self.id, note: nil)
        #expect(try encode(Wrapper(fix: fix), markers) == encode(fix, markers))
    }
}
