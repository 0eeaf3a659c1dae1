import Bytes

/// What a `PartitionIndex` orders: something that knows its key.
protocol PartitionItem {
    /// The order of its key's bytes and others.
    func compareKey(with other: ByteSlice) -> Int
    func key(token: Int64) -> PartitionKey
}

/// Partitions in the order of token and key, in chunks: tokens in one array, which is searched, and what they stand for in
/// another. Tokens are spread evenly, so a search inside a chunk begins where the token should be.
struct PartitionIndex<Item: PartitionItem> {
    final class Chunk {
        var tokens: ContiguousArray<Int64> = []
        var items: ContiguousArray<Item> = []
    }

    struct Position: Equatable {
        var chunk: Int
        var index: Int
    }

    static var chunkCapacity: Int { 512 }

    /// The first token of each chunk; none is empty.
    private var firsts: ContiguousArray<Int64> = []
    private var chunks: ContiguousArray<Chunk> = []
    private(set) var count = 0

    var start: Position { Position(chunk: 0, index: 0) }

    func isInside(_ position: Position) -> Bool { position.chunk < chunks.count }

    func item(at position: Position) -> Item { chunks[position.chunk].items[position.index] }

    func token(at position: Position) -> Int64 { chunks[position.chunk].tokens[position.index] }

    @inline(__always) func position(after position: Position) -> Position {
        if position.index + 1 < chunks[position.chunk].items.count {
            return Position(chunk: position.chunk, index: position.index + 1)
        }
        return Position(chunk: position.chunk + 1, index: 0)
    }

    /// The first item at or after a key, and whether it is the key's. Where there is none, behind the last.
    @inline(__always) func find(token: Int64, key: ByteSlice) -> (position: Position, isThere: Bool) {
        var position = lowerBound(token)
        while isInside(position), self.token(at: position) == token {
            let order = item(at: position).compareKey(with: key)
            if order >= 0 { return (position, order == 0) }
            position = self.position(after: position)
        }
        return (position, false)
    }

    /// The first item whose token is `token` or more.
    @inline(__always) func lowerBound(_ token: Int64) -> Position {
        var (low, high) = (0, firsts.count)
        unsafe firsts.withUnsafeBufferPointer { firsts in
            while low < high {
                let middle = (low + high) / 2
                if unsafe firsts[middle] < token { low = middle + 1 } else { high = middle }
            }
        }
        // Chunks from `low` on begin at the token or behind it; the one before may still have it.
        guard low > 0 else { return start }
        let index = Self.lowerBound(token, chunks[low - 1].tokens)
        return index < chunks[low - 1].tokens.count
            ? Position(chunk: low - 1, index: index) : Position(chunk: low, index: 0)
    }

    /// Searches outwards from the place where the token would be if all were equally far apart.
    private static func lowerBound(_ token: Int64, _ tokens: ContiguousArray<Int64>) -> Int {
        unsafe tokens.withUnsafeBufferPointer { tokens in
            guard let first = unsafe tokens.first, token > first else { return 0 }
            let last = unsafe tokens[tokens.count - 1]
            guard token <= last else { return tokens.count }
            let share = Double(UInt64(bitPattern: token &- first)) / Double(UInt64(bitPattern: last &- first))
            var guess = min(tokens.count - 1, Int(share * Double(tokens.count - 1)))
            var (low, high) = (0, tokens.count - 1)
            var step = 4
            if unsafe tokens[guess] < token {
                repeat {
                    low = guess + 1
                    guess += step
                    step *= 2
                } while unsafe guess < high && tokens[guess] < token
                high = min(high, guess)
            } else {
                repeat {
                    high = guess
                    guess -= step
                    step *= 2
                } while unsafe guess > low && tokens[guess] >= token
                low = max(low, guess)
            }
            while low < high {
                let middle = (low + high) / 2
                if unsafe tokens[middle] < token { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }
}

extension PartitionIndex {
    mutating func replace(at position: Position, with item: Item) {
        chunks[position.chunk].items[position.index] = item
    }

    /// Puts an item before the one at `position`, which `find` gave for its key.
    mutating func insert(_ item: Item, token: Int64, at position: Position) {
        count += 1
        guard !chunks.isEmpty else {
            chunks = [Chunk()]
            firsts = [token]
            chunks[0].tokens = [token]
            chunks[0].items = [item]
            return
        }
        var position = position
        // At the end of a chunk rather than at the start of the next, whose first token stays.
        if position.index == 0, position.chunk > 0 {
            position = Position(chunk: position.chunk - 1, index: chunks[position.chunk - 1].items.count)
        }
        if chunks[position.chunk].items.count >= Self.chunkCapacity {
            split(position.chunk)
            let half = chunks[position.chunk].items.count
            if position.index > half { position = Position(chunk: position.chunk + 1, index: position.index - half) }
        }
        let chunk = chunks[position.chunk]
        chunk.tokens.insert(token, at: position.index)
        chunk.items.insert(item, at: position.index)
        if position.index == 0 { firsts[position.chunk] = token }
    }

    private mutating func split(_ index: Int) {
        let (lower, upper) = (chunks[index], Chunk())
        let half = lower.items.count / 2
        upper.tokens.reserveCapacity(Self.chunkCapacity)
        upper.items.reserveCapacity(Self.chunkCapacity)
        upper.tokens.append(contentsOf: lower.tokens[half...])
        upper.items.append(contentsOf: lower.items[half...])
        lower.tokens.removeSubrange(half...)
        lower.items.removeSubrange(half...)
        lower.tokens.reserveCapacity(Self.chunkCapacity)
        lower.items.reserveCapacity(Self.chunkCapacity)
        chunks.insert(upper, at: index + 1)
        firsts.insert(upper.tokens[0], at: index + 1)
    }

    mutating func remove(at position: Position) {
        count -= 1
        let chunk = chunks[position.chunk]
        chunk.tokens.remove(at: position.index)
        chunk.items.remove(at: position.index)
        if chunk.items.isEmpty {
            chunks.remove(at: position.chunk)
            firsts.remove(at: position.chunk)
        } else if position.index == 0 {
            firsts[position.chunk] = chunk.tokens[0]
        }
    }

    /// Bytes that the order takes, without the items.
    var overhead: Int {
        chunks.reduce(16 * chunks.count) { $0 + 32 + 2 * 40 + 8 * ($1.tokens.capacity + $1.items.capacity) }
    }
}
