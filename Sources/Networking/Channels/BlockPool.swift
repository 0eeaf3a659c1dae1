/// Blocks for what channels have to send. A channel has one only while something waits to be sent, so idle connections
/// cost none; some are kept for the next.
@safe final class BlockPool {
    static let blockSize = 16 * 1024
    private static let largestKept = 512 * 1024
    /// How many bytes are kept altogether.
    private static let mostKept = 2 * 1024 * 1024
    /// Blocks of 16 KiB, of 32, and so on to the largest.
    private var kept: [[UnsafeMutableRawPointer]] = unsafe Array(
        repeating: [], count: largestKept.trailingZeroBitCount - blockSize.trailingZeroBitCount + 1)
    private var keptBytes = 0

    deinit {
        for place in unsafe kept.indices {
            while let block = unsafe kept[place].popLast() { unsafe block.deallocate() }
        }
    }

    /// A block of at least `size` bytes, and how many it has.
    func take(_ size: Int) -> (block: UnsafeMutableRawPointer, size: Int) {
        if size > Self.largestKept { return (.allocate(byteCount: size, alignment: 16), size) }
        let size = max(Self.blockSize, 1 << (Int.bitWidth - (size - 1).leadingZeroBitCount))
        if let block = unsafe kept[Self.place(of: size)].popLast() {
            keptBytes -= size
            return unsafe (block, size)
        }
        return (.allocate(byteCount: size, alignment: 16), size)
    }

    func giveBack(_ block: UnsafeMutableRawPointer, size: Int) {
        if size <= Self.largestKept, keptBytes + size <= Self.mostKept {
            keptBytes += size
            unsafe kept[Self.place(of: size)].append(block)
        } else {
            unsafe block.deallocate()
        }
    }

    private static func place(of size: Int) -> Int {
        size.trailingZeroBitCount - blockSize.trailingZeroBitCount
    }
}
