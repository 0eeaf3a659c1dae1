import Bytes
import CassandraWire
import TestKit
import Testing

@Suite struct CollectionTests {
    /// Reads `hex` as every kind of collection, dynamic and typed; what each throws.
    private func failures(_ hex: String, isMap: Bool = false) -> [WireError?] {
        if isMap {
            let type = CQLType.map(key: .int, value: .int)
            return [
                failure { _ = try read(hex, as: type, CQLValue.self) },
                failure { _ = try read(hex, as: type, [Int32: Int32].self) },
                failure { _ = try read(hex, as: type, CQLMap<Int32, Int32>.self) },
                failure { _ = try read(hex, as: type, [Int32: Int32]?.self) },
            ]
        }
        return [CQLType.list(.int), .set(.int)].flatMap { type in
            [
                failure { _ = try read(hex, as: type, CQLValue.self) },
                failure { _ = try read(hex, as: type, [Int32].self) },
                failure { _ = try read(hex, as: type, Set<Int32>.self) },
                failure { _ = try read(hex, as: type, [Int32]?.self) },
            ]
        }
    }

    @Test("D-46 a count that is negative, or more than the bytes could hold, is an error before anything is allocated")
    func counts() {
        let rows: [(hex: String, error: WireError)] = [
            ("ffffffff", .invalidCount(-1)), ("80000000", .invalidCount(.min)), ("7fffffff", .invalidCount(.max)),
            ("00000001", .invalidCount(1)), ("7fffffff" + "0000000400000001", .invalidCount(.max)),
            ("00000003" + "0000000400000001", .invalidCount(3)), ("00", .truncated), ("0000", .truncated),
            ("000000", .truncated),
        ]
        for (hex, error) in rows {
            #expect(failures(cell([UInt8](hex: hex))).allSatisfy { $0 == error }, "\(hex)")
            if hex != "00000003" + "0000000400000001" {
                #expect(failures(cell([UInt8](hex: hex)), isMap: true).allSatisfy { $0 == error }, "\(hex)")
            }
        }
        // An entry takes eight bytes at least.
        let map = cell([UInt8](hex: "00000002" + "0000000400000001" + "00000000"))
        #expect(failures(map, isMap: true).allSatisfy { $0 == .invalidCount(2) })
    }

    @Test("D-46 an element beyond the end, or bytes behind the last one, are an error")
    func contents() {
        let rows: [(hex: String, error: WireError)] = [
            ("00000001" + "00000004000000", .truncated), ("00000001" + "7fffffff00000001", .truncated),
            ("00000001" + "0000000500000001", .truncated), ("00000000" + "00", .trailingBytes(count: 1)),
            ("00000001" + "0000000400000001" + "ffffffff", .trailingBytes(count: 4)),
            ("00000001" + "000000030000", .truncated),
            ("00000001" + "00000003000001", .wrongLength(expected: 4, actual: 3)),
            ("00000001" + "000000050000000001", .wrongLength(expected: 4, actual: 5)),
            ("00000002" + "0000000400000001" + "00000004000000", .truncated),
        ]
        for (hex, error) in rows { #expect(failures(cell([UInt8](hex: hex))).allSatisfy { $0 == error }, "\(hex)") }
        let maps: [(hex: String, error: WireError)] = [
            ("00000001" + "0000000400000001" + "000000040000", .truncated),
            ("00000001" + "0000000400000001" + "0000000400000001" + "00", .trailingBytes(count: 1)),
            ("00000001" + "0000000400000001" + "0000000200000000", .wrongLength(expected: 4, actual: 2)),
            ("00000001" + "00000003000001" + "0000000400000001", .wrongLength(expected: 4, actual: 3)),
        ]
        for (hex, error) in maps {
            #expect(failures(cell([UInt8](hex: hex)), isMap: true).allSatisfy { $0 == error }, "\(hex)")
        }
    }

    @Test("D-46 a collection inside another ends where its length says, whatever follows")
    func nesting() {
        // The inner list claims an element whose bytes are those of the outer one's second element.
        let hex = cell([UInt8](hex: "00000002" + "00000004" + "00000001" + "00000008" + "0000000000000000"))
        #expect(throws: WireError.invalidCount(1)) { try read(hex, as: .list(.list(.int)), [[Int32]].self) }
        #expect(throws: WireError.invalidCount(1)) { try read(hex, as: .list(.list(.int)), CQLValue.self) }
        let short = cell([UInt8](hex: "00000001" + "00000009" + "00000001" + "00000000" + "00"))
        #expect(throws: WireError.trailingBytes(count: 1)) { try read(short, as: .list(.list(.text)), [[String]].self) }
    }

    @Test("D-46 every cut of a nested value is an error, and every byte more")
    func cuts() throws {
        var random = RandomValues(.forThisRun())
        let type = CQLType.map(
            key: .list(.text), value: .set(.frozen(.map(key: .varint, value: .vector(.int, dimension: 2)))))
        for _ in 0..<30 {
            let bytes = [UInt8](hex: try wire(random.value(of: type), as: type))[4...]
            for count in 1..<bytes.count {
                #expect(throws: WireError.self) { try read(cell(Array(bytes.prefix(count))), as: type, CQLValue.self) }
            }
            #expect(throws: WireError.trailingBytes(count: 1)) { try read(cell(bytes + [0]), as: type, CQLValue.self) }
        }
    }

    @Test("D-44 an empty collection is four zero bytes, and reads back empty")
    func emptyCollections() throws {
        let rows: [(CQLValue, CQLType)] = [
            (.list([]), .list(.int)), (.set([]), .set(.int)), (.map([]), .map(key: .int, value: .int)),
        ]
        for (value, type) in rows {
            #expect(try wire(value, as: type) == "0000000400000000")
            #expect(try read("0000000400000000", as: type) == value)
            #expect(try wire(value, as: .frozen(type)) == "0000000400000000")
        }
    }

    @Test("lists, sets and arrays of bytes go into the types that they are made for, and no others")
    func plans() {
        let list = CQLType.list(.int)
        let rows: [(accepted: Bool, expected: Bool)] = [
            ([Int32].decodingPlan(for: list) != nil, true), ([Int32].decodingPlan(for: .set(.int)) != nil, true),
            ([Int32].decodingPlan(for: .vector(.int, dimension: 2)) != nil, true),
            ([Int32].decodingPlan(for: .frozen(list)) != nil, true),
            ([Int32].decodingPlan(for: .list(.text)) != nil, false),
            ([Int32].decodingPlan(for: .blob) != nil, false),
            ([Int32].decodingPlan(for: .map(key: .int, value: .int)) != nil, false),
            ([UInt8].decodingPlan(for: .blob) != nil, true), ([UInt8].decodingPlan(for: .custom("x")) != nil, true),
            ([UInt8].decodingPlan(for: .list(.tinyint)) != nil, true), ([UInt8].decodingPlan(for: .text) != nil, false),
            ([Int8].decodingPlan(for: .blob) != nil, false), (Set<UInt8>.decodingPlan(for: .blob) != nil, false),
            (Set<Int32>.decodingPlan(for: list) != nil, true),
            (Set<Int32>.decodingPlan(for: .vector(.int, dimension: 2)) != nil, false),
            ([Int32: Int32].decodingPlan(for: .map(key: .int, value: .int)) != nil, true),
            ([Int32: Int32].decodingPlan(for: .map(key: .int, value: .text)) != nil, false),
            ([Int32: Int32].decodingPlan(for: list) != nil, false),
            ([Int32].encodingPlan(for: .set(.int)) != nil, true),
            ([UInt8].encodingPlan(for: .blob) != nil, true),
            (Set<Int32>.encodingPlan(for: .vector(.int, dimension: 2)) != nil, false),
        ]
        for (index, row) in rows.enumerated() { #expect(row.accepted == row.expected, "row \(index)") }
    }
}
