extension ByteReader {
    /// Reads `count` bytes as UTF-8; `nil` when they are not, or not there.
    @inlinable package mutating func readText(_ count: Int) -> String? {
        guard count >= 0 && count <= remaining else { return nil }
        let bytes = unsafe UnsafeBufferPointer(start: position.assumingMemoryBound(to: UInt8.self), count: count)
        unsafe position += count
        // `String(validating:as:)` is not specialised in the standard library (6.3) and takes three times as long.
        guard let text = try? unsafe UTF8Span(validating: Span(_unsafeElements: bytes)) else { return nil }
        return String(copying: text)
    }

    /// Reads `count` bytes as text to be shown: what is not UTF-8 is replaced; `nil` when they are not there.
    package mutating func readDisplayText(_ count: Int) -> String? {
        guard count >= 0 && count <= remaining else { return nil }
        let bytes = unsafe UnsafeRawBufferPointer(start: position, count: count)
        unsafe position += count
        return unsafe String(decoding: bytes, as: UTF8.self)
    }

    /// Whether the next `count` bytes are all below 0x80. Does not move.
    @usableFromInline package func isASCII(_ count: Int) -> Bool {
        guard count >= 0 && count <= remaining else { return false }
        return unsafe UnsafeRawBufferPointer(start: position, count: count).allSatisfy { $0 < 0x80 }
    }
}
