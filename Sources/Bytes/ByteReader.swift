/// Thrown by a `ByteReader` when fewer bytes are left than were asked for.
@frozen @usableFromInline package struct EndOfBytes: Error {
    @inlinable package init() {}
}

/// Reads a block from front to back, big-endian; every read is checked against the end.
///
/// It holds raw pointers and the block that keeps them valid: the form that costs least a value. All that can go wrong
/// is `EndOfBytes`; what the bytes mean is the business of the layers above.
///
/// `@unchecked Sendable`: the block is never written again once a reader exists.
@safe @frozen @usableFromInline package struct ByteReader: @unchecked Sendable {
    @usableFromInline package var position: UnsafeRawPointer
    @usableFromInline package var end: UnsafeRawPointer
    @usableFromInline package let storage: ByteStorage

    @inlinable package init(_ storage: ByteStorage) {
        self.storage = storage
        unsafe position = UnsafeRawPointer(storage.start)
        unsafe end = unsafe position + storage.count
    }

    /// Reads a slice; the empty one without a block gets an empty block.
    @inlinable package init(_ slice: ByteSlice) {
        let storage = slice.storage ?? ByteStorage.allocate(capacity: 0)
        self.storage = storage
        unsafe position = UnsafeRawPointer(storage.start) + Int(slice.offset)
        unsafe end = unsafe position + Int(slice.length)
    }

    /// Bytes not yet read.
    @inlinable package var remaining: Int { unsafe end - position }

    /// Where the next byte stands in the block.
    @inlinable package var offset: Int { unsafe position - UnsafeRawPointer(storage.start) }

    @inlinable package mutating func readUInt8() throws(EndOfBytes) -> UInt8 {
        guard unsafe position < end else { throw EndOfBytes() }
        let value = unsafe position.load(as: UInt8.self)
        unsafe position += 1
        return value
    }

    @inlinable package mutating func readInteger<Integer: FixedWidthInteger & BitwiseCopyable>(
        as: Integer.Type
    ) throws(EndOfBytes) -> Integer {
        let width = MemoryLayout<Integer>.size
        guard remaining >= width else { throw EndOfBytes() }
        let value = unsafe position.loadUnaligned(as: Integer.self)
        unsafe position += width
        return Integer(bigEndian: value)
    }

    /// Reads a length or count of 32 bits as `Int`.
    @inlinable package mutating func readLength() throws(EndOfBytes) -> Int {
        Int(try readInteger(as: Int32.self))
    }

    @inlinable package mutating func skip(_ count: Int) throws(EndOfBytes) {
        guard count >= 0 && count <= remaining else { throw EndOfBytes() }
        unsafe position += count
    }

    /// Goes to where `count` bytes are left, forwards or backwards inside the block.
    @inlinable package mutating func setRemaining(_ count: Int) {
        let target = unsafe end - count
        let isInside = unsafe target >= UnsafeRawPointer(storage.start)
        precondition(count >= 0 && isInside, "a reader stays inside its block")
        unsafe position = target
    }

    /// The next `count` bytes as a slice of the same block.
    @inlinable package mutating func readSlice(_ count: Int) throws(EndOfBytes) -> ByteSlice {
        guard count >= 0 && count <= remaining else { throw EndOfBytes() }
        let slice = ByteSlice(
            storage: storage,
            offset: UInt32(truncatingIfNeeded: offset),
            length: UInt32(truncatingIfNeeded: count))
        unsafe position += count
        return slice
    }

    /// Gives the next `count` bytes to `body`, for the time of the call, and goes past them.
    @inlinable package mutating func withBytes<Result, Failure: Error>(
        _ count: Int,
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result,
        atEnd failure: @autoclosure () -> Failure
    ) throws(Failure) -> Result {
        guard count >= 0 && count <= remaining else { throw failure() }
        let bytes = unsafe UnsafeRawBufferPointer(start: position, count: count)
        unsafe position += count
        return try unsafe body(bytes)
    }

    /// A reader over the next `count` bytes only; this one goes past them.
    @inlinable package mutating func readPart(_ count: Int) throws(EndOfBytes) -> ByteReader {
        guard count >= 0 && count <= remaining else { throw EndOfBytes() }
        var part = self
        unsafe position += count
        unsafe part.end = unsafe position
        return part
    }

    /// Everything up to `reader`'s position, read from this one's: what has been consumed between two copies.
    @inlinable package func slice(upTo later: ByteReader) -> ByteSlice {
        ByteSlice(
            storage: storage,
            offset: UInt32(truncatingIfNeeded: offset),
            length: UInt32(truncatingIfNeeded: later.offset - offset))
    }
}
