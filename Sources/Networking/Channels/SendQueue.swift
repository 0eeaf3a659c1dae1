import Bytes

/// Bytes that wait to be sent, in order. Small pieces are copied into one block, so that many leave in one call; a large
/// one is kept as a reference.
@safe struct SendQueue: ~Copyable {
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
    /// The bytes of the block that are still to be sent.
    private var start = 0
    private var end = 0
    /// The order of what is in the block and what is shared; empty as long as there is nothing but the block.
    private var segments: [Segment] = []
    private var firstSegment = 0
    private(set) var count = 0

    init(pool: BlockPool) {
        self.pool = pool
    }

    deinit {
        if let block = unsafe block { unsafe pool.giveBack(block, size: size) }
    }

    var isEmpty: Bool { count == 0 }

    /// Appends a copy of `bytes`.
    mutating func append(_ bytes: RawSpan) {
        guard bytes.byteCount > 0 else { return }
        let room = unsafe room(for: bytes.byteCount)
        unsafe bytes.withUnsafeBytes { unsafe room.copyMemory(from: $0) }
    }

    /// Appends `bytes`, without a copy when there are many.
    mutating func append(_ bytes: ByteSlice) {
        guard bytes.count >= Self.sharedFrom else {
            bytes.withSpan { append($0) }
            return
        }
        if segments.isEmpty, end > start { segments.append(.copied(end - start)) }
        segments.append(.shared(bytes))
        count += bytes.count
    }

    /// Room for so many bytes at the end, which the caller fills completely.
    mutating func room(for added: Int) -> UnsafeMutableRawBufferPointer {
        let target = unsafe makeRoom(added) + end
        end += added
        count += added
        if firstSegment < segments.count {
            if case .copied(let before) = segments[segments.count - 1] {
                segments[segments.count - 1] = .copied(before + added)
            } else {
                segments.append(.copied(added))
            }
        }
        return unsafe UnsafeMutableRawBufferPointer(start: target, count: added)
    }

    private mutating func makeRoom(_ added: Int) -> UnsafeMutableRawPointer {
        if let block = unsafe block, end + added <= size { return unsafe block }
        let used = end - start
        if let block = unsafe block, used + added <= size {
            unsafe block.copyMemory(from: block + start, byteCount: used)
            start = 0
            end = used
            return unsafe block
        }
        let larger = unsafe pool.take(max(used + added, size * 2))
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
            var used = 0
            if segments.isEmpty {
                unsafe parts.initializeElement(
                    at: 0, to: SendPart(start: block.map { unsafe $0 + start }, count: count))
                used = 1
            }
            var offset = start
            var index = firstSegment
            while index < segments.count, used < Self.mostParts {
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
    mutating func drop(_ sent: Int) {
        precondition(sent <= count, "no more is taken out of a queue than is in it")
        count -= sent
        var left = sent
        if segments.isEmpty {
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
    mutating func removeAll() {
        count = 0
        reset()
    }

    private mutating func reset() {
        segments.removeAll(keepingCapacity: false)
        firstSegment = 0
        start = 0
        end = 0
        guard let emptied = unsafe block else { return }
        unsafe pool.giveBack(emptied, size: size)
        unsafe block = nil
        size = 0
    }
}
