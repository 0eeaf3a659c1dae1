import Bytes
import CassandraWire
import Foundation
import TestKit
import Testing

private func column(_ name: String, _ type: CQLType) -> ColumnMetadata {
    ColumnMetadata(keyspace: "k", table: "t", name: name, type: type)
}

@Suite struct RowTests {
    static let columns = [column("id", .int), column("name", .text), column("tags", .list(.int))]

    static func page(_ rows: [String], _ columns: [ColumnMetadata] = columns) throws -> RowPage {
        try RowPage(columns: columns, count: rows.count, bytes: [UInt8](hex: rows.joined()))
    }

    /// The message of what `body` throws.
    static func message(_ body: () throws(ColumnError) -> Void) -> String {
        do {
            try body()
            return "no error"
        } catch {
            return error.description
        }
    }

    private static let good = "0000000400000001" + "0000000161" + "0000000400000000"

    @Test("D-27 a value that cannot be read is an error that names column, index, row and types, and never the value")
    func messages() throws {
        let rows: [(row: String, message: String)] = [
            (
                "ffffffff" + "0000000161" + "0000000400000000",
                "column 'id' (int, index 0) of row 1 as Int32: null; an optional would take it"
            ),
            (
                "00000000" + "0000000161" + "0000000400000000",
                "column 'id' (int, index 0) of row 1 as Int32: an empty value; an optional would take it"
            ),
            (
                "00000003000001" + "0000000161" + "0000000400000000",
                "column 'id' (int, index 0) of row 1 as Int32: 3 bytes instead of 4"
            ),
            (
                "0000000400000001" + "ffffffff" + "0000000400000000",
                "column 'name' (text, index 1) of row 1 as String: null; an optional would take it"
            ),
            (
                "0000000400000001" + "00000001ff" + "0000000400000000",
                "column 'name' (text, index 1) of row 1 as String: invalid text"
            ),
            (
                "0000000400000001" + "0000000161" + "0000000c0000000100000004000000",
                "column 'tags' (list<int>, index 2) of row 1 as Array<Optional<Int32>>: fewer bytes than announced"
            ),
            (
                "0000000400000001" + "0000000161" + "00000004ffffffff",
                "column 'tags' (list<int>, index 2) of row 1 as Array<Optional<Int32>>: an impossible count of -1"
            ),
            (
                "0000000400000001" + "0000000161" + "0000000500000000ff",
                "column 'tags' (list<int>, index 2) of row 1 as Array<Optional<Int32>>: 1 bytes too many"
            ),
        ]
        for (row, message) in rows {
            let page = try Self.page([Self.good, row])
            #expect(
                Self.message { () throws(ColumnError) in
                    var rows = page.rows(try RowDecoder<(Int32, String, [Int32?])>(columns: page.columns))
                    _ = try rows.all()
                } == message)
        }
        let short = try Self.page([Self.good, "0000000400000001" + "00000001ff" + "00000000"])
        #expect(
            Self.message { () throws(ColumnError) in _ = try short.values() }
                == "column 'name' (text, index 1) of row 1 as CQLValue: invalid text")
    }

    @Test("D-27 an error holds what its message says")
    func errorFields() throws {
        let page = try Self.page([Self.good, "0000000400000001" + "ffffffff" + "0000000400000000"])
        var rows = page.rows(try RowDecoder<(Int32, String, [Int32])>(columns: page.columns))
        _ = try rows.next()
        do {
            _ = try rows.next()
            Issue.record("a null was read as a text")
        } catch {
            #expect(error.column == "name" && error.index == 1 && error.row == 1 && error.type == .text)
            #expect(error.swiftType == "String" && error.reason == .unexpectedNull)
        }
    }

    @Test("D-27 in rows of any number of columns the error names the column, and the type that was asked for it")
    func messagesOfEveryArity() throws {
        let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]
        func expectMessages(_ count: Int, _ body: (RowPage) throws(ColumnError) -> Void) throws {
            let columns = names.prefix(count).map { column($0, .int) }
            for index in 0..<count {
                var cells = [String](repeating: "0000000400000001", count: count)
                cells[index] = "ffffffff"
                let page = try Self.page([cells.joined()], columns)
                #expect(
                    Self.message { () throws(ColumnError) in try body(page) }
                        == "column '\(names[index])' (int, index \(index)) of row 0 as Int32: null; an optional would take it"
                )
            }
        }
        func read<Decoder>(_ rows: Rows<Decoder>) throws(ColumnError) {
            var rows = rows
            _ = try rows.next()
        }
        typealias I = Int32
        try expectMessages(1) { page throws(ColumnError) in try read(try page.rows(as: I.self)) }
        try expectMessages(2) { page throws(ColumnError) in try read(try page.rows(as: (I, I).self)) }
        try expectMessages(3) { page throws(ColumnError) in try read(try page.rows(as: (I, I, I).self)) }
        try expectMessages(4) { page throws(ColumnError) in try read(try page.rows(as: (I, I, I, I).self)) }
        try expectMessages(5) { page throws(ColumnError) in try read(try page.rows(as: (I, I, I, I, I).self)) }
        try expectMessages(6) { page throws(ColumnError) in try read(try page.rows(as: (I, I, I, I, I, I).self)) }
        try expectMessages(7) { page throws(ColumnError) in try read(try page.rows(as: (I, I, I, I, I, I, I).self)) }
        try expectMessages(8) { page throws(ColumnError) in try read(try page.rows(as: (I, I, I, I, I, I, I, I).self)) }
        try expectMessages(9) { page throws(ColumnError) in
            try read(try page.rows(as: (I, I, I, I, I, I, I, I, I).self))
        }
        try expectMessages(10) { page throws(ColumnError) in
            try read(page.rows(try RowDecoder<(I, I, I, I, I, I, I, I, I, I)>(columns: page.columns)))
        }
    }

    @Test("D-27 types that do not match are found before a row is read")
    func mismatches() {
        let rows: [(message: String, expected: String)] = [
            (
                Self.message { () throws(ColumnError) in
                    _ = try RowDecoder<(Int32, Int32, [Int32])>(columns: Self.columns)
                },
                "column 'name' (text, index 1) as Int32: a type that does not match"
            ),
            (
                Self.message { () throws(ColumnError) in
                    _ = try RowDecoder<(Int32, String, [String: Int]?)>(columns: Self.columns)
                },
                "column 'tags' (list<int>, index 2) as Optional<Dictionary<String, Int>>: a type that does not match"
            ),
            (
                Self.message { () throws(ColumnError) in _ = try RowDecoder<(Int32, String)>(columns: Self.columns) },
                "(Int32, String): 2 values instead of 3"
            ),
            (
                Self.message { () throws(ColumnError) in
                    _ = try RowDecoder<Int32>(columns: [column("x", .udt(Person.type))])
                },
                "column 'x' (k.person, index 0) as Int32: a type that does not match"
            ),
            (
                Self.message { () throws(ColumnError) in
                    _ = try ValueEncoder<(Int32, String, Bool)>(markers: Self.columns)
                },
                "column 'tags' (list<int>, index 2) as Bool: a type that does not match"
            ),
            (
                Self.message { () throws(ColumnError) in _ = try ValueEncoder<Int32>(markers: []) },
                "Int32: 1 values instead of 0"
            ),
        ]
        for (message, expected) in rows { #expect(message == expected) }
    }

    @Test("D-27 a value that cannot be bound is an error that names its marker")
    func bindingMessages() {
        let markers = [column("a", .tinyint), column("b", .ascii), column("c", .list(.int))]
        func message(_ a: Int, _ b: String, _ c: [Int32?]) -> String {
            Self.message { () throws(ColumnError) in
                var writer = WireWriter()
                try ValueEncoder<(Int, String, [Int32?])>(markers: markers).encode((a, b, c), to: &writer)
            }
        }
        func message(_ values: [CQLValue]) -> String {
            Self.message { () throws(ColumnError) in
                var writer = WireWriter()
                try ValueEncoder<[CQLValue]>(markers: markers).encode(values, to: &writer)
            }
        }
        let rows: [(message: String, expected: String)] = [
            (message(1, "", []), "no error"),
            (message(128, "", []), "column 'a' (tinyint, index 0) as Int: a number out of range"),
            (message(1, "é", []), "column 'b' (ascii, index 1) as String: invalid text"),
            (
                message(1, "", [nil]),
                "column 'c' (list<int>, index 2) as Array<Optional<Int32>>: null inside a collection"
            ),
            (message([.tinyint(1), .unset, .null]), "no error"),
            (
                message([.tinyint(1), .int(1), .null]),
                "column 'b' (ascii, index 1) as Array<CQLValue>: a type that does not match"
            ),
            (
                message([.tinyint(1), .unset, .list([.unset])]),
                "column 'c' (list<int>, index 2) as Array<CQLValue>: unset inside another value"
            ),
            (message([.tinyint(1), .unset]), "Array<CQLValue>: 2 values instead of 3"),
            (message([.null, .null, .null, .null]), "Array<CQLValue>: 4 values instead of 3"),
        ]
        for (message, expected) in rows { #expect(message == expected) }
    }

    @Test("D-27 after an error no row is read, least of all from the middle of another")
    func afterAnError() throws {
        let columns = [column("a", .int), column("b", .int)]
        let page = try Self.page(["ffffffff" + "0000000400000002", "0000000400000003" + "0000000400000004"], columns)
        var rows = page.rows(try RowDecoder<(Int32, Int32)>(columns: columns))
        #expect(throws: ColumnError.self) { try rows.next() }
        #expect(rows.remaining == 0)
        let next = try rows.next()
        #expect(next == nil, "\(String(describing: next))")
        // Whoever expects nulls asks for optionals.
        var optionals = page.rows(try RowDecoder<(Int32?, Int32)>(columns: columns))
        let all = try optionals.all()
        #expect(all.count == 2 && all[0] == (nil, 2) && all[1] == (3, 4))
    }

    @Test("D-54 columns of the same name are told apart by their position")
    func duplicateNames() throws {
        let columns = [column("a", .int), column("a", .int), column("count", .bigint), column("count", .bigint)]
        let page = try Self.page(
            ["0000000400000001" + "0000000400000002" + "000000080000000000000003" + "000000080000000000000004"], columns
        )
        var rows = page.rows(try RowDecoder<(Int32, Int32, Int64, Int64)>(columns: columns))
        let row = try #require(try rows.next())
        #expect(row == (1, 2, 3, 4))
        #expect(try page.values() == [.int(1), .int(2), .bigint(3), .bigint(4)])
        #expect(
            Self.message { () throws(ColumnError) in _ = try RowDecoder<(Int32, Int32, Int64, String)>(columns: columns)
            }
                == "column 'count' (bigint, index 3) as String: a type that does not match")
    }

    @Test("D-55 values read the same from any offset of any kind of bytes")
    func offsets() throws {
        var random = RandomValues(.forThisRun())
        for round in 0..<300 {
            let types = (0..<random.number(1...4)).map { _ in random.type() }
            let columns = types.enumerated().map { column("c\($0.offset)", $0.element) }
            let values = types.map { round % 3 == 0 ? .null : random.value(of: $0) }
            let bytes = [UInt8](hex: try zip(values, types).map { try wire($0, as: $1) }.joined())
            let before = random.bytes(0...17)
            let after = random.bytes(0...5)
            let whole = before + bytes + after
            let range = before.count..<before.count + bytes.count

            let data = Data(whole)
            #expect(data[range].startIndex == range.lowerBound)
            let pages = [
                try RowPage(columns: columns, count: 1, bytes: whole[range]),
                try RowPage(columns: columns, count: 1, bytes: data[range]),
                try RowPage(columns: columns, count: 1, bytes: ByteSlice(whole).slice(range)),
                try RowPage(columns: columns, count: 1, bytes: bytes.lazy.map { $0 }),
            ]
            for page in pages { #expect(try page.values() == values) }

            // In place, at whatever alignment the block has there.
            var reader = WireReader(ByteSlice(whole).slice(range))
            for (value, type) in zip(values, types) { #expect(try CQLValue(value: &reader, plan: type) == value) }
            #expect(reader.remaining == 0)
        }
    }

    @Test("D-55 Swift's types read the same from every offset", arguments: 0..<8)
    func unalignedTypes(_ offset: Int) throws {
        let columns = [
            column("a", .bigint), column("b", .double), column("c", .uuid), column("d", .smallint),
            column("e", .vector(.float, dimension: 2)),
        ]
        let id = CQLUUID(high: 0x0102_0304_0506_0708, low: 0x090A_0B0C_0D0E_0F10)
        var writer = WireWriter()
        for _ in 0..<offset { writer.write(UInt8(0xEE)) }
        try ValueEncoder<(Int64, Double, CQLUUID, Int16, [Float])>(markers: columns).encode(
            (-2, 0.1, id, -3, [1.5, -2]), to: &writer)
        let slice = writer.finish()
        let result = RowsResult(
            metadata: ResultMetadata(columns: columns), rowCount: 1, bytes: slice.slice(offset..<slice.count))
        var rows = try RowPage(result).rows(try RowDecoder<(Int64, Double, UUID, Int, [Double])>(columns: columns))
        let row = try #require(try rows.next())
        #expect(row == (-2, 0.1, UUID(id), -3, [1.5, -2]))
    }
}

/// What keeps a page alive, and what does not (D-56).
@Suite struct RowLifetimeTests {
    private static let columns = [
        column("a", .text), column("b", .blob), column("c", .blob), column("d", .list(.text)),
    ]

    /// A page, and whether its memory is still there.
    private func page() throws -> (page: RowPage, isAlive: () -> Bool) {
        let text = String(repeating: "x", count: 100)
        let blob = [UInt8](repeating: 7, count: 100)
        var writer = WireWriter()
        let encoder = try ValueEncoder<(String, [UInt8], [UInt8], [String])>(markers: Self.columns)
        try encoder.encode((text, blob, blob, [text, text]), to: &writer)
        let bytes = writer.finish()
        weak let memory = bytes.storage
        let result = RowsResult(metadata: ResultMetadata(columns: Self.columns), rowCount: 1, bytes: bytes)
        return (try RowPage(result), { memory != nil })
    }

    @Test("D-56 texts, arrays and detached slices are copies: a row kept does not keep its page")
    func copies() throws {
        let (row, isAlive) = try {
            let (page, isAlive) = try page()
            #expect(isAlive())
            var rows = page.rows(try RowDecoder<(String, [UInt8], Data, [String])>(columns: Self.columns))
            return (try #require(try rows.next()), isAlive)
        }()
        #expect(!isAlive())
        #expect(row.0.utf8.count == 100 && row.1 == row.2.map { $0 } && row.3 == [row.0, row.0])
    }

    @Test("D-56 a slice shares its page's memory until it is detached")
    func slices() throws {
        let (page, isAlive) = try page()
        func read() throws -> ByteSlice {
            var rows = page.rows(try RowDecoder<(String, ByteSlice, [UInt8], [String])>(columns: Self.columns))
            return try #require(try rows.next()).1
        }
        let slice = try read()
        #expect(slice.storage === (try read()).storage && slice.count == 100)
        let detached = slice.detached()
        #expect(detached == slice && detached.storage !== slice.storage && detached.storage?.count == 100)
        #expect(detached.detached().storage === detached.storage)
        #expect(isAlive())
    }

    @Test("D-56 a slice keeps its page alive, and lets it go when it is detached")
    func pinning() throws {
        var kept: ByteSlice?
        let isAlive = try {
            let (page, isAlive) = try page()
            guard case .blob(let slice) = try page.values()[2] else { return isAlive }
            kept = slice
            return isAlive
        }()
        #expect(isAlive() && kept?.count == 100)
        kept = kept?.detached()
        #expect(!isAlive() && kept == ByteSlice([UInt8](repeating: 7, count: 100)))
    }

    @Test("D-56 rows outlive the page that gave them")
    func rows() throws {
        var rows = try {
            try page().page.rows(try RowDecoder<(String, [UInt8], [UInt8], [String])>(columns: Self.columns))
        }()
        #expect(try rows.next()?.0.utf8.count == 100)
    }
}
