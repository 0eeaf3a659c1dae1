/// Writes a block from front to back, big-endian, growing as needed.
///
/// The finished block is handed on without a copy. The writer is the block's only owner until then.
@safe @frozen @usableFromInline package struct ByteWriter: ~Copyable {
    @usableFromInline package private(set) var storage: ByteStorage
    @usableFromInline package var position: UnsafeMutableRawPointer
    @usableFromInline package private(set) var end: UnsafeMutableRawPointer

    @inlinable package init(capacity: Int) {
        storage = ByteStorage.allocate(capacity: capacity)
        unsafe position = storage.start
        unsafe end = unsafe position + capacity
    }

    /// How many bytes have been written.
    @inline(__always) @inlinable package var count: Int { unsafe position - storage.start }

    /// Makes sure that `count` more bytes fit.
    @inline(__always) @inlinable package mutating func reserve(_ count: Int) {
        if unsafe end - position < count { grow(by: count) }
    }

    @inline(never) @usableFromInline package mutating func grow(by needed: Int) {
        let written = count
        let doubled = min(storage.room * 2, ByteStorage.maximumCapacity)
        let larger = ByteStorage.allocate(capacity: max(written + needed, doubled, 64))
        unsafe larger.start.copyMemory(from: storage.start, byteCount: written)
        storage = larger
        unsafe position = larger.start + written
        unsafe end = larger.start + larger.room
    }

    @inline(__always) @inlinable package mutating func write<Integer: FixedWidthInteger & BitwiseCopyable>(
        _ value: Integer
    ) {
        reserve(MemoryLayout<Integer>.size)
        unsafe position.storeBytes(of: value.bigEndian, as: Integer.self)
        unsafe position += MemoryLayout<Integer>.size
    }

    /// Two numbers behind a single check: a value's length and the value.
    @inline(__always) @inlinable
    package mutating func write<
        First: FixedWidthInteger & BitwiseCopyable, Second: FixedWidthInteger & BitwiseCopyable
    >(_ first: First, _ second: Second) {
        reserve(MemoryLayout<First>.size + MemoryLayout<Second>.size)
        unsafe position.storeBytes(of: first.bigEndian, as: First.self)
        unsafe position += MemoryLayout<First>.size
        unsafe position.storeBytes(of: second.bigEndian, as: Second.self)
        unsafe position += MemoryLayout<Second>.size
    }

    @inline(__always) @inlinable package mutating func write(bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return }
        reserve(bytes.count)
        unsafe position.copyMemory(from: source, byteCount: bytes.count)
        unsafe position += bytes.count
    }

    @inline(__always) @inlinable package mutating func write(_ slice: ByteSlice) {
        unsafe slice.withUnsafeBytes { bytes in unsafe write(bytes: bytes) }
    }

    /// A slice with its count in front; `false`, with nothing written, when the count does not fit.
    @inline(__always) @inlinable package mutating func write<Length: FixedWidthInteger & BitwiseCopyable>(
        _ slice: ByteSlice, length: Length.Type
    ) -> Bool {
        unsafe slice.withUnsafeBytes { bytes in unsafe write(bytes: bytes, length: length) }
    }

    @inline(__always) @inlinable package mutating func write(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { bytes in unsafe write(bytes: bytes) }
    }

    @inline(__always) @inlinable package mutating func write(_ bytes: RawSpan) {
        unsafe bytes.withUnsafeBytes { bytes in unsafe write(bytes: bytes) }
    }

    @inline(__always) @inlinable package mutating func write(utf8 text: String) {
        let isWritten: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { bytes in
            unsafe write(bytes: UnsafeRawBufferPointer(bytes))
        }
        // `nil` for a string that bridges from another runtime and has no bytes of its own yet.
        if isWritten == nil { write(Array(text.utf8)) }
    }

    /// The bytes of `text` with their count in front, as an integer of the given width; `false`, with nothing written, when
    /// the count does not fit.
    @inline(__always) @inlinable package mutating func write<Length: FixedWidthInteger & BitwiseCopyable>(
        utf8 text: String, length: Length.Type
    ) -> Bool {
        let isWritten = unsafe text.utf8.withContiguousStorageIfAvailable { bytes in
            unsafe write(bytes: UnsafeRawBufferPointer(bytes), length: length)
        }
        return isWritten ?? writeForeign(text, length)
    }

    @inline(never) @usableFromInline mutating func writeForeign<Length: FixedWidthInteger & BitwiseCopyable>(
        _ text: String, _ length: Length.Type
    ) -> Bool {
        unsafe Array(text.utf8).withUnsafeBytes { unsafe write(bytes: $0, length: length) }
    }

    /// Bytes with their count in front; `false`, with nothing written, when the count does not fit.
    @inline(__always) @inlinable package mutating func write<Length: FixedWidthInteger & BitwiseCopyable>(
        bytes: UnsafeRawBufferPointer, length: Length.Type
    ) -> Bool {
        guard let count = Length(exactly: bytes.count) else { return false }
        reserve(MemoryLayout<Length>.size + bytes.count)
        unsafe position.storeBytes(of: count.bigEndian, as: Length.self)
        unsafe position += MemoryLayout<Length>.size
        if let source = bytes.baseAddress {
            unsafe position.copyMemory(from: source, byteCount: bytes.count)
            unsafe position += bytes.count
        }
        return true
    }

    /// Overwrites bytes written before, for lengths that are known only afterwards.
    @inline(__always) @inlinable package mutating func patch<Integer: FixedWidthInteger & BitwiseCopyable>(
        _ value: Integer, at offset: Int
    ) {
        precondition(
            offset >= 0 && offset + MemoryLayout<Integer>.size <= count, "only written bytes can be overwritten")
        unsafe storage.start.storeBytes(of: value.bigEndian, toByteOffset: offset, as: Integer.self)
    }

    /// Reads back a number written before.
    @inline(__always) @inlinable package func written<Integer: FixedWidthInteger & BitwiseCopyable>(
        at offset: Int, as: Integer.Type
    ) -> Integer {
        precondition(
            offset >= 0 && offset + MemoryLayout<Integer>.size <= count, "only written bytes can be read back")
        return Integer(bigEndian: unsafe storage.start.loadUnaligned(fromByteOffset: offset, as: Integer.self))
    }

    /// A copy of what was written from `offset` on.
    package func copy(from offset: Int) -> ByteSlice {
        precondition(offset >= 0 && offset <= count, "only written bytes can be copied")
        let written = unsafe UnsafeRawBufferPointer(start: storage.start + offset, count: count - offset)
        return ByteSlice(unsafe ByteStorage.copying(written))
    }

    /// Forgets everything written from `offset` on.
    @inline(__always) @inlinable package mutating func truncate(to offset: Int) {
        precondition(offset >= 0 && offset <= count, "only written bytes can be forgotten")
        unsafe position = storage.start + offset
    }

    /// The block, with what was written.
    @inline(__always) @inlinable package consuming func finish() -> ByteStorage {
        storage.count = count
        return storage
    }
}
