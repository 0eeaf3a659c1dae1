/// Reads a block from front to back, big-endian; every read is checked against the end.
///
/// It holds raw pointers and the block that keeps them valid: the form that costs least a value. All that can go wrong
/// is that fewer bytes are left than were asked for; that is a `nil`, and what it means is said by the layers above.
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
    @inline(__always) @inlinable package var remaining: Int { unsafe end - position }

    /// Where the next byte stands in the block.
    @inline(__always) @inlinable package var offset: Int { unsafe position - UnsafeRawPointer(storage.start) }

    @inline(__always) @inlinable package mutating func readUInt8() -> UInt8? {
        guard unsafe position < end else { return nil }
        let value = unsafe position.load(as: UInt8.self)
        unsafe position += 1
        return value
    }

    @inline(__always) @inlinable package mutating func readInteger<Integer: FixedWidthInteger & BitwiseCopyable>(
        as: Integer.Type
    ) -> Integer? {
        let width = MemoryLayout<Integer>.size
        guard remaining >= width else { return nil }
        let value = unsafe position.loadUnaligned(as: Integer.self)
        unsafe position += width
        return Integer(bigEndian: value)
    }

    /// Reads a number behind a 32-bit length that is the number's own; `nil`, without moving, for any other length. The
    /// usual cell of a row, behind a single check of the end.
    @inline(__always) @inlinable package mutating func readPrefixed<Integer: FixedWidthInteger & BitwiseCopyable>(
        as: Integer.Type
    ) -> Integer? {
        let width = MemoryLayout<Integer>.size
        guard remaining >= 4 + width else { return nil }
        let length = Int32(bigEndian: unsafe position.loadUnaligned(as: Int32.self))
        guard length == Int32(truncatingIfNeeded: width) else { return nil }
        let value = unsafe position.loadUnaligned(fromByteOffset: 4, as: Integer.self)
        unsafe position += 4 + width
        return Integer(bigEndian: value)
    }

    /// Goes past `count` bytes; `false` when there are not so many.
    @inline(__always) @inlinable package mutating func skip(_ count: Int) -> Bool {
        guard count >= 0 && count <= remaining else { return false }
        unsafe position += count
        return true
    }

    /// Goes to where `count` bytes are left, forwards or backwards inside the block.
    @inline(__always) @inlinable package mutating func setRemaining(_ count: Int) {
        let target = unsafe end - count
        let isInside = unsafe target >= UnsafeRawPointer(storage.start)
        precondition(count >= 0 && isInside, "a reader stays inside its block")
        unsafe position = target
    }

    /// The next `count` bytes as a slice of the same block.
    @inline(__always) @inlinable package mutating func readSlice(_ count: Int) -> ByteSlice? {
        guard count >= 0 && count <= remaining else { return nil }
        let slice = ByteSlice(
            storage: storage,
            offset: UInt32(truncatingIfNeeded: offset),
            length: UInt32(truncatingIfNeeded: count))
        unsafe position += count
        return slice
    }

    /// A reader over the next `count` bytes only; this one goes past them.
    @inline(__always) @inlinable package mutating func readPart(_ count: Int) -> ByteReader? {
        guard count >= 0 && count <= remaining else { return nil }
        var part = self
        unsafe position += count
        unsafe part.end = unsafe position
        return part
    }

    /// Everything up to `reader`'s position, read from this one's: what has been consumed between two copies.
    @inline(__always) @inlinable package func slice(upTo later: ByteReader) -> ByteSlice {
        ByteSlice(
            storage: storage,
            offset: UInt32(truncatingIfNeeded: offset),
            length: UInt32(truncatingIfNeeded: later.offset - offset))
    }
}
