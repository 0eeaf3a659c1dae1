/// Bytes in a simulated kernel's buffer.
struct ByteQueue {
    private var bytes: [UInt8] = []
    private var head = 0

    private static let mostDropped = 64 * 1024

    var count: Int { bytes.count - head }
    var isEmpty: Bool { bytes.count == head }

    mutating func append(_ added: UnsafeRawBufferPointer) {
        unsafe bytes.append(contentsOf: added)
    }

    /// Appends a copy of so many bytes of `other`, which keeps them.
    mutating func append(_ other: ByteQueue, from start: Int, count: Int) {
        let first = other.head + start
        bytes.append(contentsOf: other.bytes[first..<first + count])
    }

    /// Moves the first bytes out, as many as `buffer` has room for.
    mutating func take(into buffer: UnsafeMutableRawBufferPointer) {
        let taken = min(count, buffer.count)
        unsafe bytes.withUnsafeBytes {
            unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[head..<head + taken]))
        }
        drop(taken)
    }

    mutating func drop(_ dropped: Int) {
        precondition(dropped <= count, "no more is taken out of a queue than is in it")
        head += dropped
        if head == bytes.count {
            bytes.removeAll(keepingCapacity: true)
            head = 0
        } else if head > Self.mostDropped {
            bytes.removeFirst(head)
            head = 0
        }
    }
}
