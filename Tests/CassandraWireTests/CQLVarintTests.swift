import CassandraWire
import TestKit
import Testing

@Suite struct CQLVarintTests {
    @Test("D-33 varints are Python's integers, in text and in bytes")
    func conversions() throws {
        for (text, hexadecimal) in PythonOracle.varints {
            let value = try #require(CQLVarint(text))
            #expect(value.bigEndianTwosComplement.hex == hexadecimal, "\(text)")
            #expect(value.byteCount == hexadecimal.utf8.count / 2)
            #expect(value.withBigEndianBytes { span in span.indices.map { span[$0] }.hex } == hexadecimal)
            let read = try #require(CQLVarint(bigEndianTwosComplement: [UInt8](hex: hexadecimal)))
            #expect(read == value)
            #expect(read.hashValue == value.hashValue)
            #expect(read.description == text)
            #expect(value.isNegative == text.hasPrefix("-"))
            #expect(value.signum() == (text.hasPrefix("-") ? -1 : 1))
            #expect(value.negated.description == (text.hasPrefix("-") ? String(text.dropFirst()) : "-" + text))
            #expect(value.negated.negated == value)
            #expect(value.magnitude.description == (text.hasPrefix("-") ? String(text.dropFirst()) : text))
        }
    }

    @Test("D-33 a varint of 4,096 bits keeps every digit")
    func largest4096Bits() throws {
        let large = try #require(CQLVarint(bigEndianTwosComplement: [0x7F] + Array(repeating: 0xFF, count: 511)))
        #expect(large.description == PythonOracle.largest4096Bits)
        #expect(CQLVarint(PythonOracle.largest4096Bits) == large)
        #expect(large.negated.bigEndianTwosComplement == [0x80] + Array(repeating: 0, count: 510) + [1])
        #expect(large.negated.description == "-" + PythonOracle.largest4096Bits)
    }

    @Test("D-33 surplus sign bytes are read and not written")
    func surplusSignBytes() throws {
        let forms: [(hex: String, minimal: String, text: String)] = [
            ("007f", "7f", "127"), ("ff80", "80", "-128"), ("0080", "0080", "128"), ("ff7f", "ff7f", "-129"),
            ("000000", "00", "0"), ("ffffff", "ff", "-1"), ("00000000000000000000000001", "01", "1"),
            ("ffffffffffffffffffffff80", "80", "-128"),
            ("00008000000000000000", "008000000000000000", "9223372036854775808"),
            ("ffff7fffffffffffffff", "ff7fffffffffffffff", "-9223372036854775809"),
        ]
        for (form, minimal, text) in forms {
            let value = try #require(CQLVarint(bigEndianTwosComplement: [UInt8](hex: form)))
            #expect(value.bigEndianTwosComplement.hex == minimal)
            #expect(value.description == text)
            #expect(value == CQLVarint(text))
        }
        #expect(CQLVarint(bigEndianTwosComplement: [UInt8]()) == nil)
    }

    @Test func `text that is no integer is refused`() {
        for text in ["", "+", "-", "+-1", "--1", " 1", "1 ", "1.0", "1e3", "0x10", "1_000", "١", "１", "12a"] {
            #expect(CQLVarint(text) == nil, "\(text)")
        }
        for (text, value) in [("-0", 0), ("+0", 0), ("+17", 17), ("000", 0), ("-00017", -17)] as [(String, CQLVarint)] {
            #expect(CQLVarint(text) == value)
        }
        #expect(CQLVarint(String(repeating: "0", count: 500) + "17") == 17)
    }

    @Test("D-32 every integer type converts at its limits, and refuses what is beyond")
    func integerTypes() {
        func check<T: FixedWidthInteger>(_ type: T.Type) {
            for value in [T.min, T.max, T.min / 2, T.max / 2 + 1, 0, 1, 0 &- 1] {
                let varint = CQLVarint(value)
                #expect(varint.description == String(value))
                #expect(varint.asInteger(T.self) == value)
                #expect(T(exactly: varint) == value)
            }
            let above = CQLVarint(Int128(truncatingIfNeeded: T.max)).description == String(T.max)
            guard above, T.bitWidth < 128 else { return }
            #expect(T(exactly: CQLVarint(Int128(T.max) + 1)) == nil)
            #expect(T(exactly: CQLVarint(Int128(T.min) - 1)) == nil)
        }
        check(Int8.self)
        check(Int16.self)
        check(Int32.self)
        check(Int64.self)
        check(Int.self)
        check(UInt8.self)
        check(UInt16.self)
        check(UInt32.self)
        check(UInt64.self)
        check(UInt.self)
        check(Int128.self)
        check(UInt128.self)
        let beyond: CQLVarint = 340_282_366_920_938_463_463_374_607_431_768_211_456
        #expect(UInt128(exactly: beyond) == nil)
        #expect(Int128(exactly: 170_141_183_460_469_231_731_687_303_715_884_105_728 as CQLVarint) == nil)
        #expect(Int128(exactly: -170_141_183_460_469_231_731_687_303_715_884_105_729 as CQLVarint) == nil)
        #expect(UInt128(exactly: -1 as CQLVarint) == nil)
        #expect(UInt128(exactly: -170_141_183_460_469_231_731_687_303_715_884_105_728 as CQLVarint) == nil)
    }

    @Test func `literals of any size are exact`() {
        let literals: [(value: CQLVarint, text: String)] = [
            (0, "0"), (-1, "-1"), (255, "255"), (-9_223_372_036_854_775_808, "-9223372036854775808"),
            (9_223_372_036_854_775_808, "9223372036854775808"), (-9_223_372_036_854_775_809, "-9223372036854775809"),
            (18_446_744_073_709_551_616, "18446744073709551616"),
            (
                -6_277_101_735_386_680_763_835_789_423_207_666_416_102_355_444_464_034_512_896,
                "-6277101735386680763835789423207666416102355444464034512896"
            ),
        ]
        for (value, text) in literals {
            #expect(value.description == text)
        }
    }

    @Test func `order is that of the numbers`() {
        let sorted = PythonOracle.varints.map { CQLVarint($0.text)! }.sorted()
        for (left, right) in zip(sorted, sorted.dropFirst()) {
            #expect(left == right || left < right)
            #expect(!(right < left))
            let (leftText, rightText) = (left.description, right.description)
            switch (left.isNegative, right.isNegative) {
            case (true, false): break
            case (false, true): Issue.record("\(leftText) before \(rightText)")
            case (false, false): #expect((leftText.count, leftText) <= (rightText.count, rightText))
            case (true, true): #expect((leftText.count, leftText) >= (rightText.count, rightText))
            }
        }
        #expect(CQLVarint(Int64.max) < CQLVarint(UInt64.max))
        #expect(CQLVarint("-9223372036854775809")! < CQLVarint(Int64.min))
    }

    @Test("D-25 any bytes are a varint whose text and bytes are the same number")
    func randomBytes() throws {
        var random = Seed.forThisRun().generator
        for _ in 0..<2_000 {
            let input = random.signedBytes(Int.random(in: 1...40, using: &random))
            let value = try #require(CQLVarint(bigEndianTwosComplement: input))
            let minimal = value.bigEndianTwosComplement
            #expect(Array(input.suffix(minimal.count)) == minimal)
            #expect(CQLVarint(bigEndianTwosComplement: minimal) == value)
            #expect(CQLVarint(value.description) == value)
            #expect(remainder(ofText: value.description) == remainder(ofBytes: input))
        }
    }

    @Test("D-33 numbers of many lengths keep their remainder through the change of base")
    func longNumbers() throws {
        var random = Seed.forThisRun().generator
        // Around the lengths at which the conversion changes its ways, and beyond.
        let lengths = [160, 168, 169, 335, 336, 337, 672, 673, 12_345]
        for count in lengths + (0..<20).map({ _ in Int.random(in: 100...5_000, using: &random) }) {
            for input in [
                random.bytes(count), random.signedBytes(count), [0x7F] + Array(repeating: 0xFF, count: count),
            ] {
                let value = try #require(CQLVarint(bigEndianTwosComplement: input))
                let text = value.description
                #expect(remainder(ofText: text) == remainder(ofBytes: input), "\(count) bytes")
                #expect(CQLVarint(text) == value, "\(count) bytes")
            }
            let digits = "1" + String(repeating: "0", count: count)
            #expect(CQLVarint(digits)?.description == digits)
            #expect(CQLVarint("-" + digits)?.description == "-" + digits)
            let nines = String(repeating: "9", count: count)
            let value = try #require(CQLVarint(nines))
            #expect(value.description == nines)
            #expect(remainder(ofBytes: value.bigEndianTwosComplement) == remainder(ofText: nines))
        }
    }

    @Test("D-33 100,000 digits are read and written in less than a second")
    func manyDigits() throws {
        let text = "-7" + String(repeating: "1234567890", count: 10_000)
        let value = try #require(CQLVarint(text))
        let clock = ContinuousClock()
        var written = ""
        let time = clock.measure { written = value.description }
        #expect(written == text)
        print("description of 100,000 digits: \(time)")
        #if !DEBUG
            #expect(time < .seconds(1))
        #endif
    }

    // Both follow the number digit by digit, without any large integer; the modulus is the prime 2^31 - 1.
    private let modulus: UInt64 = 0x7FFF_FFFF

    private func remainder(ofText text: String) -> UInt64 {
        let rest = text.utf8.drop { $0 == UInt8(ascii: "-") }
            .reduce(UInt64(0)) { ($0 * 10 + UInt64($1 - UInt8(ascii: "0"))) % modulus }
        return text.hasPrefix("-") ? (modulus - rest) % modulus : rest
    }

    private func remainder(ofBytes bytes: [UInt8]) -> UInt64 {
        let isNegative = bytes[0] >= 0x80
        // A negative number is -1 - (its complement).
        let rest = bytes.reduce(UInt64(0)) { ($0 * 256 + UInt64(isNegative ? ~$1 : $1)) % modulus }
        return isNegative ? (2 * modulus - 1 - rest) % modulus : rest
    }
}
