/// A run of bytes inside a shared block: a blob that was read without copying it.
///
/// A slice keeps the whole block alive, which for a value read from a result is the page it came in. Use `detached()`
/// before keeping a small slice of a large page for long. Slices compare and hash by their bytes.
@safe @frozen public struct ByteSlice: @unchecked Sendable {  // the block behind a slice is never written again
    @usableFromInline package let storage: ByteStorage?
    @usableFromInline package let offset: UInt32
    @usableFromInline package let length: UInt32

    @inlinable package init(storage: ByteStorage?, offset: UInt32, length: UInt32) {
        self.storage = storage
        self.offset = offset
        self.length = length
    }

    /// A slice over all bytes of a block.
    @inlinable package init(_ storage: ByteStorage) {
        self.init(storage: storage, offset: 0, length: UInt32(truncatingIfNeeded: storage.count))
    }

    /// No bytes.
    @inlinable public init() {
        self.init(storage: nil, offset: 0, length: 0)
    }

    /// A copy of `bytes` in a block of its own.
    @inlinable public init(_ bytes: some Collection<UInt8>) {
        let copied = bytes.withContiguousStorageIfAvailable {
            unsafe ByteStorage.copying(UnsafeRawBufferPointer($0))
        }
        if let copied {
            self.init(copied)
        } else {
            self = unsafe Array(bytes).withUnsafeBytes { ByteSlice(unsafe ByteStorage.copying($0)) }
        }
    }

    /// The same bytes in a block of their own, so that this slice no longer keeps a larger one alive.
    public func detached() -> ByteSlice {
        guard let storage, storage.count > count else { return self }
        return unsafe withUnsafeBytes { ByteSlice(unsafe ByteStorage.copying($0)) }
    }

    /// Calls `body` with the bytes, which are valid only during the call.
    @inline(__always) @inlinable public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // Asked for and unwrapped in two steps, so that the block is not retained for the time of the call.
        if storage == nil { return try unsafe body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        defer { extendLifetime(self) }
        let start = unsafe storage.unsafelyUnwrapped.start + Int(offset)
        return try unsafe body(UnsafeRawBufferPointer(start: start, count: Int(length)))
    }

    /// Calls `body` with the bytes as a span.
    package func withSpan<Result, Failure: Error>(
        _ body: (RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe withUnsafeBytes { (bytes) throws(Failure) in try body(unsafe bytes.bytes) }
    }

    /// The bytes as lower-case hexadecimal, without a prefix.
    public var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return unsafe String(unsafeUninitializedCapacity: count * 2) { text in
            var next = 0
            for byte in self {
                unsafe text[next] = digits[Int(byte >> 4)]
                unsafe text[next + 1] = digits[Int(byte & 15)]
                next += 2
            }
            return next
        }
    }
}

extension ByteSlice: RandomAccessCollection {
    /// The position of the first byte.
    @inlinable public var startIndex: Int { 0 }

    /// One past the last byte.
    @inlinable public var endIndex: Int { Int(length) }

    /// The byte at `position`, which must be inside the slice.
    @inlinable public subscript(position: Int) -> UInt8 {
        precondition(position >= 0 && position < Int(length), "the position must be inside the slice")
        return unsafe withUnsafeBytes { unsafe $0[position] }
    }

    /// Gives contiguous access, so that copies and searches run at full speed.
    @inlinable public func withContiguousStorageIfAvailable<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result? {
        try unsafe withUnsafeBytes { bytes in try unsafe bytes.withMemoryRebound(to: UInt8.self, body) }
    }

    /// The bytes of `range` as a slice of the same block.
    public func slice(_ range: Range<Int>) -> ByteSlice {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "the range must be inside the slice")
        return ByteSlice(storage: storage, offset: offset + UInt32(range.lowerBound), length: UInt32(range.count))
    }
}

extension ByteSlice: Hashable {
    /// Two slices are equal when their bytes are.
    public static func == (left: ByteSlice, right: ByteSlice) -> Bool {
        guard left.count == right.count else { return false }
        return unsafe left.withUnsafeBytes { left in
            unsafe right.withUnsafeBytes { right in unsafe areEqual(left, right) }
        }
    }

    /// Eight bytes at a time; both have as many.
    private static func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        let words = left.count & ~7
        for offset in stride(from: 0, to: words, by: 8) {
            let leftWord = unsafe left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard unsafe leftWord == right.loadUnaligned(fromByteOffset: offset, as: UInt64.self) else { return false }
        }
        for offset in words..<left.count {
            guard unsafe left[offset] == right[offset] else { return false }
        }
        return true
    }

    /// Hashes the bytes, not the block they lie in.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        unsafe withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }
}

extension ByteSlice: CustomStringConvertible, ExpressibleByArrayLiteral {
    /// A blob as CQL writes it, `0x…`; long ones are cut after 32 bytes.
    public var description: String {
        count <= 32 ? "0x" + hexadecimal : "0x\(slice(0..<32).hexadecimal)… (\(count) bytes)"
    }

    /// A copy of the bytes of an array literal.
    public init(arrayLiteral bytes: UInt8...) {
        self.init(bytes)
    }
}
