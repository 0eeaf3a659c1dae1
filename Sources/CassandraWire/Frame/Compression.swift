package import Bytes

#if LZ4
    import CLZ4
#endif

/// How bodies are compressed. The names are those of the STARTUP option.
package enum Compression: String, Hashable, Sendable, CaseIterable {
    /// One LZ4 block, with the uncompressed length in four bytes before it.
    case lz4

    /// Whether this build has the library for it.
    package var isAvailable: Bool {
        #if LZ4
            true
        #else
            false
        #endif
    }

    /// LZ4 cannot blow a byte up to more than this; a claim beyond it is a lie that needs no memory to be found out.
    private static let maximumRatio = 255

    package func decompress(_ block: ByteSlice, maximum: Int) throws(WireError) -> ByteSlice {
        if block.isEmpty { return block }
        var reader = ByteReader(block)
        guard let length = reader.readInteger(as: Int32.self) else { throw .truncated }
        let claimed = Int(length)
        guard claimed >= 0 && claimed <= maximum else { throw .invalidCount(Int32(clamping: claimed)) }
        guard claimed <= reader.remaining * Compression.maximumRatio else { throw .corruptCompression }
        guard let compressed = reader.readSlice(reader.remaining) else { throw .truncated }
        #if LZ4
            guard !compressed.hasMatchWithoutOffset else { throw .corruptCompression }
            let body = ByteStorage.allocate(capacity: claimed)
            let written = unsafe compressed.withUnsafeBytes { source in
                unsafe LZ4_decompress_safe(
                    source.baseAddress?.assumingMemoryBound(to: CChar.self),
                    body.start.assumingMemoryBound(to: CChar.self),
                    Int32(truncatingIfNeeded: source.count), Int32(truncatingIfNeeded: claimed))
            }
            guard Int(written) == claimed else { throw .corruptCompression }
            body.count = claimed
            return ByteSlice(body)
        #else
            _ = compressed
            throw .compressionUnavailable
        #endif
    }

    /// Appends `body` compressed, with its length in front.
    package func compress(_ body: ByteSlice, to writer: inout WireWriter) throws(WireError) {
        #if LZ4
            guard let count = Int32(exactly: body.count) else { throw .tooLong }
            let bound = LZ4_compressBound(count)
            guard bound > 0 else { throw .tooLong }
            let block = ByteStorage.allocate(capacity: Int(bound))
            let written = unsafe body.withUnsafeBytes { source in
                unsafe LZ4_compress_default(
                    source.baseAddress?.assumingMemoryBound(to: CChar.self),
                    block.start.assumingMemoryBound(to: CChar.self), count, bound)
            }
            guard written > 0 else { throw .corruptCompression }
            block.count = Int(written)
            writer.write(count)
            writer.write(ByteSlice(block))
        #else
            throw .compressionUnavailable
        #endif
    }
}

extension ByteSlice {
    /// Whether a match in this LZ4 block has an offset of 0. The library lets it pass, and copies from memory that
    /// nobody has written; everything else that can be wrong with a block it finds itself.
    fileprivate var hasMatchWithoutOffset: Bool {
        unsafe withUnsafeBytes { block in
            var position = 0
            /// The rest of a length whose first four bits are all set.
            func moreLength() -> Int {
                var length = 0
                while position < block.count {
                    let byte = unsafe block[position]
                    position += 1
                    length += Int(byte)
                    if byte < 255 { break }
                }
                return length
            }
            while position < block.count {
                let token = unsafe block[position]
                position += 1
                let literals = Int(token >> 4)
                position += literals < 15 ? literals : literals + moreLength()
                guard position + 1 < block.count else { return false }
                if unsafe block[position] == 0 && block[position + 1] == 0 { return true }
                position += 2
                if token & 15 == 15 { _ = moreLength() }
            }
            return false
        }
    }
}
