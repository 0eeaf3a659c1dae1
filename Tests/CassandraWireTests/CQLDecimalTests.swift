import CassandraWire
import TestKit
import Testing

@Suite struct CQLDecimalTests {
    @Test("D-34 decimals are written as BigDecimal writes them, extreme scales too")
    func texts() {
        for (unscaled, scale, text, plain) in BigDecimalOracle.texts {
            let value = CQLDecimal(unscaled: unscaled, scale: scale)
            #expect(value.description == text)
            #expect(value.plainText(limit: 100) == plain)
            if let plain {
                #expect(value.plainText(limit: plain.utf8.count) == plain)
                #expect(value.plainText(limit: plain.utf8.count - 1) == nil)
            }
            #expect(CQLDecimal(text) == value)
        }
        #expect(CQLDecimal(unscaled: 1, scale: .min).plainText(limit: 1_000_000) == nil)
        #expect(CQLDecimal(unscaled: 1, scale: .max).plainText(limit: .max >> 33) == nil)
        #expect(CQLDecimal("123456789")?.plainText(limit: 0) == nil)
        #expect(CQLDecimal("1")?.plainText(limit: -1) == nil)
    }

    @Test("D-34 decimals are read as BigDecimal reads them")
    func readings() {
        // Java's exponent has 32 bits too, ours only the scale: so that every value reads back what it writes.
        let beyondJava: [String: (CQLVarint, Int32)] = [
            "1E+2147483648": (1, .min), "1E2147483648": (1, .min), "1.0E2147483648": (10, -2_147_483_647),
            "1.0E2147483649": (10, .min),
        ]
        for (text, number) in BigDecimalOracle.readings {
            let value = CQLDecimal(text)
            let expected = beyondJava[text] ?? number.map { ($0.unscaled, $0.scale) }
            #expect(value?.unscaled == expected?.0, "\(text)")
            #expect(value?.scale == expected?.1, "\(text)")
        }
        #expect(CQLDecimal("1E9223372036854775808") == nil)
        #expect(CQLDecimal("0.1E-9223372036854775808") == nil)
    }

    @Test("D-34 a thousand digits stay exact")
    func thousandDigits() throws {
        let digits = String(repeating: "9876543210", count: 100)
        let value = try #require(CQLDecimal("-" + digits + "." + digits))
        #expect(value.scale == 1_000)
        #expect(value.unscaled.description == "-" + digits + digits)
        #expect(value.description == "-" + digits + "." + digits)
    }

    @Test func `equality is that of the representation, and there is one of the value`() throws {
        let groups: [[String]] = [
            ["1.0", "1.00", "1", "1E+0", "0.1E+1", "100E-2"], ["0", "0.00", "0E+7", "-0", "0E-2147483647"],
            ["-1.5", "-1.50", "-15E-1"], ["1000", "1E+3", "1.0E+3"], ["1.01"], ["10"], ["1E+2147483647"],
            ["1E-2147483647"], ["12345678901234567890123456789E+7", "123456789012345678901234567890000000"],
        ]
        let numbers = try groups.map { try $0.map { try #require(CQLDecimal($0)) } }
        for (index, group) in numbers.enumerated() {
            for (other, otherGroup) in numbers.enumerated() {
                for left in group {
                    for right in otherGroup {
                        #expect(left.isNumericallyEqual(to: right) == (index == other), "\(left) and \(right)")
                    }
                }
            }
        }
        #expect(CQLDecimal("1.0") != CQLDecimal("1.00"))
        #expect(CQLDecimal(7) == CQLDecimal(unscaled: 7, scale: 0))
        #expect(CQLDecimal("18446744073709551616") == 18_446_744_073_709_551_616)
    }

    @Test("D-34 a double becomes its shortest decimal and the nearest double again")
    func doubles() {
        for (value, unscaled, scale) in PythonOracle.doubles {
            #expect(CQLDecimal(value) == CQLDecimal(unscaled: unscaled, scale: scale), "\(value)")
        }
        for (text, value) in PythonOracle.nearestDoubles {
            #expect(Double(CQLDecimal(text)!).bitPattern == value.bitPattern, "\(text)")
        }
        for value in [Double.nan, .infinity, -.infinity] {
            #expect(CQLDecimal(value) == nil)
        }
        #expect(Double(CQLDecimal(unscaled: 1, scale: .min)) == .infinity)
        #expect(Double(CQLDecimal(unscaled: -1, scale: .min)) == -.infinity)
        #expect(Double(CQLDecimal(unscaled: 0, scale: .min)) == 0)
        #expect(Double(CQLDecimal(unscaled: 1, scale: .max)) == 0)
        var random = Seed.forThisRun().generator
        for _ in 0..<5_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            #expect(CQLDecimal(value).map { Double($0) } == value)
        }
    }

    @Test("D-25 any decimal reads back what it writes")
    func roundTrip() {
        var random = Seed.forThisRun().generator
        for _ in 0..<3_000 {
            let unscaled = CQLVarint(bigEndianTwosComplement: random.signedBytes(.random(in: 1...30, using: &random)))!
            let scale = Int32(truncatingIfNeeded: random.anyMagnitude())
            let value = CQLDecimal(unscaled: unscaled, scale: scale)
            #expect(CQLDecimal(value.description) == value)
            #expect(value.description.utf8.count < 100)
            if let plain = value.plainText(limit: 200) {
                #expect(CQLDecimal(plain)?.isNumericallyEqual(to: value) == true, "\(value)")
            }
        }
    }
}
