import Bytes
import TestKit
import Testing

@Suite struct ByteReaderTests {
    private static let sample: [UInt8] = [0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF, 0x12, 0x34]

    private func reader(_ bytes: [UInt8]) -> ByteReader { ByteReader(ByteSlice(bytes)) }

    @Test func integersAreBigEndianAndSigned() {
        var reader = reader([0x01, 0xFF, 0xFE, 0x80, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFD])
        #expect(reader.readUInt8() == 1)
        #expect(reader.readInteger(as: Int16.self) == -2)
        #expect(reader.readInteger(as: Int32.self) == Int32.min + 1)
        #expect(reader.readInteger(as: Int64.self) == -3)
        #expect(reader.remaining == 0)
    }

    /// What reads so many bytes, and whether it succeeded.
    private typealias Read = (width: Int, name: String, read: @Sendable (inout ByteReader) -> Bool)

    private static let reads: [Read] = [
        (1, "UInt8", { $0.readUInt8() != nil }),
        (1, "Int8", { $0.readInteger(as: Int8.self) != nil }),
        (2, "UInt16", { $0.readInteger(as: UInt16.self) != nil }),
        (4, "UInt32", { $0.readInteger(as: UInt32.self) != nil }),
        (8, "UInt64", { $0.readInteger(as: UInt64.self) != nil }),
        (3, "skip", { $0.skip(3) }),
        (3, "slice", { $0.readSlice(3) != nil }),
        (3, "part", { $0.readPart(3) != nil }),
        (3, "text", { $0.readText(3) != nil }),
        (3, "display text", { $0.readDisplayText(3) != nil }),
    ]

    @Test("every read succeeds on the last bytes, and fails without moving where one is missing")
    func edges() {
        for (width, name, read) in ByteReaderTests.reads {
            for count in 0...8 {
                var reader = reader(Array(ByteReaderTests.sample.prefix(count)))
                #expect(read(&reader) == (count >= width), "\(name) of \(count) bytes")
                #expect(reader.remaining == (count >= width ? count - width : count), "\(name) of \(count) bytes")
            }
        }
    }

    @Test("counts that are negative or beyond the end are refused", arguments: [-1, Int.min, 9, Int.max])
    func impossibleCounts(count: Int) {
        var reader = reader(ByteReaderTests.sample)
        #expect(reader.skip(count) == false)
        #expect(reader.readSlice(count) == nil)
        #expect(reader.readPart(count).map(\.remaining) == nil)
        #expect(reader.readText(count) == nil)
        #expect(reader.readDisplayText(count) == nil)
        #expect(!reader.isASCII(count))
        #expect(reader.remaining == 8 && reader.offset == 0)
    }

    @Test func unalignedReadsGiveTheSame() {
        let bytes = (0..<32).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        for start in 0..<16 {
            var direct = ByteReader(ByteSlice(bytes).slice(start..<32))
            var copied = reader(Array(bytes[start...]))
            #expect(direct.readInteger(as: UInt64.self) == copied.readInteger(as: UInt64.self))
            #expect(direct.readInteger(as: UInt32.self) == copied.readInteger(as: UInt32.self))
            #expect(direct.readInteger(as: UInt16.self) == copied.readInteger(as: UInt16.self))
        }
    }

    @Test func aReaderOfASliceStaysInside() {
        var reader = ByteReader(ByteSlice(ByteReaderTests.sample).slice(2..<5))
        #expect(reader.remaining == 3 && reader.offset == 2)
        #expect(reader.readSlice(3) == [0x7F, 0x80, 0xFE])
        #expect(reader.readUInt8() == nil)
    }

    @Test func anEmptySliceReadsNothing() {
        var reader = ByteReader(ByteSlice())
        #expect(reader.remaining == 0)
        #expect(reader.readSlice(0)?.isEmpty == true)
        #expect(reader.readText(0)?.isEmpty == true)
        #expect(reader.readUInt8() == nil)
    }

    @Test func partsEndWhereTheyShould() {
        var reader = reader(ByteReaderTests.sample)
        #expect(reader.skip(1) == true)
        guard var part = reader.readPart(4), var inner = part.readPart(2) else {
            Issue.record("there are parts to be read")
            return
        }
        #expect(reader.remaining == 3 && part.remaining == 2 && inner.remaining == 2)
        #expect(inner.readInteger(as: UInt16.self) == 0x017F)
        #expect(inner.readUInt8() == nil)
        #expect(part.readInteger(as: UInt16.self) == 0x80FE)
        #expect(part.readUInt8() == nil)
        #expect(reader.readUInt8() == 0xFF)
    }

    @Test func setRemainingGoesBothWays() {
        var reader = reader(ByteReaderTests.sample)
        reader.setRemaining(2)
        #expect(reader.readInteger(as: UInt16.self) == 0x1234)
        reader.setRemaining(8)
        #expect(reader.offset == 0)
        reader.setRemaining(0)
        #expect(reader.offset == 8)
    }

    @Test func sliceUpToIsWhatWasConsumed() {
        let start = reader(ByteReaderTests.sample)
        var later = start
        #expect(start.slice(upTo: later).isEmpty)
        #expect(later.skip(5) == true)
        #expect(start.slice(upTo: later) == [0x00, 0x01, 0x7F, 0x80, 0xFE])
    }

    @Test(
        "text is UTF-8 or nothing, display text is always something",
        arguments: [
            ([0x68, 0xC3, 0xA9], "hé", "hé"), ([0xC3, 0x28], nil, "\u{FFFD}("), ([0xED, 0xA0, 0x80], nil, nil),
            ([0xF0, 0x9F, 0x98], nil, "\u{FFFD}"), ([0x00], "\0", "\0"), ([], "", ""),
        ] as [([UInt8], String?, String?)])
    func text(bytes: [UInt8], strict: String?, shown: String?) {
        var first = reader(bytes)
        var second = first
        #expect(first.readText(bytes.count) == strict)
        let text = second.readDisplayText(bytes.count)
        if let shown { #expect(text == shown) } else { #expect(text?.contains("\u{FFFD}") == true) }
        #expect(first.remaining == 0 && second.remaining == 0)
    }

    @Test func asciiLooksAheadOnly() {
        let reader = reader([0x00, 0x7F, 0x80])
        #expect(reader.isASCII(0) && reader.isASCII(2) && !reader.isASCII(3) && !reader.isASCII(4))
        #expect(reader.remaining == 3)
    }

    @Test("a number behind its own length is read at once, behind any other not at all")
    func prefixedNumbers() {
        let cases: [(bytes: [UInt8], value: Int32?)] = [
            ([0, 0, 0, 4, 0, 0, 0, 7], 7), ([0, 0, 0, 4, 0xFF, 0xFF, 0xFF, 0xFE, 9], -2), ([0, 0, 0, 4, 0, 0, 0], nil),
            ([0, 0, 0, 8, 0, 0, 0, 7, 0, 0, 0, 0], nil), ([0xFF, 0xFF, 0xFF, 0xFF], nil), ([0, 0, 0, 0], nil),
            ([], nil),
        ]
        for (bytes, value) in cases {
            var reader = reader(bytes)
            #expect(reader.readPrefixed(as: Int32.self) == value)
            #expect(reader.offset == (value == nil ? 0 : 8))
        }
    }

    // MARK: Invariants

    @Test func aReaderStaysInsideItsBlock() async {
        await #expect(processExitsWith: .failure) {
            var reader = ByteReader(ByteSlice([1, 2, 3]))
            reader.setRemaining(4)
        }
        await #expect(processExitsWith: .failure) {
            var reader = ByteReader(ByteSlice([1, 2, 3]))
            reader.setRemaining(-1)
        }
    }

    @Test func aPartStaysInsideItsBlock() async {
        await #expect(processExitsWith: .failure) {
            var reader = ByteReader(ByteSlice([1, 2, 3, 4]))
            // Three bytes before the part's end would be one before the block's start.
            guard var part = reader.readPart(2) else { return }
            part.setRemaining(3)
        }
    }
}
