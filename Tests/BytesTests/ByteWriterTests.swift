import Bytes
import TestKit
import Testing

@Suite struct ByteWriterTests {
    @Test func integersAreBigEndian() {
        var writer = ByteWriter(capacity: 0)
        writer.write(UInt8(1))
        writer.write(Int16(-2))
        writer.write(Int32.min + 1)
        writer.write(Int64(-3))
        writer.write(Int32(4), UInt8(5))
        #expect(writer.count == 20)
        #expect(
            Array(ByteSlice(writer.finish())).hex
                == "01" + "fffe" + "80000001" + "fffffffffffffffd" + "00000004" + "05")
    }

    @Test("a writer grows from any capacity, and keeps what it has", arguments: [0, 1, 7, 64, 1000])
    func growth(capacity: Int) {
        var writer = ByteWriter(capacity: capacity)
        var expected: [UInt8] = []
        for number in 0..<500 {
            let run = Array(repeating: UInt8(truncatingIfNeeded: number), count: number % 17)
            writer.write(run)
            writer.write(UInt16(number))
            expected += run + [UInt8(number >> 8), UInt8(truncatingIfNeeded: number)]
            #expect(writer.count == expected.count)
        }
        let storage = writer.finish()
        #expect(storage.count == expected.count && storage.room <= max(capacity, 2 * expected.count + 64))
        #expect(Array(ByteSlice(storage)) == expected)
    }

    @Test func reservingIsExactAtTheEdge() {
        var writer = ByteWriter(capacity: 8)
        writer.reserve(8)
        #expect(writer.storage.room == 8)
        writer.write(UInt64(1))
        #expect(writer.storage.room == 8)
        writer.reserve(0)
        #expect(writer.storage.room == 8)
        writer.reserve(1)
        #expect(writer.storage.room > 8 && writer.count == 8)
    }

    @Test("a large writer grows as far as a block can")
    func largeGrowth() {
        // Pages that nobody writes to cost nothing.
        var writer = ByteWriter(capacity: 3 << 30)
        writer.reserve(3 << 30 | 1)
        #expect(writer.storage.room > 3 << 30 && writer.storage.room <= ByteStorage.maximumCapacity)
    }

    @Test func emptyInputsWriteNothing() {
        var writer = ByteWriter(capacity: 0)
        writer.write([])
        writer.write(ByteSlice())
        writer.write(utf8: "")
        #expect(writer.count == 0 && writer.storage.room == 0)
        #expect(ByteSlice(writer.finish()).isEmpty)
    }

    @Test func textsGoOutAsUTF8() {
        var writer = ByteWriter(capacity: 0)
        writer.write(utf8: "é😀")
        let areWritten = [
            writer.write(utf8: "é", length: UInt16.self), writer.write(utf8: "", length: Int32.self),
            writer.write(utf8: String(repeating: "x", count: 65_536), length: UInt16.self),
        ]
        #expect(areWritten == [true, true, false])
        #expect(Array(ByteSlice(writer.finish())).hex == "c3a9f09f9880" + "0002c3a9" + "00000000")
    }

    @Test func aSliceGoesOutWithoutWhatIsAroundIt() {
        var writer = ByteWriter(capacity: 0)
        writer.write(ByteSlice([1, 2, 3, 4]).slice(1..<3))
        #expect(Array(ByteSlice(writer.finish())) == [2, 3])
    }

    @Test func patchingOverwritesAndReadsBack() {
        var writer = ByteWriter(capacity: 4)
        writer.write(UInt32(0))
        writer.write(UInt8(9))
        writer.patch(UInt16(0xABCD), at: 0)
        writer.patch(UInt16(0x1234), at: 3)
        #expect(writer.written(at: 0, as: UInt32.self) == 0xABCD_0012)
        #expect(writer.written(at: 1, as: UInt32.self) == 0xCD00_1234)
        #expect(Array(ByteSlice(writer.finish())).hex == "abcd001234")
    }

    @Test func truncatingForgets() {
        var writer = ByteWriter(capacity: 4)
        writer.write(UInt32(0x0102_0304))
        writer.truncate(to: 4)
        writer.truncate(to: 1)
        writer.write(UInt8(9))
        #expect(Array(ByteSlice(writer.finish())) == [1, 9])
    }

    // MARK: Invariants

    @Test func onlyWrittenBytesCanBeOverwritten() async {
        await #expect(processExitsWith: .failure) {
            var writer = ByteWriter(capacity: 16)
            writer.write(UInt32(0))
            writer.patch(UInt32(1), at: 1)
        }
        await #expect(processExitsWith: .failure) {
            var writer = ByteWriter(capacity: 16)
            writer.write(UInt32(0))
            writer.patch(UInt8(1), at: -1)
        }
    }

    @Test func onlyWrittenBytesCanBeReadBack() async {
        await #expect(processExitsWith: .failure) {
            var writer = ByteWriter(capacity: 16)
            writer.write(UInt32(0))
            _ = writer.written(at: 1, as: UInt32.self)
        }
    }

    @Test func onlyWrittenBytesCanBeForgotten() async {
        await #expect(processExitsWith: .failure) {
            var writer = ByteWriter(capacity: 16)
            writer.write(UInt32(0))
            writer.truncate(to: 5)
        }
    }
}
