import CassandraWire
import TestKit
import Testing

@Suite struct CQLDurationTests {
    @Test func `durations are read as Cassandra reads them`() {
        for (text, parts) in CassandraTextOracle.durations {
            let value = CQLDuration(text)
            #expect(value?.months == parts?.months, "\(text)")
            #expect(value?.days == parts?.days, "\(text)")
            #expect(value?.nanoseconds == parts?.nanoseconds, "\(text)")
            if let value {
                #expect(CQLDuration(value.description) == value, "\(text)")
            }
        }
    }

    @Test("D-39 the smallest of each part, which CQL has no literal for, reads back what it writes")
    func smallest() {
        let smallest = CQLDuration(months: .min, days: .min, nanoseconds: .min)
        #expect(smallest?.description == "-178956970y8mo2147483648d2562047h47m16s854ms775us808ns")
        #expect(CQLDuration("-178956970y8mo2147483648d2562047h47m16s854ms775us808ns") == smallest)
        #expect(CQLDuration("178956970y8mo") == nil)
        #expect(CQLDuration("-178956970y9mo") == nil)
        #expect(CQLDuration("-9223372036854775809ns") == nil)
        #expect(CQLDuration.zero.description == "0s")
        #expect(CQLDuration("0s") == .zero)
    }

    @Test("D-39 parts above and below zero don't mix")
    func signs() {
        for (months, days, nanoseconds) in [(1, -1, 0), (-1, 0, 1), (0, 1, -1), (1, 1, -1)] as [(Int32, Int32, Int64)] {
            #expect(CQLDuration(months: months, days: days, nanoseconds: nanoseconds) == nil)
        }
        #expect(CQLDuration(months: 0, days: -1, nanoseconds: 0)?.isNegative == true)
        #expect(CQLDuration(months: 0, days: 0, nanoseconds: 0) == .zero)
        #expect(CQLDuration("24h") != CQLDuration("1d"))
    }

    @Test("D-39 wire forms that are no duration are refused, each for its reason")
    func wireErrors() {
        let cases: [(hex: String, error: CQLDurationError)] = [
            ("", .truncated), ("00", .truncated), ("0000", .truncated), ("000080", .truncated), ("ff", .truncated),
            ("0000ffffffffffffffff", .truncated), ("00000000", .trailingBytes), ("020100", .mixedSigns),
            ("f1ffffffff0000", .monthsOutOfRange), ("00f1ffffffff00", .daysOutOfRange),
            ("ffffffffffffffffff0000", .monthsOutOfRange), ("f1000000000000", .monthsOutOfRange),
        ]
        for (hexadecimal, error) in cases {
            #expect(throws: error, "\(hexadecimal)") { try CQLDuration(vintBytes: [UInt8](hex: hexadecimal)) }
        }
    }

    @Test("D-25 any bytes are a duration that reads back, or an error")
    func randomBytes() throws {
        var random = Seed.forThisRun().generator
        for _ in 0..<5_000 {
            let input = random.signedBytes(.random(in: 0...28, using: &random))
            guard let value = try? CQLDuration(vintBytes: input) else { continue }
            var output: [UInt8] = []
            value.appendVintBytes(to: &output)
            #expect(try CQLDuration(vintBytes: output) == value)
            #expect(output.count <= input.count)
        }
        for _ in 0..<2_000 {
            let (months, days) = (random.anyMagnitude() >> 32, random.anyMagnitude() >> 32)
            let nanoseconds = random.anyMagnitude()
            guard
                let value = CQLDuration(
                    months: Int32(truncatingIfNeeded: months), days: Int32(truncatingIfNeeded: days),
                    nanoseconds: nanoseconds)
            else { continue }
            var output: [UInt8] = []
            value.appendVintBytes(to: &output)
            #expect(output.count == value.vintByteCount)
            // A slice, whose indices don't begin at zero.
            #expect(try CQLDuration(vintBytes: ([1, 2] + output)[2...]) == value)
            #expect(CQLDuration(value.description) == value)
        }
    }
}
