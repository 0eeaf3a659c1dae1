import Bytes
import CassandraWire
import TestKit
import Testing

@Suite struct VectorTests {
    @Test("D-40 elements of a fixed size stand without lengths, others behind one of variable size")
    func layout() throws {
        let long = [UInt8](repeating: 0x61, count: 300)
        let rows: [(CQLValue, CQLType, String)] = [
            (.vector([.float(1), .float(-2)]), .vector(.float, dimension: 2), "3f800000" + "c0000000"),
            (.vector([.boolean(true), .boolean(false)]), .vector(.boolean, dimension: 2), "0100"),
            (.vector([.bigint(7)]), .vector(.bigint, dimension: 1), "0000000000000007"),
            (.vector([.text("a"), .text("")]), .vector(.text, dimension: 2), "0161" + "00"),
            (.vector([.smallint(7)]), .vector(.smallint, dimension: 1), "02" + "0007"),
            (.vector([.tinyint(7)]), .vector(.tinyint, dimension: 1), "01" + "07"),
            (.vector([.date(CQLDate(daysSinceEpoch: 0))]), .vector(.date, dimension: 1), "04" + "80000000"),
            (
                .vector([.time(CQLTime(nanosecondsSinceMidnight: 1))]), .vector(.time, dimension: 1),
                "08" + "0000000000000001"
            ),
            (.vector([.blob(ByteSlice(long))]), .vector(.blob, dimension: 1), "812c" + long.hex),
            (
                .vector([.vector([.int(1), .int(2)]), .vector([.int(3), .int(4)])]),
                .vector(.vector(.int, dimension: 2), dimension: 2), "00000001000000020000000300000004"
            ),
            (
                .vector([.vector([.text("a")]), .vector([.text("bc")])]),
                .vector(.vector(.text, dimension: 1), dimension: 2),
                "02" + "0161" + "03" + "026263"
            ),
            (.vector([.list([.int(1)])]), .vector(.list(.int), dimension: 1), "0c" + "00000001" + "0000000400000001"),
            (
                .vector([.tuple([.null, .int(1)])]), .vector(.tuple([.int, .int]), dimension: 1),
                "0c" + "ffffffff" + "0000000400000001"
            ),
            (.list([.vector([.int(1)])]), .list(.vector(.int, dimension: 1)), "00000001" + "00000004" + "00000001"),
        ]
        for (value, type, hex) in rows {
            #expect(try wire(value, as: type) == cell([UInt8](hex: hex)), "\(type)")
            #expect(try read(cell([UInt8](hex: hex)), as: type) == value, "\(type)")
        }
    }

    @Test("D-40 too few or too many bytes are an error, and so is another number of elements")
    func corrupt() throws {
        let floats = CQLType.vector(.float, dimension: 3)
        for count in 1...40 where count != 12 {
            let hex = cell([UInt8](repeating: 0, count: count))
            let expected = WireError.wrongLength(expected: 12, actual: Int32(count))
            #expect(throws: expected) { try read(hex, as: floats, [Float].self) }
            #expect(throws: expected) { try read(hex, as: floats, CQLValue.self) }
        }
        let texts = CQLType.vector(.text, dimension: 2)
        let rows: [(hex: String, error: WireError)] = [
            ("01", .truncated), ("0161", .truncated), ("0161" + "02", .truncated), ("0161" + "0262", .truncated),
            ("0161" + "0162" + "00", .trailingBytes(count: 1)), ("80", .truncated), ("ffffffffffffffffff", .truncated),
            ("0161" + "f0ffffffff" + "62", .truncated), ("ff8000000000000000" + "6161", .truncated),
            ("0180" + "0162", .invalidText),
        ]
        for (hex, error) in rows {
            let hex = cell([UInt8](hex: hex))
            #expect(throws: error, "\(hex)") { try read(hex, as: texts, [String].self) }
            #expect(throws: error, "\(hex)") { try read(hex, as: texts, CQLValue.self) }
        }
        for count in [0, 1, 2, 4] {
            let expected = WireError.wrongDimension(expected: 3, actual: Int32(count))
            #expect(throws: expected) { try wire([Float](repeating: 0, count: count), as: floats) }
            #expect(throws: expected) {
                try wire(CQLValue.vector(.init(repeating: .float(0), count: count)), as: floats)
            }
        }
    }

    @Test("D-40 an element of another size does not shift the others: a vector of fixed size has just that size")
    func elementsOfAnotherSize() {
        let type = CQLType.vector(.int, dimension: 2)
        let expected = WireError.wrongLength(expected: 8, actual: 4)
        #expect(throws: expected) { try wire(CQLValue.vector([.empty, .int(1)]), as: type) }
        #expect(throws: expected) { try wire([CQLValue.int(1), .empty], as: type) }
    }

    @Test("D-40 dimensions that no vector has are refused in a type text, and make no trap in a type made by hand")
    func dimensions() {
        for dimension in ["0", "-1", "+3", "2147483648", "99999999999999999999", "", "3.0", "x", "1 2"] {
            #expect(throws: TypeTextError.self) { try CQLType(cql: "vector<float, \(dimension)>") }
            #expect(throws: TypeTextError.self) { try CQLType(className: "VectorType(FloatType , \(dimension))") }
        }
        for dimension in [0, -1, .min, .max, 1 << 31] {
            for element in [CQLType.float, .text, .vector(.int, dimension: dimension)] {
                let type = CQLType.vector(element, dimension: dimension)
                for hex in ["0000000400000000", "00000001" + "00"] {
                    #expect(throws: WireError.self, "\(type): \(hex)") { try read(hex, as: type, CQLValue.self) }
                    #expect(throws: WireError.self, "\(type): \(hex)") { try read(hex, as: type, [CQLValue].self) }
                }
                #expect(throws: WireError.self, "\(type)") { try wire([CQLValue.float(1), .float(2)], as: type) }
            }
        }
    }

    @Test("D-40 the largest vector of vectors is too long for its bytes, and no arithmetic overflows")
    func productsOfDimensions() throws {
        let largest = Int(Int32.max)
        var type = CQLType.bigint
        for _ in 0..<5 {
            type = .vector(type, dimension: largest)
            for hex in ["0000000400000000", "0000000401020304"] {
                #expect(throws: WireError.self, "\(type)") { try read(hex, as: type, CQLValue.self) }
                #expect(throws: WireError.self, "\(type)") { try read(hex, as: type, [CQLValue].self) }
                #expect(throws: WireError.self, "\(type)") { try read(hex, as: type, [CQLValue]?.self) }
            }
        }
    }
}
