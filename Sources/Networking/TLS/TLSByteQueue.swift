#if TLS
    /// Ciphertext that waits: bytes are appended at the end and taken from the front.
    ///
    /// When it is empty it holds little memory or none, so that an idle connection costs nothing here.
    @safe struct TLSByteQueue: ~Copyable {
        /// The largest block that is kept when nothing waits any more. A small request's record fits.
        private static let keptCapacity = 1024

        private var block = unsafe UnsafeMutableRawBufferPointer(start: nil, count: 0)
        private var start = 0
        private var end = 0

        var count: Int { end - start }

        deinit {
            unsafe block.deallocate()
        }

        mutating func append(_ bytes: UnsafeRawBufferPointer) {
            guard unsafe !bytes.isEmpty else { return }
            reserve(bytes.count)
            unsafe UnsafeMutableRawBufferPointer(rebasing: block[end...]).copyMemory(from: bytes)
            end += bytes.count
        }

        /// Moves as much as there is, and as there is room for.
        mutating func move(to room: UnsafeMutableRawBufferPointer) -> Int {
            let moved = min(count, room.count)
            guard moved > 0 else { return 0 }
            unsafe room.copyMemory(from: UnsafeRawBufferPointer(rebasing: block[start..<start + moved]))
            start += moved
            if start == end { empty() }
            return moved
        }

        /// Makes room for so many bytes more.
        mutating func reserve(_ more: Int) {
            if unsafe block.count - end >= more { return }
            let waiting = count
            let needed = waiting + more
            // Half of the block is free at its front: moving what waits costs no more than what was taken from there.
            if unsafe needed <= block.count, start >= waiting {
                unsafe block.copyMemory(from: UnsafeRawBufferPointer(rebasing: block[start..<end]))
            } else {
                let larger = UnsafeMutableRawBufferPointer.allocate(
                    byteCount: max(needed, waiting * 2, TLSByteQueue.keptCapacity), alignment: 16)
                unsafe larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: block[start..<end]))
                unsafe block.deallocate()
                unsafe block = larger
            }
            start = 0
            end = waiting
        }

        private mutating func empty() {
            start = 0
            end = 0
            if unsafe block.count > TLSByteQueue.keptCapacity {
                unsafe block.deallocate()
                unsafe block = UnsafeMutableRawBufferPointer(start: nil, count: 0)
            }
        }
    }
#endif
