import CassandraWire
import TestKit
import Testing

@Suite struct VariableIntegerTests {
    @Test("D-39 a vint has one byte more at each seventh bit, and nine at most")
    func limits() throws {
        let forms: [(value: UInt64, hex: String)] = [
            (0, "00"), (1, "01"), (0x7F, "7f"), (0x80, "8080"), (0x3FFF, "bfff"), (0x4000, "c04000"),
            (0x1F_FFFF, "dfffff"), (0x20_0000, "e0200000"), (0x0FFF_FFFF, "efffffff"), (0x1000_0000, "f010000000"),
            (0x7_FFFF_FFFF, "f7ffffffff"), (0x8_0000_0000, "f80800000000"), (0x3FF_FFFF_FFFF, "fbffffffffff"),
            (0x400_0000_0000, "fc040000000000"), (0x1_FFFF_FFFF_FFFF, "fdffffffffffff"),
            (0x2_0000_0000_0000, "fe02000000000000"), (0xFF_FFFF_FFFF_FFFF, "feffffffffffffff"),
            (0x100_0000_0000_0000, "ff0100000000000000"), (.max, "ffffffffffffffffff"),
        ]
        for (value, form) in forms {
            let input = [UInt8](hex: form)
            var output: [UInt8] = []
            VariableInteger.append(value, to: &output)
            #expect(output.hex == form)
            #expect(VariableInteger.length(value) == input.count)
            #expect(VariableInteger.extraBytes(afterFirst: input[0]) == input.count - 1)
            #expect(VariableInteger.firstByte(of: value, length: input.count) == input[0])
            var index = 0
            #expect(try VariableInteger.read(input, at: &index) == value)
            #expect(index == input.count)
            for count in 0..<input.count {
                index = 0
                #expect(throws: VariableIntegerError.truncated) {
                    try VariableInteger.read(input.prefix(count), at: &index)
                }
                #expect(index == 0)
            }
        }
    }

    @Test func `zig-zag puts small numbers of both signs first`() {
        let pairs: [(Int64, UInt64)] = [(0, 0), (-1, 1), (1, 2), (-2, 3), (2, 4), (.max, .max - 1), (.min, .max)]
        for (signed, unsigned) in pairs {
            #expect(VariableInteger.zigZag(signed) == unsigned)
            #expect(VariableInteger.unZigZag(unsigned) == signed)
        }
    }

    @Test func `numbers of any magnitude read back, and longer forms than needed are read`() throws {
        var random = Seed.forThisRun().generator
        for _ in 0..<5_000 {
            let value = random.anyMagnitude()
            var output: [UInt8] = [0xAA]
            VariableInteger.appendSigned(value, to: &output)
            var index = 1
            #expect(try VariableInteger.readSigned(output, at: &index) == value)
            #expect(index == output.count)
        }
        var index = 0
        #expect(try VariableInteger.read([0xFF, 0, 0, 0, 0, 0, 0, 0, 5] as [UInt8], at: &index) == 5)
        index = 0
        #expect(try VariableInteger.read([0x80, 5] as [UInt8], at: &index) == 5)
    }
}
