import Bytes
import TestKit
import Testing

@Suite struct ByteReaderTests {
    private static let sample: [UInt8] = [0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF, 0x12, 0x34]

    private func reader(_ bytes: [UInt8]) -> ByteReader { ByteReader(ByteSlice(bytes)) }

    @Test func integersAreBigEndianAndSigned() throws {
        var reader = reader([0x01, 0xFF, 0xFE, 0x80, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFD])
        #expect(try reader.readUInt8() == 1)
        #expect(try reader.readInteger(as: Int16.self) == -2)
        #expect(try reader.readInteger(as: Int32.self) == Int32.min + 1)
        #expect(try reader.readInteger(as: Int64.self) == -3)
        #expect(reader.remaining == 0)
    }

    /// What reads so many bytes, and whether it succeeded.
    private typealias Read = (width: Int, name: String, read: @Sendable (inout ByteReader) -> Bool)

    private static let reads: [Read] = [
        (1, "UInt8", { (try? $0.readUInt8()) != nil }),
        (1, "Int8", { (try? $0.readInteger(as: Int8.self)) != nil }),
        (2, "UInt16", { (try? $0.readInteger(as: UInt16.self)) != nil }),
        (4, "length", { (try? $0.readLength()) != nil }),
        (4, "UInt32", { (try? $0.readInteger(as: UInt32.self)) != nil }),
        (8, "UInt64", { (try? $0.readInteger(as: UInt64.self)) != nil }),
        (3, "skip", { (try? $0.skip(3)) != nil }),
        (3, "slice", { (try? $0.readSlice(3)) != nil }),
        (3, "part", { (try? $0.readPart(3)) != nil }),
        (3, "text", { (try? $0.readText(3)) != nil }),
        (3, "display text", { (try? $0.readDisplayText(3)) != nil }),
        (3, "bytes", { (try? lend(&$0, 3)) == 3 }),
    ]

    private static func lend(_ reader: inout ByteReader, _ count: Int) throws(EndOfBytes) -> Int {
        func size(_ bytes: UnsafeRawBufferPointer) throws(EndOfBytes) -> Int { bytes.count }
        return try unsafe reader.withBytes(count, size, atEnd: EndOfBytes())
    }

    @Test("every read succeeds on the last bytes, and fails without moving where one is missing")
    func edges() throws {
        for (width, name, read) in ByteReaderTests.reads {
            for count in 0...8 {
                var reader = reader(Array(ByteReaderTests.sample.prefix(count)))
                #expect(read(&reader) == (count >= width), "\(name) of \(count) bytes")
                #expect(reader.remaining == (count >= width ? count - width : count), "\(name) of \(count) bytes")
            }
        }
    }

    @Test("counts that are negative or beyond the end are refused", arguments: [-1, Int.min, 9, Int.max])
    func impossibleCounts(count: Int) throws {
        var reader = reader(ByteReaderTests.sample)
        #expect(throws: EndOfBytes.self) { try reader.skip(count) }
        #expect(throws: EndOfBytes.self) { try reader.readSlice(count) }
        #expect(throws: EndOfBytes.self) { try reader.readPart(count) }
        #expect(throws: EndOfBytes.self) { try reader.readText(count) }
        #expect(throws: EndOfBytes.self) { try reader.readDisplayText(count) }
        #expect(throws: EndOfBytes.self) { try ByteReaderTests.lend(&reader, count) }
        #expect(!reader.isASCII(count))
        #expect(reader.remaining == 8 && reader.offset == 0)
    }

    @Test func unalignedReadsGiveTheSame() throws {
        let bytes = (0..<32).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        for start in 0..<16 {
            var direct = ByteReader(ByteSlice(bytes).slice(start..<32))
            var copied = reader(Array(bytes[start...]))
            #expect(try direct.readInteger(as: UInt64.self) == copied.readInteger(as: UInt64.self))
            #expect(try direct.readInteger(as: UInt32.self) == copied.readInteger(as: UInt32.self))
            #expect(try direct.readInteger(as: UInt16.self) == copied.readInteger(as: UInt16.self))
        }
    }

    @Test func aReaderOfASliceStaysInside() throws {
        var reader = ByteReader(ByteSlice(ByteReaderTests.sample).slice(2..<5))
        #expect(reader.remaining == 3 && reader.offset == 2)
        #expect(try reader.readSlice(3) == [0x7F, 0x80, 0xFE])
        #expect(throws: EndOfBytes.self) { try reader.readUInt8() }
    }

    @Test func anEmptySliceReadsNothing() throws {
        var reader = ByteReader(ByteSlice())
        #expect(reader.remaining == 0)
        #expect(try reader.readSlice(0).isEmpty)
        #expect(try reader.readText(0)?.isEmpty == true)
        #expect(throws: EndOfBytes.self) { try reader.readUInt8() }
    }

    @Test func partsEndWhereTheyShould() throws {
        var reader = reader(ByteReaderTests.sample)
        try reader.skip(1)
        var part = try reader.readPart(4)
        var inner = try part.readPart(2)
        #expect(reader.remaining == 3 && part.remaining == 2 && inner.remaining == 2)
        #expect(try inner.readInteger(as: UInt16.self) == 0x017F)
        #expect(throws: EndOfBytes.self) { try inner.readUInt8() }
        #expect(try part.readInteger(as: UInt16.self) == 0x80FE)
        #expect(throws: EndOfBytes.self) { try part.readUInt8() }
        #expect(try reader.readUInt8() == 0xFF)
    }

    @Test func setRemainingGoesBothWays() throws {
        var reader = reader(ByteReaderTests.sample)
        reader.setRemaining(2)
        #expect(try reader.readInteger(as: UInt16.self) == 0x1234)
        reader.setRemaining(8)
        #expect(reader.offset == 0)
        reader.setRemaining(0)
        #expect(reader.offset == 8)
    }

    @Test func sliceUpToIsWhatWasConsumed() throws {
        let start = reader(ByteReaderTests.sample)
        var later = start
        #expect(start.slice(upTo: later).isEmpty)
        try later.skip(5)
        #expect(start.slice(upTo: later) == [0x00, 0x01, 0x7F, 0x80, 0xFE])
    }

    @Test(
        "text is UTF-8 or nothing, display text is always something",
        arguments: [
            ([0x68, 0xC3, 0xA9], "hé", "hé"), ([0xC3, 0x28], nil, "\u{FFFD}("), ([0xED, 0xA0, 0x80], nil, nil),
            ([0xF0, 0x9F, 0x98], nil, "\u{FFFD}"), ([0x00], "\0", "\0"), ([], "", ""),
        ] as [([UInt8], String?, String?)])
    func text(bytes: [UInt8], strict: String?, shown: String?) throws {
        var first = reader(bytes)
        var second = first
        #expect(try first.readText(bytes.count) == strict)
        let text = try second.readDisplayText(bytes.count)
        if let shown { #expect(text == shown) } else { #expect(text.contains("\u{FFFD}")) }
        #expect(first.remaining == 0 && second.remaining == 0)
    }

    @Test func asciiLooksAheadOnly() throws {
        let reader = reader([0x00, 0x7F, 0x80])
        #expect(reader.isASCII(0) && reader.isASCII(2) && !reader.isASCII(3) && !reader.isASCII(4))
        #expect(reader.remaining == 3)
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
            guard var part = try? reader.readPart(2) else { return }
            part.setRemaining(3)
        }
    }
}
