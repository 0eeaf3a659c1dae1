/// Blocks for what channels have to send. A channel has one only while something waits to be sent, so idle connections
/// cost none; a few are kept for the next.
@safe final class BlockPool {
    static let blockSize = 16 * 1024
    private static let mostKept = 64
    private var kept: [UnsafeMutableRawPointer] = unsafe []

    deinit {
        while let block = unsafe kept.popLast() { unsafe block.deallocate() }
    }

    /// A block of at least `size` bytes, and how many it has.
    func take(_ size: Int) -> (block: UnsafeMutableRawPointer, size: Int) {
        if size <= Self.blockSize {
            if let block = unsafe kept.popLast() { return unsafe (block, Self.blockSize) }
            return (.allocate(byteCount: Self.blockSize, alignment: 16), Self.blockSize)
        }
        return (.allocate(byteCount: size, alignment: 16), size)
    }

    func giveBack(_ block: UnsafeMutableRawPointer, size: Int) {
        if unsafe size == Self.blockSize && kept.count < Self.mostKept {
            unsafe kept.append(block)
        } else {
            unsafe block.deallocate()
        }
    }
}
