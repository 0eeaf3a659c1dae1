import Cassandra
import Foundation
import Testing

private struct Fix: Decodable, Equatable {
    let id: UUID
    let at: Date
    let lat: Double
    let note: String?
}

private let fixColumns = [
    column("at", .timestamp), column("id", .uuid), column("lat", .double), column("note", .text),
]

@Suite struct DecodableRowTests {
    private static let id = UUID()

    @Test func `a struct is read from the columns of its properties' names, in whatever order they are`() throws {
        let rows: [[CQLValue]] = [
            [.timestamp(.init(millisecondsSinceEpoch: 1_500)), .uuid(CQLUUID(Self.id)), .double(52.5), .text("a")],
            [.timestamp(.init(millisecondsSinceEpoch: 0)), .uuid(CQLUUID(Self.id)), .double(-1), .null],
        ]
        var fixes = try page(fixColumns, rows).rows(as: Fix.self)
        #expect(
            try fixes.all() == [
                Fix(id: Self.id, at: Date(timeIntervalSince1970: 1.5), lat: 52.5, note: "a"),
                Fix(id: Self.id, at: Date(timeIntervalSince1970: 0), lat: -1, note: nil),
            ])
    }

    @Test func `columns that nobody asks for are left alone`() throws {
        let columns = [column("a", .list(.int)), column("x", .int), column("z", .text)]
        #expect(try decode(One<Int>.self, columns, [.list([.int(1)]), .int(7), .null])?.x == 7)
    }

    @Test func `CodingKeys say which column a property is in`() throws {
        struct Renamed: Decodable {
            let firstName: String
            enum CodingKeys: String, CodingKey { case firstName = "first_name" }
        }
        #expect(try decode(Renamed.self, [column("first_name", .text)], [.text("Ada")])?.firstName == "Ada")
        #expect(
            message { _ = try decode(Renamed.self, [column("First_Name", .text)], [.text("Ada")]) }
                == "String of row 0: no column 'first_name'; there are 'First_Name'")
    }

    @Test func `D-27 a column that is not there is an error that names it and those that are, for optionals too`()
        throws
    {
        let rest = Array(fixColumns.dropLast())
        let values: [CQLValue] = [.timestamp(.init(millisecondsSinceEpoch: 0)), .uuid(CQLUUID(Self.id)), .double(1)]
        #expect(
            message { _ = try decode(Fix.self, rest, values) }
                == "Optional<String> of row 0: no column 'note'; there are 'at', 'id', 'lat'")
        do {
            _ = try decode(Fix.self, rest, values)
        } catch let error as ColumnError {
            #expect(error.column == "note" && error.row == 0 && error.type == nil)
            #expect((error.underlyingError as? NameError)?.kind == .noColumn)
        }
    }

    @Test func `D-27 a null where there is no room for one is an error with the column's name`() throws {
        let values: [CQLValue] = [.timestamp(.init(millisecondsSinceEpoch: 0)), .uuid(CQLUUID(Self.id)), .null, .null]
        #expect(
            message { _ = try decode(Fix.self, fixColumns, values) }
                == "column 'lat' (double, index 2) of row 0 as Double: null; an optional would take it")
        #expect(
            message { _ = try decode(Fix.self, fixColumns, [values[0], .null, .double(1), .null]) }
                == "column 'id' (uuid, index 1) of row 0 as UUID: null; an optional would take it")
        #expect(
            message { _ = try decodeOne(UUID.self, .text, .text("e")) }
                == "column 'x' (text, index 0) of row 0 as UUID: a type that does not match")
    }

    @Test func `D-26 a value of zero bytes of a type that needs some is null for an optional only`() throws {
        #expect(try decodeOne(Int?.self, .int, .empty) == .some(nil))
        #expect(try decodeOne(UUID?.self, .uuid, .empty) == .some(nil))
        #expect(try decodeOne(String?.self, .text, .text("")) == "")
        #expect(try decodeOne(URL?.self, .text, .null) == .some(nil))
        #expect(try decodeOne(CQLValue?.self, .int, .empty) == .empty)
        #expect(message { _ = try decodeOne(Int.self, .int, .empty) }.contains("an empty value"))
    }

    @Test func `integers are narrowed with a check of their range`() throws {
        #expect(try decodeOne(Int8.self, .bigint, .bigint(-128)) == -128)
        #expect(try decodeOne(UInt16.self, .varint, .varint(65_535)) == 65_535)
        #expect(try decodeOne(Int.self, .tinyint, .tinyint(-1)) == -1)
        #expect(
            message { _ = try decodeOne(UInt8.self, .int, .int(256)) }
                == "column 'x' (int, index 0) of row 0 as UInt8: a number out of range")
        let negative = message { _ = try decodeOne(UInt64?.self, .int, .int(-1)) }
        #expect(negative.contains("a number out of range"))
    }

    @Test func `every type with a codec is read by it, inside of Decodable types too`() throws {
        struct All: Decodable {
            let uuid: CQLUUID, duration: CQLDuration, decimal: CQLDecimal, varint: CQLVarint, inet: CQLInet
            let date: CQLDate, time: CQLTime, timestamp: CQLTimestamp, blob: ByteSlice, data: Data, value: CQLValue
            let foundation: Decimal, url: URL, bytes: [UInt8], map: [UUID: [Int]], pair: CQLTuple<Int, String?>
            let timeuuid: TimeUUID, ordered: CQLMap<Int, String>, set: Set<CQLDate>
        }
        let timeuuid = try #require(CQLUUID("4fcbad1b-91f4-11ed-b1be-c26fccb2ced3"))
        let duration = try #require(CQLDuration(months: 1, days: 2, nanoseconds: 3))
        let key = CQLUUID(high: 1, low: 2)
        let cells: [(String, CQLType, CQLValue)] = [
            ("uuid", .uuid, .uuid(key)), ("duration", .duration, .duration(duration)),
            ("decimal", .decimal, .decimal(CQLDecimal(unscaled: 150, scale: 2))), ("varint", .varint, .varint(7)),
            ("inet", .inet, .inet(try #require(CQLInet("127.0.0.1")))),
            ("date", .date, .date(CQLDate(daysSinceEpoch: 1))),
            ("time", .time, .time(CQLTime(nanosecondsSinceMidnight: 5))),
            ("timestamp", .timestamp, .timestamp(CQLTimestamp(millisecondsSinceEpoch: 6))), ("blob", .blob, .blob([1])),
            ("data", .blob, .blob([2])), ("value", .map(key: .int, value: .int), .map([])),
            ("foundation", .decimal, .decimal(CQLDecimal(unscaled: 15, scale: 1))),
            ("url", .text, .text("https://example.org/a?b")), ("bytes", .blob, .blob([3, 4])),
            (
                "map", .map(key: .uuid, value: .list(.int)),
                .map([.init(key: .uuid(key), value: .list([.int(1), .int(2)]))])
            ),
            ("pair", .tuple([.int, .text]), .tuple([.int(1), .null])), ("timeuuid", .timeuuid, .timeuuid(timeuuid)),
            ("ordered", .map(key: .int, value: .text), .map([.init(key: .int(2), value: .text("b"))])),
            ("set", .set(.date), .set([.date(CQLDate(daysSinceEpoch: 9))])),
        ]
        let read = try decode(All.self, cells.map { column($0.0, $0.1) }, cells.map(\.2))
        let all = try #require(read)
        #expect(all.uuid == key && all.duration == duration && all.decimal == CQLDecimal("1.50") && all.varint == 7)
        #expect(all.inet.description == "127.0.0.1" && all.date.daysSinceEpoch == 1)
        #expect(all.time.nanosecondsSinceMidnight == 5 && all.timestamp.millisecondsSinceEpoch == 6)
        #expect(all.blob == [1] && all.data == Data([2]) && all.value == .map([]) && all.bytes == [3, 4])
        #expect(all.foundation == Decimal(string: "1.5") && all.url.host() == "example.org")
        #expect(all.map == [UUID(key): [1, 2]] && all.pair.elements == (1, nil))
        #expect(all.timeuuid.uuid == timeuuid && all.ordered == [2: "b"] && all.set.first?.daysSinceEpoch == 9)
    }

    @Test func `a text that is no URL is refused, and not shown`() throws {
        let text = message { _ = try decodeOne(URL.self, .text, .text("http://[secret")) }
        #expect(text == "column 'x' (text, index 0) of row 0 as URL: malformed bytes")
    }

    @Test func `an enum is read by its raw value, and one without a case is an error that does not show it`() throws {
        enum State: String, Decodable { case on, off }
        enum Level: Int, Decodable {
            case low = 1
            case high
        }
        #expect(try decodeOne(State.self, .text, .text("off")) == .off)
        #expect(try decodeOne(State?.self, .text, .null) == .some(nil))
        #expect(try decodeOne(Level.self, .tinyint, .tinyint(2)) == .high)
        #expect(try decodeOne(Level?.self, .int, .empty) == .some(nil))
        #expect(try decodeOne([State].self, .list(.ascii), .list([.ascii("on"), .ascii("off")])) == [.on, .off])
        #expect(try decodeOne(Set<Level>.self, .set(.int), .set([.int(1)])) == [.low])
        let text = message { _ = try decodeOne(State.self, .text, .text("secret")) }
        #expect(text == "column 'x' (text, index 0) of row 0 as State: refused by the Swift type")
    }

    @Test func `a type that stands for a single value is read as that`() throws {
        struct Celsius: Decodable, Equatable {
            let degrees: Double
            init(_ degrees: Double) { self.degrees = degrees }
            init(from decoder: any Decoder) throws {
                degrees = try decoder.singleValueContainer().decode(Double.self)
            }
        }
        struct Owner: Decodable, Equatable {
            let id: UUID
            init(_ id: UUID) { self.id = id }
            init(from decoder: any Decoder) throws { id = try decoder.singleValueContainer().decode(UUID.self) }
        }
        #expect(try decodeOne(Celsius.self, .double, .double(21.5)) == Celsius(21.5))
        #expect(try decodeOne(Owner.self, .uuid, .uuid(CQLUUID(Self.id))) == Owner(Self.id))
        // Also as the row itself, if that has one column only.
        #expect(try decode(Owner.self, [column("id", .uuid)], [.uuid(CQLUUID(Self.id))]) == Owner(Self.id))
        #expect(
            message { _ = try decode(Owner.self, [column("id", .uuid), column("x", .int)], [.null, .null]) }
                == "Owner of row 0: 2 values instead of 1")
    }

    @Test func `the decoder of a row is its own where a type keeps it`() throws {
        struct Keeper: Decodable {
            enum Key: CodingKey { case x }
            let decoder: any Decoder
            init(from decoder: any Decoder) throws { self.decoder = decoder }
            func read() throws -> Int {
                try decoder.container(keyedBy: Key.self).decode(Int.self, forKey: .x)
            }
        }
        var rows = try page([column("x", .int)], [[.int(1)], [.int(2)]]).rows(as: Keeper.self)
        let keepers = try rows.all()
        #expect(try keepers.map { try $0.read() } == [1, 2])
    }

    @Test func `keys may be asked for in another order from row to row, or twice`() throws {
        struct Moody: Decodable {
            let a: Int, b: Int
            enum CodingKeys: String, CodingKey { case a, b, c }
            init(from decoder: any Decoder) throws {
                let row = try decoder.container(keyedBy: CodingKeys.self)
                guard row.contains(.a), !row.contains(.c) else { throw CancellationError() }
                if try row.decode(Int.self, forKey: .a) % 2 == 0 {
                    b = try row.decode(Int.self, forKey: .b)
                    a = try row.decode(Int.self, forKey: .a)
                } else {
                    a = try row.decode(Int.self, forKey: .a)
                    b = try row.decodeNil(forKey: .b) ? 0 : row.decode(Int.self, forKey: .b)
                }
            }
        }
        let values: [[CQLValue]] = (0..<6).map { [.int($0 + 10), .int($0)] }
        var rows = try page([column("b", .int), column("a", .int)], values).rows(as: Moody.self)
        let all = try rows.all()
        #expect(all.map(\.a) == [0, 1, 2, 3, 4, 5] && all.map(\.b) == [10, 11, 12, 13, 14, 15])
    }

    @Test func `a class reads its superclass's properties from the same row`() throws {
        class Base: Decodable { let a: Int }
        final class Derived: Base {
            let b: Int
            enum CodingKeys: String, CodingKey { case b }
            required init(from decoder: any Decoder) throws {
                b = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .b)
                try super.init(from: decoder)
            }
        }
        let row = try decode(Derived.self, [column("a", .int), column("b", .int)], [.int(1), .int(2)])
        #expect(row?.a == 1 && row?.b == 2)
    }

    @Test func `D-31 names that Swift takes for one are two columns`() throws {
        struct Accented: Decodable {
            let one: Int, two: Int
            enum CodingKeys: String, CodingKey { case one, two }
            struct Name: CodingKey {
                let stringValue: String
                var intValue: Int? { nil }
                init(stringValue: String) { self.stringValue = stringValue }
                init?(intValue: Int) { nil }
            }
            init(from decoder: any Decoder) throws {
                let row = try decoder.container(keyedBy: Name.self)
                one = try row.decode(Int.self, forKey: Name(stringValue: "\u{e9}"))
                two = try row.decode(Int.self, forKey: Name(stringValue: "e\u{301}"))
            }
        }
        let row = try decode(Accented.self, [column("e\u{301}", .int), column("\u{e9}", .int)], [.int(2), .int(1)])
        #expect(row?.one == 1 && row?.two == 2)
    }
}

/// Types that have a codec and are `Decodable` as well are one column, by the codec.
@Suite struct RowOverloadTests {
    @Test func `a type with a codec is a single column, whatever else it is`() throws {
        let id = UUID()
        let page = try page([column("id", .uuid)], [[.uuid(CQLUUID(id))]])
        var direct: Rows<TupleDecoder1<UUID>> = try page.rows(as: UUID.self)
        #expect(try direct.next() == id)
        var optional = try page.rows(as: UUID?.self)
        #expect(try optional.next() == .some(id))
        // Where only `Decodable` is known of the type, it still is the codec that reads.
        func load<Value: Decodable & SendableMetatype>(_: Value.Type) throws -> Value? {
            var rows = page.rows(as: Value.self)
            return try rows.next()
        }
        #expect(try load(UUID.self) == id)
        #expect(try load(UUID?.self) == .some(id))
    }

    @Test func `tuples of types with codecs go by position, a struct by name`() throws {
        let page = try page([column("b", .int), column("a", .int)], [[.int(1), .int(2)]])
        var pairs = try page.rows(as: (Int, Int).self)
        #expect(try #require(try pairs.next()) == (1, 2))
        struct Pair: Decodable { let a: Int, b: Int }
        var structs = page.rows(as: Pair.self)
        #expect(try structs.next()?.a == 2)
    }
}
