import Cassandra
import Foundation
import Testing

@Suite struct DynamicRowTests {
    private static let columns = [column("id", .int), column("name", .text), column("payload", .blob)]

    private func rows() throws -> RowCollection {
        try page(
            Self.columns,
            [[.int(1), .text("one"), .blob([1, 2])], [.int(2), .null, .blob([])], [.null, .text(""), .null]]
        ).rows
    }

    @Test func `a row's values are read by position and by name`() throws {
        let row = try #require(try rows().first)
        #expect(try row[0] == .int(1) && row[2] == .blob([1, 2]))
        #expect(try row["name"] == .text("one"))
        #expect(try row["NAME"] == nil)
        #expect(try row.values == [.int(1), .text("one"), .blob([1, 2])])
        #expect(row.count == 3 && row.columns == Self.columns && row.index(of: "payload") == 2)
    }

    @Test func `D-26 a null is a value, an empty text another, and a column that is not there is neither`() throws {
        let rows = try rows()
        #expect(try rows[1]["name"] == .null && rows[2]["name"] == .text("") && rows[2]["nobody"] == nil)
        #expect(try rows[1].value("name", as: String?.self) == nil)
        #expect(try rows[2].value("name", as: String?.self) == "")
        #expect(try rows[0].bytes("payload") == [1, 2])
        #expect(try rows[1].bytes("payload") == [] && rows[2].bytes("payload") == nil)
        #expect(try rows[1].bytes(at: 0) == [0, 0, 0, 2])
    }

    @Test func `a row's values are read as Swift types`() throws {
        let row = try #require(try rows().first)
        #expect(try row.value(at: 0, as: Int.self) == 1)
        #expect(try row.value("id", as: UInt8.self) == 1)
        #expect(try row.value("payload", as: Data.self) == Data([1, 2]))
    }

    @Test func `D-27 an error of a row names the column, the row and the types`() throws {
        let rows = try rows()
        #expect(
            message { _ = try rows[1].value("name", as: String.self) }
                == "column 'name' (text, index 1) of row 1 as String: null; an optional would take it")
        #expect(
            message { _ = try rows[0].value(at: 1, as: Int.self) }
                == "column 'name' (text, index 1) of row 0 as Int: a type that does not match")
        #expect(
            message { _ = try rows[0].value("Name", as: String.self) }
                == "String of row 0: no column 'Name'; there are 'id', 'name', 'payload'")
        #expect(message { _ = try rows[0].bytes("x") }.contains("no column 'x'"))
    }

    @Test func `D-27 a page that holds less than its rows is refused when they are asked for`() throws {
        let bytes: [UInt8] = [0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 9, 0x61]
        let short = try RowPage(columns: [column("a", .int), column("b", .text)], count: 1, bytes: bytes)
        #expect(message { _ = try short.rows }.contains("column 'b' (text, index 1) of row 0"))
        let invalid = try RowPage(columns: [column("a", .text)], count: 1, bytes: [0, 0, 0, 1, 0xFF])
        let row = try #require(try invalid.rows.first)
        #expect(message { _ = try row[0] } == "column 'a' (text, index 0) of row 0 as CQLValue: invalid text")
        #expect(message { _ = try row.values }.contains("invalid text"))
    }

    @Test func `D-54 of two columns of the same name the name means the first, and the position tells them apart`()
        throws
    {
        let columns = [column("a", .int), column("a", .int), column("count", .bigint), column("count", .bigint)]
        let row = try #require(try page(columns, [[.int(1), .int(2), .bigint(3), .bigint(4)]]).rows.first)
        #expect(try row["a"] == .int(1) && row[1] == .int(2))
        #expect(try row.value("count", as: Int.self) == 3 && row.value(at: 3, as: Int.self) == 4)
        struct Counted: Decodable { let a: Int, count: Int }
        let counted = try row.decode(Counted.self)
        #expect(counted.a == 1 && counted.count == 3)
    }

    @Test func `rows are a collection, and each stays what it is when the others are gone`() throws {
        let rows = try rows()
        #expect(rows.count == 3 && rows.reversed().count == 3)
        let ids = try rows.map { row in try row.value("id", as: Int?.self) }
        #expect(ids == [1, 2, nil])
        let last = try { try #require(try self.rows().last) }()
        #expect(try last["name"] == .text(""))
        #expect(try page(Self.columns, []).rows.isEmpty)
    }

    @Test func `a row of a sequence is the same as one of a page`() throws {
        let page = try page(Self.columns, [[.int(1), .text("one"), .null], [.int(2), .text("two"), .null]])
        var rows = page.rows(RowDecoder(dynamic: page.columns))
        let both = try rows.all()
        #expect(try both.map { row in try row.values } == page.rows.map { row in try row.values })
    }

    @Test func `a row becomes a Decodable value, whole or one column of it`() throws {
        struct Place: Decodable { let id: Int, home: Address }
        struct Address: Decodable, Equatable { let street: String, number: Int? }
        let columns = [column("home", .address), column("id", .smallint)]
        let home = try #require(UDTValue(addressType, named: ["street": .text("Main"), "number": .int(7)]))
        let row = try #require(try page(columns, [[.udt(home), .smallint(3)]]).rows.first)
        let place = try row.decode(Place.self)
        #expect(place.id == 3 && place.home == Address(street: "Main", number: 7))
        #expect(try row.value("home", as: Address.self) == place.home)
        #expect(
            message { _ = try row.value("home", as: One<Int>.self) }
                == "column 'home' (k.address, index 0) of row 0 as Int: no field 'x'; there are 'street', 'number', 'tags'"
        )
    }
}
