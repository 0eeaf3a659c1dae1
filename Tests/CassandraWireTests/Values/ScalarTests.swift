import Bytes
import CassandraWire
import TestKit
import Testing

/// What the codecs make of single values' bytes.
@Suite struct ScalarTests {
    static let widths: [(type: CQLType, width: Int)] = [
        (.bigint, 8), (.boolean, 1), (.counter, 8), (.date, 4), (.double, 8), (.float, 4), (.int, 4), (.smallint, 2),
        (.time, 8), (.timestamp, 8), (.timeuuid, 16), (.tinyint, 1), (.uuid, 16),
    ]

    @Test("D-28 a value of a fixed size has that size, and the error says which it has")
    func wrongLengths() {
        for (type, width) in Self.widths {
            for count in 1...40 where count != width {
                let hex = cell([UInt8](repeating: 1, count: count))
                let expected = WireError.wrongLength(expected: Int32(width), actual: Int32(count))
                #expect(
                    failure { _ = try read(hex, as: type, CQLValue.self) } == expected,
                    "\(type)")
                for codec in Codec.scalars where codec.type == type {
                    #expect(codec.failure(hex) == expected, "\(codec)")
                }
            }
        }
    }

    @Test("D-28 a length beyond the end is an error, and costs nothing")
    func lengthsBeyondTheEnd() {
        for codec in Codec.scalars + Codec.composites {
            for hex in [
                "", "00", "000000", "00000001", "00000004010203", "7fffffff", "7fffffff00",
            ] {
                var reader = WireReader(ByteSlice([UInt8](hex: hex)))
                #expect(throws: WireError.truncated, "\(codec): \(hex)") {
                    try CQLValue(value: &reader, plan: codec.type)
                }
            }
        }
        for hex in ["", "0000", "00000001", "7fffffff00"] {
            var reader = WireReader(ByteSlice([UInt8](hex: hex)))
            #expect(throws: WireError.truncated) { try Int32(value: &reader, plan: .int) }
            reader = WireReader(ByteSlice([UInt8](hex: hex)))
            #expect(throws: WireError.truncated) { try String?(value: &reader, plan: .text) }
        }
    }

    @Test("D-29 a boolean is true unless its byte is zero")
    func booleans() throws {
        for byte in UInt8.min...UInt8.max {
            #expect(try read(cell([byte]), as: .boolean) == (byte != 0))
            #expect(try read(cell([byte]), as: .boolean) == CQLValue.boolean(byte != 0))
        }
        #expect(try wire(true, as: .boolean) == "0000000101")
        #expect(try wire(false, as: .boolean) == "0000000100")
    }

    @Test("D-30 ascii has bytes below 0x80 only, read or written")
    func ascii() throws {
        let all = String((UInt8.min...0x7F).map { Character(Unicode.Scalar($0)) })
        #expect(try read(wire(all, as: .ascii), as: .ascii) == all)
        for text in ["é", "e\u{301}", "\u{80}", "a\u{FF}", "😀"] {
            #expect(throws: WireError.invalidText) { try wire(text, as: .ascii) }
            #expect(throws: WireError.invalidText) { try wire([text], as: .list(.ascii)) }
            #expect(throws: WireError.invalidText) { try wire(CQLValue.ascii(text), as: .ascii) }
            #expect(throws: WireError.invalidText) { try wire(CQLValue.text(text), as: .ascii) }
            #expect(throws: WireError.invalidText) { try read(wire(text, as: .text), as: .ascii, String.self) }
            #expect(throws: WireError.invalidText) { try read(wire(text, as: .text), as: .ascii, CQLValue.self) }
            // The bytes are there for those who want them.
            #expect(throws: Never.self) { try read(wire(text, as: .text), as: .blob, ByteSlice.self) }
        }
    }

    @Test("D-34 a decimal keeps its scale and its digits, of any number")
    func decimals() throws {
        let thousandDigits = try #require(CQLVarint("-" + String(repeating: "1234567890", count: 100)))
        let rows: [(CQLDecimal, String)] = [
            (CQLDecimal(unscaled: 0, scale: 0), "00000000" + "00"),
            (CQLDecimal(unscaled: 15, scale: 1), "00000001" + "0f"),
            (CQLDecimal(unscaled: 150, scale: 2), "00000002" + "0096"),
            (CQLDecimal(unscaled: -1, scale: -3), "fffffffd" + "ff"),
            (CQLDecimal(unscaled: 1, scale: .max), "7fffffff" + "01"),
            (CQLDecimal(unscaled: 1, scale: .min), "80000000" + "01"),
            (CQLDecimal(unscaled: thousandDigits, scale: 500), "000001f4" + thousandDigits.bigEndianTwosComplement.hex),
        ]
        for (number, hex) in rows {
            let bytes = cell([UInt8](hex: hex))
            #expect(try wire(number, as: .decimal) == bytes)
            #expect(try read(bytes, as: .decimal) == number)
            #expect(try read(bytes, as: .decimal) == CQLValue.decimal(number))
        }
        for count in 1...4 {
            let hex = cell([UInt8](repeating: 0, count: count))
            #expect(throws: WireError.malformed) { try read(hex, as: .decimal, CQLDecimal.self) }
            #expect(throws: WireError.malformed) { try read(hex, as: .decimal, CQLValue.self) }
        }
        // The digits' surplus bytes are read, and not written again.
        #expect(try read("00000006" + "00000001" + "000f", as: .decimal) == CQLDecimal(unscaled: 15, scale: 1))
    }

    @Test("D-35 floating-point numbers keep their bits: payloads of NaN, infinities, negative zero, subnormals")
    func floatingPoint() throws {
        let doubles: [UInt64] = [
            0, 1, 1 << 63, 0x7FF0 << 48, 0xFFF0 << 48, 0x7FF8 << 48, 0x7FF8_0000_0000_0001, 0x7FF0_0000_0000_0001,
            0xFFFF_FFFF_FFFF_FFFF, 0x000F_FFFF_FFFF_FFFF, 0x7FEF_FFFF_FFFF_FFFF, 0x3FB9_9999_9999_999A,
        ]
        for bits in doubles {
            let hex = "00000008" + (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) }.hex
            #expect(try wire(Double(bitPattern: bits), as: .double) == hex)
            #expect(try read(hex, as: .double, Double.self).bitPattern == bits)
            #expect(try read(hex, as: .double) == CQLValue.double(Double(bitPattern: bits)))
            #expect(try wire(CQLValue.double(Double(bitPattern: bits)), as: .double) == hex)
        }
        let floats: [UInt32] = [
            0, 1, 1 << 31, 0x7F80_0000, 0xFF80_0000, 0x7FC0_0000, 0x7FC0_0001, 0x7F80_0001, 0xFFFF_FFFF, 0x007F_FFFF,
            0x7F7F_FFFF,
        ]
        for bits in floats {
            let hex = "00000004" + (0..<4).map { UInt8(truncatingIfNeeded: bits >> (24 - 8 * $0)) }.hex
            let float = Float(bitPattern: bits)
            #expect(try wire(float, as: .float) == hex)
            #expect(try read(hex, as: .float, Float.self).bitPattern == bits)
            #expect(try read(hex, as: .float) == CQLValue.float(float))
            // A double takes a float's value exactly; a float would not take a double's.
            #expect(try read(hex, as: .float, Double.self).bitPattern == Double(float).bitPattern)
            #expect(try wire(float, as: .double) == wire(Double(float), as: .double))
        }
        #expect(throws: WireError.typeMismatch) { try wire(1.5 as Double, as: .float) }
        #expect(throws: WireError.typeMismatch) { try read("000000083ff8000000000000", as: .double, Float.self) }
    }

    @Test("D-36 a date is a count of days with 1970 in its middle")
    func dates() throws {
        let rows: [(days: Int32, hex: String)] = [
            (.min, "00000000"), (.min + 1, "00000001"), (-719_162, "7ff506c6"), (-1, "7fffffff"), (0, "80000000"),
            (1, "80000001"), (.max, "ffffffff"),
        ]
        for (days, hex) in rows {
            let date = CQLDate(daysSinceEpoch: days)
            #expect(try wire(date, as: .date) == "00000004" + hex)
            #expect(try wire(CQLValue.date(date), as: .date) == "00000004" + hex)
            #expect(try read("00000004" + hex, as: .date) == date)
            #expect(try read("00000004" + hex, as: .date) == CQLValue.date(date))
        }
    }

    @Test("D-37 a time beyond the day is read as it is, and refused when it is written")
    func times() throws {
        for nanoseconds: Int64 in [0, 1, 43_200_000_000_000, 86_399_999_999_999] {
            let time = CQLTime(nanosecondsSinceMidnight: nanoseconds)
            #expect(try read(wire(time, as: .time), as: .time) == time)
        }
        for nanoseconds: Int64 in [86_400_000_000_000, -1, .min, .max] {
            let hex = cell((0..<8).map { UInt8(truncatingIfNeeded: nanoseconds >> (56 - 8 * $0)) })
            let time: CQLTime = try read(hex, as: .time)
            #expect(time.nanosecondsSinceMidnight == nanoseconds && !time.isValid && time.components == nil)
            #expect(try read(hex, as: .time) == CQLValue.time(time))
            #expect(throws: WireError.outOfRange) { try wire(time, as: .time) }
            #expect(throws: WireError.outOfRange) { try wire(CQLValue.time(time), as: .time) }
        }
    }

    @Test("D-38 a timestamp is its milliseconds, to the ends of 64 bits")
    func timestamps() throws {
        for milliseconds: Int64 in [.min, .min + 1, -62_135_596_800_000, -1, 0, 1, 253_402_300_799_999, .max - 1, .max]
        {
            let timestamp = CQLTimestamp(millisecondsSinceEpoch: milliseconds)
            let hex = cell((0..<8).map { UInt8(truncatingIfNeeded: milliseconds >> (56 - 8 * $0)) })
            #expect(try wire(timestamp, as: .timestamp) == hex)
            #expect(try wire(CQLValue.timestamp(timestamp), as: .timestamp) == hex)
            #expect(try read(hex, as: .timestamp) == timestamp)
            #expect(try read(hex, as: .timestamp) == CQLValue.timestamp(timestamp))
        }
    }

    @Test("D-39 a duration is three numbers of one to nine bytes, and nothing but them")
    func durations() throws {
        let good: [(months: Int32, days: Int32, nanoseconds: Int64, hex: String)] = [
            (0, 0, 0, "000000"), (1, 2, 3, "020406"), (-1, -2, -3, "010305"), (0, 0, 64, "00008080"),
            (0, 0, .max, "0000fffffffffffffffffe"), (0, 0, .min, "0000ffffffffffffffffff"),
            (.max, .max, .max, "f0fffffffe" + "f0fffffffe" + "fffffffffffffffffe"),
            (.min, .min, .min, "f0ffffffff" + "f0ffffffff" + "ffffffffffffffffff"),
        ]
        for (months, days, nanoseconds, hex) in good {
            let duration = try #require(CQLDuration(months: months, days: days, nanoseconds: nanoseconds))
            #expect(try wire(duration, as: .duration) == cell([UInt8](hex: hex)))
            #expect(try read(cell([UInt8](hex: hex)), as: .duration) == duration)
            #expect(try read(cell([UInt8](hex: hex)), as: .duration) == CQLValue.duration(duration))
        }
        let bad = [
            "00", "0000", "0204", "8000", "000080", "00000000", "02040600",
            "ffffffffffffffffff",
            // More than 32 bits of months, and of days.
            "f1000000000000", "00f10000000000", "ffffffffffffffffff0000", "00ffffffffffffffffff00",
            // Two signs.
            "020300", "010004", "000104",
        ]
        for hex in bad {
            #expect(throws: WireError.malformed, "\(hex)") {
                try read(cell([UInt8](hex: hex)), as: .duration, CQLDuration.self)
            }
            #expect(throws: WireError.malformed, "\(hex)") {
                try read(cell([UInt8](hex: hex)), as: .duration, CQLValue.self)
            }
        }
    }

    @Test("D-41 an address has 4 or 16 bytes, and stays of the kind it is")
    func addresses() throws {
        let rows = [
            ("00000004" + "0a010203", "10.1.2.3", false),
            ("00000010" + "00000000000000000000ffff0a010203", "::ffff:10.1.2.3", true),
            ("00000010" + "00000000000000000000000000000001", "::1", true),
            ("00000004" + "ffffffff", "255.255.255.255", false),
        ]
        for (hex, text, isIPv6) in rows {
            let address: CQLInet = try read(hex, as: .inet)
            #expect(address.isIPv6 == isIPv6 && address.description == text && CQLInet(text) == address)
            #expect(try wire(address, as: .inet) == hex)
            #expect(try read(hex, as: .inet) == CQLValue.inet(address))
        }
        for count in 1...40 where count != 4 && count != 16 {
            let hex = cell([UInt8](repeating: 1, count: count))
            let expected = WireError.wrongLength(expected: 16, actual: Int32(count))
            #expect(throws: expected) { try read(hex, as: .inet, CQLInet.self) }
            #expect(throws: expected) { try read(hex, as: .inet, CQLValue.self) }
        }
        for text in ["fe80::1%eth0", "fe80::1%1", "1.2.3", "1.2.3.4.5", "", "localhost"] {
            #expect(CQLInet(text) == nil, "\(text)")
        }
        // [inet] of an event has its size in front.
        for size: UInt8 in [0, 1, 3, 5, 7, 15, 17, 255] {
            var reader = WireReader(ByteSlice([size] + [UInt8](repeating: 0, count: 300)))
            #expect(throws: WireError.unknown(.addressLength, Int32(size))) { try reader.readEndpoint() }
        }
    }

    @Test("D-42 a uuid's bytes stand in their order, and a timeuuid has version 1 when it is written or asked for")
    func uuids() throws {
        let text = "01234567-89ab-1def-8123-456789abcdef"
        let hex = "00000010" + text.replacing("-", with: "")
        let uuid = try #require(CQLUUID(text))
        let timeuuid = try #require(TimeUUID(uuid))
        #expect(try wire(uuid, as: .uuid) == hex)
        #expect(try wire(timeuuid, as: .timeuuid) == hex)
        #expect(try wire(timeuuid, as: .uuid) == hex)
        for type in [CQLType.uuid, .timeuuid] {
            #expect(try read(hex, as: type) == uuid)
            #expect(try read(hex, as: type) == timeuuid)
        }
        // Of another version: read, but not as a timeuuid; a marker for one refuses it.
        let random = hex.replacing("1def", with: "4def")
        let other: CQLUUID = try read(random, as: .timeuuid)
        #expect(try read(random, as: .timeuuid) == CQLValue.timeuuid(other))
        #expect(throws: WireError.outOfRange) { try read(random, as: .timeuuid, TimeUUID.self) }
        #expect(throws: WireError.outOfRange) { try read(random, as: .uuid, TimeUUID.self) }
        #expect(throws: WireError.outOfRange) { try wire(CQLValue.timeuuid(other), as: .timeuuid) }
        #expect(throws: WireError.outOfRange) { try wire(CQLValue.uuid(other), as: .timeuuid) }
        #expect(throws: WireError.typeMismatch) { try wire(uuid, as: .timeuuid) }
        #expect(try wire(CQLValue.timeuuid(other), as: .uuid) == random)
    }

    @Test("D-50 a counter reads as an integer, and what is bound to one is the difference")
    func counters() throws {
        #expect(try read("00000008fffffffffffffffe", as: .counter) == Int64(-2))
        #expect(try read("00000008fffffffffffffffe", as: .counter) == Int(-2))
        #expect(try read("00000008fffffffffffffffe", as: .counter) == CQLValue.counter(-2))
        #expect(try wire(Int64(-2), as: .counter) == "00000008fffffffffffffffe")
        #expect(try wire(CQLValue.bigint(-2), as: .counter) == "00000008fffffffffffffffe")
        #expect(throws: WireError.typeMismatch) { try wire(CQLValue.counter(-2), as: .bigint) }
        #expect(throws: WireError.typeMismatch) { try wire("2", as: .counter) }
    }
}
