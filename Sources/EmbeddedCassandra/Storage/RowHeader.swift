import Bytes

/// What stands in a block before its cells.
///
/// A block is: a byte of flags; the base timestamp, which is that of the row's marker, or without one that of the first
/// cell; the key with its length; the marker's time to live and end; the row's deletion; the cells. A cell is: its column;
/// a byte of kind and flags; a timestamp unless it is the base; its end unless it is the marker's; path; value. Lengths
/// and columns are variable integers, all other numbers lie as the machine has them. One content has one form, so that
/// equal rows have equal bytes.
@safe struct RowHeader {
    enum Flags {
        static let hasMarker: UInt8 = 1
        static let markerExpires: UInt8 = 2
        static let hasDeletion: UInt8 = 4
        /// Some cell is not simply live for ever: it expires, is a tombstone, or part of something.
        static let hasSpecialCells: UInt8 = 8
    }

    static let keyOffset = 9

    var flags: UInt8
    var base: Int64
    var timeToLive: Int32 = 0
    var expiresAt: Int64 = 0
    var deletion = DeletionTime.live
    var key: UnsafeRawBufferPointer
    /// Where the cells begin.
    var cells: UnsafeRawPointer

    /// Only the key.
    @inline(__always) static func key(of storage: ByteStorage) -> UnsafeRawBufferPointer {
        var position = unsafe UnsafeRawPointer(storage.start) + keyOffset
        let length = unsafe BlockInteger.read(&position)
        return unsafe UnsafeRawBufferPointer(start: position, count: length)
    }

    /// Only the flags.
    @inline(__always) static func flags(of storage: ByteStorage) -> UInt8 {
        unsafe storage.start.load(as: UInt8.self)
    }

    var hasMarker: Bool { flags & Flags.hasMarker != 0 }

    @inline(__always) var marker: RowMarker? {
        hasMarker ? RowMarker(timestamp: base, timeToLive: timeToLive, expiresAt: expiresAt) : nil
    }

    @inline(__always) init(_ storage: ByteStorage) {
        var position = unsafe UnsafeRawPointer(storage.start)
        flags = unsafe position.load(as: UInt8.self)
        base = unsafe position.loadUnaligned(fromByteOffset: 1, as: Int64.self)
        unsafe position += Self.keyOffset
        let length = unsafe BlockInteger.read(&position)
        unsafe key = UnsafeRawBufferPointer(start: position, count: length)
        unsafe position += length
        if flags & Flags.markerExpires != 0 {
            timeToLive = unsafe position.loadUnaligned(as: Int32.self)
            expiresAt = unsafe position.loadUnaligned(fromByteOffset: 4, as: Int64.self)
            unsafe position += 12
        }
        if flags & Flags.hasDeletion != 0 {
            deletion.timestamp = unsafe position.loadUnaligned(as: Int64.self)
            deletion.localSeconds = unsafe position.loadUnaligned(fromByteOffset: 8, as: Int32.self)
            unsafe position += 12
        }
        unsafe cells = position
    }
}

/// Variable integers of blocks: seven bits a byte, the lowest first. Blocks are made here, so nothing is checked.
enum BlockInteger {
    @inline(__always) static func read(_ position: inout UnsafeRawPointer) -> Int {
        let first = unsafe position.load(as: UInt8.self)
        unsafe position += 1
        if first < 0x80 { return Int(first) }
        return unsafe readRest(&position, first)
    }

    @inline(never) private static func readRest(_ position: inout UnsafeRawPointer, _ first: UInt8) -> Int {
        var value = Int(first & 0x7F)
        var shift = 7
        while true {
            let byte = unsafe position.load(as: UInt8.self)
            unsafe position += 1
            value |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
    }

    @inline(__always) static func size(of value: Int) -> Int {
        value < 0x80 ? 1 : (UInt.bitWidth - UInt(bitPattern: value).leadingZeroBitCount + 6) / 7
    }

    @inline(__always) static func write(_ value: Int, to writer: inout ByteWriter) {
        var rest = UInt(bitPattern: value)
        while rest >= 0x80 {
            writer.write(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        writer.write(UInt8(truncatingIfNeeded: rest))
    }
}
