import Bytes

/// Bytes that wait to be sent, in order. Small pieces are copied into one block, so that many leave in one call; a large
/// one is kept as a reference.
///
/// A class, because each request touches a channel's queue: of a struct in the channel each use would be checked for
/// overlapping ones at run time. The one overlap that could be is checked here: nothing changes while parts are lent.
@safe final class SendQueue {
    private enum Segment {
        /// The next so many bytes of the block.
        case copied(Int)
        case shared(ByteSlice)
    }

    /// From here on a copy costs more than another part of a call does.
    static let sharedFrom = 8 * 1024
    /// How many parts one call takes.
    private static let mostParts = 16

    private let pool: BlockPool
    private var block: UnsafeMutableRawPointer?
    private var size = 0
    /// How large the next block is: as large as was needed lately, so that it need not grow from the smallest each time.
    private var nextSize = BlockPool.blockSize
    /// The bytes of the block that are still to be sent.
    private var start = 0
    private var end = 0
    /// The order of what is in the block and what is shared; empty as long as there is nothing but the block.
    private var segments: [Segment] = []
    /// Whether there are segments. Asked instead of the array, which costs a check of exclusive access.
    private var isMixed = false
    private var firstSegment = 0
    private(set) var count = 0
    /// Somebody reads the first parts.
    private var isLent = false

    init(pool: BlockPool) {
        self.pool = pool
    }

    deinit {
        if let block = unsafe block { unsafe pool.giveBack(block, size: size) }
    }

    var isEmpty: Bool { count == 0 }

    /// Appends a copy of `bytes`.
    func append(_ bytes: RawSpan) {
        guard bytes.byteCount > 0 else { return }
        let room = unsafe room(for: bytes.byteCount)
        unsafe bytes.withUnsafeBytes { unsafe room.copyMemory(from: $0) }
    }

    /// Appends `bytes`, without a copy when there are many.
    func append(_ bytes: ByteSlice) {
        guard bytes.count >= Self.sharedFrom else {
            bytes.withSpan { append($0) }
            return
        }
        requireNotLent()
        if !isMixed, end > start { segments.append(.copied(end - start)) }
        isMixed = true
        segments.append(.shared(bytes))
        count += bytes.count
    }

    /// Room for so many bytes at the end, which the caller fills completely.
    func room(for added: Int) -> UnsafeMutableRawBufferPointer {
        requireNotLent()
        let target = unsafe makeRoom(added) + end
        end += added
        count += added
        if isMixed {
            if case .copied(let before) = segments[segments.count - 1] {
                segments[segments.count - 1] = .copied(before + added)
            } else {
                segments.append(.copied(added))
            }
        }
        return unsafe UnsafeMutableRawBufferPointer(start: target, count: added)
    }

    private func makeRoom(_ added: Int) -> UnsafeMutableRawPointer {
        if let block = unsafe block, end + added <= size { return unsafe block }
        let used = end - start
        if let block = unsafe block, used + added <= size {
            unsafe block.copyMemory(from: block + start, byteCount: used)
            start = 0
            end = used
            return unsafe block
        }
        let larger = unsafe pool.take(max(used + added, size * 2, nextSize))
        if let block = unsafe block {
            unsafe larger.block.copyMemory(from: block + start, byteCount: used)
            unsafe pool.giveBack(block, size: size)
        }
        unsafe block = larger.block
        unsafe size = larger.size
        start = 0
        end = used
        return unsafe larger.block
    }

    /// Calls `body` with the first parts of what waits.
    func withParts<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<SendPart>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe withUnsafeTemporaryAllocation(of: SendPart.self, capacity: Self.mostParts) {
            (parts) throws(Failure) in
            isLent = true
            defer { isLent = false }
            var used = 0
            if !isMixed {
                unsafe parts.initializeElement(
                    at: 0, to: SendPart(start: block.map { unsafe $0 + start }, count: count))
                used = 1
            }
            var offset = start
            var index = firstSegment
            while isMixed, index < segments.count, used < Self.mostParts {
                switch segments[index] {
                case .copied(let length):
                    let from = unsafe block.map { unsafe UnsafeRawPointer($0 + offset) }
                    unsafe parts.initializeElement(at: used, to: SendPart(start: from, count: length))
                    offset += length
                case .shared(let slice):
                    // The queue keeps the slice, and with it the bytes, until after the call.
                    unsafe slice.withUnsafeBytes { unsafe parts.initializeElement(at: used, to: $0) }
                }
                used += 1
                index += 1
            }
            return try unsafe body(UnsafeBufferPointer(rebasing: parts[..<used]))
        }
    }

    /// Takes away what was sent.
    func drop(_ sent: Int) {
        requireNotLent()
        precondition(sent <= count, "no more is taken out of a queue than is in it")
        count -= sent
        var left = sent
        if !isMixed {
            start += sent
            left = 0
        }
        while left > 0 {
            switch segments[firstSegment] {
            case .copied(let length):
                let taken = min(left, length)
                start += taken
                left -= taken
                if taken == length { firstSegment += 1 } else { segments[firstSegment] = .copied(length - taken) }
            case .shared(let slice):
                let taken = min(left, slice.count)
                left -= taken
                if taken == slice.count {
                    firstSegment += 1
                } else {
                    segments[firstSegment] = .shared(slice.slice(taken..<slice.count))
                }
            }
        }
        if count == 0 { reset() }
    }

    /// Takes everything away.
    func removeAll() {
        requireNotLent()
        count = 0
        reset()
    }

    @inline(__always) private func requireNotLent() {
        precondition(!isLent, "a queue does not change while its bytes are being sent")
    }

    private func reset() {
        if isMixed { segments.removeAll(keepingCapacity: false) }
        isMixed = false
        firstSegment = 0
        let used = end
        start = 0
        end = 0
        guard let emptied = unsafe block else { return }
        nextSize = used > size / 2 ? size : size / 2
        unsafe pool.giveBack(emptied, size: size)
        unsafe block = nil
        size = 0
    }
}
