import Bytes
import CassandraWire
import Foundation
import TestKit
import Testing

/// Foundation's types as CQL values.
@Suite struct FoundationTests {
    @Test("D-42 a UUID has the bytes of its text, and goes into a timeuuid only when it is one")
    func uuids() throws {
        let text = "01234567-89AB-4DEF-8123-456789ABCDEF"
        let uuid = try #require(UUID(uuidString: text))
        let hex = "00000010" + text.replacing("-", with: "").lowercased()
        #expect(try wire(uuid, as: .uuid) == hex)
        #expect(try read(hex, as: .uuid) == uuid)
        #expect(try read(hex, as: .timeuuid) == uuid)
        #expect(throws: WireError.outOfRange) { try wire(uuid, as: .timeuuid) }
        #expect(CQLUUID(uuid).description == text.lowercased() && UUID(CQLUUID(uuid)) == uuid && TimeUUID(uuid) == nil)

        let timed = try #require(UUID(uuidString: text.replacing("4DEF", with: "1DEF")))
        #expect(try wire(timed, as: .timeuuid) == hex.replacing("4def", with: "1def"))
        #expect(try read(wire(timed, as: .timeuuid), as: .timeuuid) == timed)
        #expect(UUID(try #require(TimeUUID(timed))) == timed)
        for version in 0...15 where version != 1 {
            let other = UUID(CQLUUID(high: UInt64(version) << 12, low: 0))
            #expect(throws: WireError.outOfRange) { try wire(other, as: .timeuuid) }
        }
        var generator = Seed.forThisRun().generator
        for _ in 0..<200 {
            let value = CQLUUID(high: generator.next(), low: generator.next())
            #expect(CQLUUID(UUID(value)) == value && UUID(value).uuidString.lowercased() == value.description)
        }
        #expect(throws: WireError.wrongLength(expected: 16, actual: 15)) {
            try read(cell(.init(repeating: 0, count: 15)), as: .uuid, UUID.self)
        }
        #expect(UUID.decodingPlan(for: .blob) == nil && UUID.encodingPlan(for: .text) == nil)
    }

    @Test("D-36, D-38 a date gives back the millisecond that it was made from, as far as a date can")
    func exactDates() throws {
        var random = RandomValues(.forThisRun())
        let limit: Int64 = 8_640_000_000_000_000
        var milliseconds: [Int64] = [
            -limit, limit, -limit + 1, limit - 1, 0, -1, 1, -999, -1_000, -1_001, 999, 978_307_200_000, 978_307_199_999,
            -62_135_596_800_000, 253_402_300_799_999, 4_398_046_511_104_000, 4_398_046_511_103_999,
            -4_398_046_511_104_001,
        ]
        for bits in 1...53 {
            for _ in 0..<40 {
                milliseconds.append(Int64(truncatingIfNeeded: random.generator.next() as UInt64) >> Int64(64 - bits))
            }
        }
        for milliseconds in milliseconds where (-limit...limit).contains(milliseconds) {
            let timestamp = CQLTimestamp(millisecondsSinceEpoch: milliseconds)
            let date = try #require(Date(timestamp))
            #expect(CQLTimestamp(date) == timestamp)
            #expect(try read(wire(timestamp, as: .timestamp), as: .timestamp) == date)
            #expect(try wire(date, as: .timestamp) == wire(timestamp, as: .timestamp))
        }
    }

    @Test("D-38 a date between two milliseconds belongs to the earlier one, before 1970 too")
    func flooredDates() throws {
        let rows: [(seconds: Double, milliseconds: Int64)] = [
            (0, 0), (0.0005, 0), (0.000_999, 0), (0.001, 1), (1.5, 1_500), (-0.000_1, -1), (-0.001, -1), (-0.001_1, -2),
            (-0.5, -500),
            (-1.000_5, -1_001), (1_700_000_000.123_9, 1_700_000_000_123), (1_700_000_000.123_999, 1_700_000_000_123),
            (-1_700_000_000.123_1, -1_700_000_000_124), (-62_135_596_800.000_5, -62_135_596_800_001),
        ]
        for (seconds, milliseconds) in rows {
            let date = Date(timeIntervalSince1970: seconds)
            #expect(CQLTimestamp(date)?.millisecondsSinceEpoch == milliseconds, "\(seconds)")
            #expect(
                try wire(date, as: .timestamp)
                    == wire(CQLTimestamp(millisecondsSinceEpoch: milliseconds), as: .timestamp))
        }
        #expect(CQLTimestamp(Date.distantPast) != nil && CQLTimestamp(Date.distantFuture) != nil)
        #expect(try read("00000008" + "ffffffffffffffff", as: .timestamp) == Date(timeIntervalSince1970: -0.001))
    }

    @Test("D-36, D-38 what is not finite, or too far away to be told apart, is out of range both ways")
    func farDates() {
        let seconds: [Double] = [
            .nan, .signalingNaN, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1e300,
            9.3e15, -9.3e15, 1e13,
            -1e13, 8_640_000_000_000.002, -8_640_000_000_000.002,
        ]
        for seconds in seconds {
            let date = Date(timeIntervalSince1970: seconds)
            #expect(throws: WireError.outOfRange, "\(seconds)") { try wire(date, as: .timestamp) }
            #expect(CQLTimestamp(date) == nil && CQLDate(date) == nil)
        }
        for milliseconds: Int64 in [.min, .max, 8_640_000_000_000_001, -8_640_000_000_000_001, 9_007_199_254_740_993] {
            let timestamp = CQLTimestamp(millisecondsSinceEpoch: milliseconds)
            #expect(Date(timestamp) == nil)
            #expect(throws: WireError.outOfRange) {
                try read(wire(timestamp, as: .timestamp), as: .timestamp, Date.self)
            }
            #expect(throws: WireError.outOfRange) {
                try read(wire(timestamp, as: .timestamp), as: .timestamp, Date?.self)
            }
        }
        #expect(Date.decodingPlan(for: .date) == nil && Date.encodingPlan(for: .bigint) == nil)
    }

    @Test("D-36 a day is a date at its beginning in UTC, for all 2^32 days")
    func days() throws {
        let rows: [(days: Int32, seconds: Double)] = [
            (0, 0), (1, 86_400), (-1, -86_400), (.max, 185_542_587_100_800), (.min, -185_542_587_187_200),
            (19_782, 1_709_164_800),
        ]
        for (days, seconds) in rows {
            #expect(Date(CQLDate(daysSinceEpoch: days)).timeIntervalSince1970 == seconds)
        }
        for (seconds, days): (Double, Int32) in [
            (0, 0), (86_399.999, 0), (86_400, 1), (-0.001, -1), (-86_400, -1), (-86_400.001, -2),
        ] {
            #expect(CQLDate(Date(timeIntervalSince1970: seconds))?.daysSinceEpoch == days, "\(seconds)")
        }
    }

    @Test("D-55 data goes into blobs as it is, slices of it too")
    func data() throws {
        let bytes = [UInt8](0...255)
        let data = Data(bytes)
        #expect(try wire(data, as: .blob) == cell(bytes))
        #expect(try wire(data[100..<104], as: .blob) == "0000000464656667")
        #expect(try wire(Data(), as: .blob) == "00000000")
        #expect(try wire(data, as: .custom("org.example.Type")) == cell(bytes))
        #expect(try read(cell(bytes), as: .blob) == data)
        #expect(try read("00000000", as: .blob) == Data())
        #expect(
            ByteSlice(data[100..<104]) == [100, 101, 102, 103]
                && Data(ByteSlice(bytes).slice(100..<104)) == data[100..<104])
        #expect(Data.decodingPlan(for: .text) == nil && Data.encodingPlan(for: .list(.tinyint)) == nil)
    }

    @Test("D-34 a Decimal is exactly the number that was read, or out of range")
    func readDecimals() throws {
        let digits = "340282366920938463463374607431768211455"  // 2^128 - 1
        let exact: [(number: String, decimal: String)] = [
            ("0", "0"), ("0.000", "0"), ("0E+2147483647", "0"), ("0E-2147483647", "0"), ("1", "1"), ("-1.50", "-1.5"),
            ("100", "100"),
            ("1E+2", "100"), ("12345678901234567890.123456789", "12345678901234567890.123456789"),
            ("18446744073709551615", "18446744073709551615"),
            ("-18446744073709551616", "-18446744073709551616"), (digits, digits), ("-\(digits)", "-\(digits)"),
            (digits + "000", digits + "000"),
            ("1" + String(repeating: "0", count: 100), "1" + String(repeating: "0", count: 100)),
            ("1E-127", "0." + String(repeating: "0", count: 126) + "1"),
            ("1000E-131", "0." + String(repeating: "0", count: 127) + "1"),
            ("1E+127", "1" + String(repeating: "0", count: 127)), ("1." + String(repeating: "0", count: 200), "1"),
        ]
        for (number, text) in exact {
            let value = try #require(CQLDecimal(number))
            let decimal: Decimal = try read(wire(value, as: .decimal), as: .decimal)
            #expect(decimal.description == text, "\(number)")
            #expect(try #require(CQLDecimal(decimal)).isNumericallyEqual(to: value), "\(number)")
        }
        let outOfRange = [
            "340282366920938463463374607431768211456", "-340282366920938463463374607431768211457", "1E+166", "1E-129",
            "1E+2147483647",
            "1E-2147483647", "1234567890123456789012345678901234567890.5", "0." + String(repeating: "3", count: 40),
            String(repeating: "9", count: 1_000),
            "1" + String(repeating: "0", count: 1_000),
        ]
        for number in outOfRange {
            let value = try #require(CQLDecimal(number))
            #expect(Decimal(value) == nil, "\(number)")
            #expect(throws: WireError.outOfRange, "\(number)") {
                try read(wire(value, as: .decimal), as: .decimal, Decimal.self)
            }
        }
    }

    @Test("D-34 a Decimal is written with all its digits; not-a-number is out of range")
    func writtenDecimals() throws {
        let rows: [(decimal: Decimal?, number: String)] = [
            (0, "0"), (Decimal(string: "1.50"), "1.5"), (-100, "-100"), (Decimal(string: "0.001"), "0.001"),
            (Decimal(string: "-340282366920938463463374607431768211455"), "-340282366920938463463374607431768211455"),
            (Decimal(sign: .minus, exponent: -128, significand: 1), "-1E-128"),
            (Decimal(UInt64.max), "18446744073709551615"),
            (Decimal(sign: .plus, exponent: 100, significand: 3), "3" + String(repeating: "0", count: 100)),
        ]
        for (decimal, number) in rows {
            let decimal = try #require(decimal)
            let expected = try #require(CQLDecimal(number))
            #expect(CQLDecimal(decimal) == expected)
            #expect(try wire(decimal, as: .decimal) == wire(expected, as: .decimal))
            #expect(try read(wire(decimal, as: .decimal), as: .decimal) == decimal)
        }
        #expect(throws: WireError.outOfRange) { try wire(Decimal.nan, as: .decimal) }
        #expect(
            CQLDecimal(Decimal.nan) == nil && Decimal.decodingPlan(for: .double) == nil
                && Decimal.encodingPlan(for: .int) == nil)
        var random = RandomValues(.forThisRun())
        for _ in 0..<500 {
            let digits = CQLVarint(bigEndianTwosComplement: [0] + random.bytes(1...16)) ?? 0
            let value = CQLDecimal(
                unscaled: random.number(0...1) == 0 ? digits : digits.negated, scale: Int32(random.number(-80...120)))
            let decimal = try #require(Decimal(value), "\(value)")
            #expect(try #require(CQLDecimal(decimal)).isNumericallyEqual(to: value), "\(value)")
        }
    }
}
