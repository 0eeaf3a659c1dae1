import Bytes
import Glibc
import TestKit
import Testing

@testable import Networking

@Suite struct SendQueueTests {
    /// How many bytes the first parts of what waits have, if they are those that `model` begins with, and how many parts
    /// there are.
    private static func matching(_ queue: SendQueue, _ model: [UInt8]) -> (bytes: Int?, parts: Int) {
        unsafe queue.withParts { parts in
            var matched = 0
            for index in parts.indices {
                let part = unsafe parts[index]
                let isEqual = unsafe model.withUnsafeBytes { model in
                    unsafe matched + part.count <= model.count
                        && (part.isEmpty || memcmp(part.baseAddress!, model.baseAddress! + matched, part.count) == 0)
                }
                guard isEqual else { return (nil, parts.count) }
                matched += part.count
            }
            return (matched, parts.count)
        }
    }

    @Test func `random pieces, taken in random portions, come out as they went in`() {
        var generator = Seed.forThisRun().generator
        let pool = BlockPool()
        for _ in 0..<40 {
            let queue = SendQueue(pool: pool)
            var model: [UInt8] = []
            for _ in 0..<Int.random(in: 1...50, using: &generator) {
                let size = Self.size(using: &generator)
                let piece = ByteSlice.pattern(size, salt: Int.random(in: 0...255, using: &generator))
                switch Int.random(in: 0..<5, using: &generator) {
                case 0: piece.withSpan { queue.append($0) }
                case 1:
                    let room = unsafe queue.room(for: size)
                    unsafe piece.withUnsafeBytes { unsafe room.copyMemory(from: $0) }
                case 2, 3: queue.append(piece)
                default:
                    let taken = Int.random(in: 0...queue.count, using: &generator)
                    queue.drop(taken)
                    model.removeFirst(taken)
                    Self.compare(queue, model)
                    continue
                }
                model += piece
                Self.compare(queue, model)
            }
            while !queue.isEmpty {
                let offered = Self.matching(queue, model).bytes ?? 0
                let taken = Int.random(in: 1...max(1, offered), using: &generator)
                queue.drop(taken)
                model.removeFirst(taken)
                Self.compare(queue, model)
            }
            let isEmpty = model.isEmpty
            #expect(isEmpty)
        }
    }

    /// Around the borders: nothing, small, what is shared, and more than a block.
    private static func size(using generator: inout SeededGenerator) -> Int {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: 0
        case 1: SendQueue.sharedFrom - 1 + Int.random(in: 0...2, using: &generator)
        case 2: BlockPool.blockSize - 1 + Int.random(in: 0...2, using: &generator)
        case 3: Int.random(in: 20_000...70_000, using: &generator)
        default: Int.random(in: 1...300, using: &generator)
        }
    }

    private static func compare(_ queue: SendQueue, _ model: [UInt8]) {
        let count = queue.count
        #expect(count == model.count)
        let (matched, parts) = matching(queue, model)
        #expect(parts <= 16)
        // Something, if there is something; everything, if that takes fewer parts than a call has.
        #expect(matched != nil && (matched == 0) == model.isEmpty)
        if parts < 16 { #expect(matched == model.count) }
    }

    @Test func `a large piece is not copied`() {
        let queue = SendQueue(pool: BlockPool())
        let large = ByteSlice.pattern(SendQueue.sharedFrom)
        queue.append(ByteSlice("before".utf8))
        queue.append(large)
        queue.append(ByteSlice("after".utf8))
        unsafe queue.withParts { parts in
            #expect(parts.count == 3)
            let isShared = unsafe large.withUnsafeBytes { unsafe $0.baseAddress == parts[1].baseAddress }
            #expect(isShared)
        }
    }

    @Test func `what is removed is let go of`() {
        let queue = SendQueue(pool: BlockPool())
        weak var storage: AnyObject?
        do {
            let large = ByteSlice.pattern(100_000)
            storage = large.storage
            queue.append(large)
            queue.append(ByteSlice("after".utf8))
        }
        #expect(storage != nil)
        queue.drop(100_001)
        queue.removeAll()
        #expect(storage == nil)
        let count = queue.count
        #expect(count == 0)
    }
}
