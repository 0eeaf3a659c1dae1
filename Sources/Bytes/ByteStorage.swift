/// What a `ByteStorage` keeps in front of its bytes.
@frozen @usableFromInline package struct ByteStorageHeader {
    /// How many bytes, from the start, hold something.
    @usableFromInline package var count: Int
    @usableFromInline package let capacity: Int

    @inlinable package init(count: Int, capacity: Int) {
        self.count = count
        self.capacity = capacity
    }
}

/// A block of bytes with shared owners: a frame's body, a request's values.
///
/// One allocation holds the object and its bytes. The block is filled by a single owner (a writer, a frame decoder) and
/// never changes once it is handed on as a `ByteSlice` or to a `ByteReader`; these are what crosses threads.
@safe @usableFromInline package final class ByteStorage: ManagedBuffer<ByteStorageHeader, UInt8> {
    /// Slices keep their offsets in 32 bits; a protocol frame is far below that.
    @inlinable package static var maximumCapacity: Int { Int(UInt32.max) }

    /// An uninitialised block; whoever asked for it fills it and sets `count`.
    @inlinable package static func allocate(capacity: Int) -> ByteStorage {
        precondition(capacity >= 0 && capacity <= maximumCapacity, "a block holds at most 4 GiB")
        let buffer = ByteStorage.create(minimumCapacity: capacity) { _ in
            ByteStorageHeader(count: 0, capacity: capacity)
        }
        // `create` makes an object of the class it is called on.
        return unsafe unsafeDowncast(buffer, to: ByteStorage.self)
    }

    @inlinable package static func copying(_ bytes: UnsafeRawBufferPointer) -> ByteStorage {
        let storage = allocate(capacity: bytes.count)
        if let source = bytes.baseAddress {
            unsafe storage.start.copyMemory(from: source, byteCount: bytes.count)
        }
        storage.count = bytes.count
        return storage
    }

    // Through the pointer: an access to `header` itself would pay for a check of exclusivity each time.

    @inlinable package var count: Int {
        get { unsafe withUnsafeMutablePointerToHeader { unsafe $0.pointee.count } }
        set { unsafe withUnsafeMutablePointerToHeader { unsafe $0.pointee.count = newValue } }
    }

    /// How many bytes there is room for.
    @inlinable package var room: Int {
        unsafe withUnsafeMutablePointerToHeader { unsafe $0.pointee.capacity }
    }

    /// Where the bytes begin; valid as long as this object lives.
    @inlinable package var start: UnsafeMutableRawPointer {
        unsafe withUnsafeMutablePointerToElements { UnsafeMutableRawPointer($0) }
    }
}

extension ByteStorage {
    /// Appends what is in `input` from `offset` on, up to `count` bytes, for which there is room.
    package func append(_ input: RawSpan, at offset: inout Int, upTo count: Int) {
        precondition(
            count >= 0 && count <= input.byteCount - offset && self.count + count <= room,
            "bytes are appended from where there are some to where there is room")
        guard count > 0 else { return }
        unsafe input.withUnsafeBytes { bytes in
            let target = unsafe UnsafeMutableRawBufferPointer(start: start + self.count, count: count)
            unsafe target.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count]))
        }
        self.count += count
        offset += count
    }

    /// This block, or a larger copy, with as much of `input` as belongs to a body of `total` bytes. The copy is at most
    /// twice what has arrived.
    package func appending(_ input: RawSpan, at offset: inout Int, total: Int) -> ByteStorage {
        let arrived = min(total - count, input.byteCount - offset)
        let needed = count + arrived
        var target = self
        if needed > room {
            target = ByteStorage.allocate(capacity: min(total, max(needed, room * 2)))
            unsafe target.start.copyMemory(from: start, byteCount: count)
            target.count = count
        }
        target.append(input, at: &offset, upTo: arrived)
        return target
    }
}

extension RawSpan {
    /// The number at `offset`, big-endian, or `nil` when it is not all there.
    @inlinable package func bigEndian<Integer: FixedWidthInteger & BitwiseCopyable>(
        _: Integer.Type, at offset: Int
    ) -> Integer? {
        guard offset >= 0, byteCount - offset >= MemoryLayout<Integer>.size else { return nil }
        return Integer(bigEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: Integer.self))
    }

    /// The byte at `offset`, which must be inside.
    @inlinable package func byte(at offset: Int) -> UInt8 {
        precondition(offset >= 0 && offset < byteCount, "the offset must be inside the span")
        return unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }
}
