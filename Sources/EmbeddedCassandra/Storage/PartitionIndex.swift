import Bytes

/// What a `PartitionIndex` orders: something that knows its key.
protocol PartitionItem {
    /// The order of its key's bytes and others.
    func compareKey(with other: ByteSlice) -> Int
    func key(token: Int64) -> PartitionKey
}

/// Partitions in the order of token and key, in chunks. Tokens are spread evenly, so a search begins where the token
/// should be: with millions of partitions each step elsewhere is a wait for memory.
struct PartitionIndex<Item: PartitionItem> {
    struct Entry {
        var token: Int64
        var item: Item
    }

    struct Position: Equatable {
        var chunk: Int
        var index: Int
    }

    static var chunkCapacity: Int { 512 }

    /// The first token of each chunk; none is empty.
    private var firsts: ContiguousArray<Int64> = []
    private var chunks: ContiguousArray<ContiguousArray<Entry>> = []
    private(set) var count = 0

    var start: Position { Position(chunk: 0, index: 0) }

    func isInside(_ position: Position) -> Bool { position.chunk < chunks.count }

    @inline(__always) func item(at position: Position) -> Item { chunks[position.chunk][position.index].item }

    @inline(__always) func token(at position: Position) -> Int64 { chunks[position.chunk][position.index].token }

    @inline(__always) func position(after position: Position) -> Position {
        if position.index + 1 < chunks[position.chunk].count {
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
        guard let first = firsts.first, let last = firsts.last, token > first else { return start }
        let chunk =
            unsafe firsts.withUnsafeBufferPointer { firsts in
                Self.search(token, count: firsts.count, from: first, to: last) { unsafe firsts[$0] }
            } - 1
        // Chunks behind this one begin at the token or after it; this one begins before it.
        let end = chunk + 1 < firsts.count ? firsts[chunk + 1] : .max
        let (index, count) = unsafe chunks[chunk].withUnsafeBufferPointer { entries in
            let index = Self.search(token, count: entries.count, from: firsts[chunk], to: end) {
                unsafe entries[$0].token
            }
            return (index, entries.count)
        }
        return index < count ? Position(chunk: chunk, index: index) : Position(chunk: chunk + 1, index: 0)
    }

    /// The first of `count` ascending tokens that is `token` or more, searched outwards from where it would be if all were
    /// equally far apart. None is below `first`, and `token` is above it.
    @inline(__always) private static func search(
        _ token: Int64, count: Int, from first: Int64, to last: Int64, _ tokenAt: (Int) -> Int64
    ) -> Int {
        let (offset, width) = (UInt64(bitPattern: token &- first), UInt64(bitPattern: last &- first))
        let guess =
            offset >= width ? count - 1 : min(count - 1, Int(Double(offset) / Double(width) * Double(count)))
        var (low, high, step) = (0, count, 4)
        if tokenAt(guess) < token {
            low = guess + 1
            while low - 1 + step < count {
                let probe = low - 1 + step
                guard tokenAt(probe) < token else {
                    high = probe
                    break
                }
                low = probe + 1
                step *= 2
            }
        } else {
            high = guess
            while high - step >= 0 {
                let probe = high - step
                guard tokenAt(probe) >= token else {
                    low = probe + 1
                    break
                }
                high = probe
                step *= 2
            }
        }
        while low < high {
            let middle = (low + high) / 2
            if tokenAt(middle) < token { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension PartitionIndex {
    mutating func replace(at position: Position, with item: Item) {
        chunks[position.chunk][position.index].item = item
    }

    /// Puts an item before the one at `position`, which `find` gave for its key.
    mutating func insert(_ item: Item, token: Int64, at position: Position) {
        count += 1
        let entry = Entry(token: token, item: item)
        guard !chunks.isEmpty else {
            chunks = [[entry]]
            firsts = [token]
            return
        }
        var position = position
        // At the end of a chunk rather than at the start of the next, whose first token stays.
        if position.index == 0, position.chunk > 0 {
            position = Position(chunk: position.chunk - 1, index: chunks[position.chunk - 1].count)
        }
        if chunks[position.chunk].count >= Self.chunkCapacity {
            split(position.chunk)
            let half = chunks[position.chunk].count
            if position.index > half { position = Position(chunk: position.chunk + 1, index: position.index - half) }
        }
        chunks[position.chunk].insert(entry, at: position.index)
        if position.index == 0 { firsts[position.chunk] = token }
    }

    private mutating func split(_ index: Int) {
        let half = chunks[index].count / 2
        var upper = ContiguousArray<Entry>()
        upper.reserveCapacity(Self.chunkCapacity)
        upper.append(contentsOf: chunks[index][half...])
        chunks[index].removeSubrange(half...)
        chunks[index].reserveCapacity(Self.chunkCapacity)
        firsts.insert(upper[0].token, at: index + 1)
        chunks.insert(upper, at: index + 1)
    }

    mutating func remove(at position: Position) {
        count -= 1
        chunks[position.chunk].remove(at: position.index)
        if chunks[position.chunk].isEmpty {
            chunks.remove(at: position.chunk)
            firsts.remove(at: position.chunk)
        } else if position.index == 0 {
            firsts[position.chunk] = chunks[position.chunk][0].token
        }
    }

    /// Bytes that the order takes, without the items.
    var overhead: Int {
        chunks.reduce(16 * chunks.count) { $0 + 40 + 16 * $1.capacity }
    }
}
