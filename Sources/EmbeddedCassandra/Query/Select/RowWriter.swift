import Bytes

/// The bytes of a result's rows, one after the other; those that have to be sorted apart.
struct RowWriter: ~Copyable {
    var writer = ByteWriter(capacity: 512)
    private var marks: [(keys: [ByteSlice?], start: Int)] = []
    private var scores: [(score: Float, start: Int)] = []

    /// What is written next is a row that sorts by these values.
    mutating func beginSortedRow(_ keys: [ByteSlice?]) {
        marks.append((keys, writer.count))
    }

    /// What is written next is a row that is found by its score.
    mutating func beginRow(score: Float) {
        scores.append((score, writer.count))
    }

    mutating func finish() -> ByteSlice {
        var done = ByteWriter(capacity: 0)
        swap(&done, &writer)
        return ByteSlice(done.finish())
    }

    /// The first rows in the order of the columns.
    mutating func sorted(_ columns: [Column], isReversed: Bool, most: Int) -> (bytes: ByteSlice, count: Int) {
        let end = writer.count
        var places: [(keys: [ByteSlice?], range: Range<Int>)] = []
        for (index, mark) in marks.enumerated() {
            let next = index + 1 < marks.count ? marks[index + 1].start : end
            places.append((mark.keys, mark.start..<next))
        }
        let all = finish()
        places.sort { left, right in
            for (index, column) in columns.enumerated() {
                guard let one = left.keys[index], let other = right.keys[index] else {
                    // Rows of static columns alone have no clustering: they stand before others.
                    if (left.keys[index] == nil) == (right.keys[index] == nil) { continue }
                    return (left.keys[index] == nil) != isReversed
                }
                let order = ValueOrder.compare(one, other, as: column.type)
                if order != 0 { return (order < 0) != (column.isDescending != isReversed) }
            }
            return left.range.lowerBound < right.range.lowerBound
        }
        var sorted = ByteWriter(capacity: all.count)
        let kept = places.prefix(most)
        for place in kept { sorted.write(all.slice(place.range)) }
        return (ByteSlice(sorted.finish()), kept.count)
    }

    /// The rows with the highest scores, those first.
    mutating func nearest(most: Int) -> (bytes: ByteSlice, count: Int) {
        let ends = scores.dropFirst().map(\.start) + [writer.count]
        let all = finish()
        let kept = zip(scores, ends).enumerated().sorted { left, right in
            let (one, other) = (left.element.0.score, right.element.0.score)
            return one == other ? left.offset < right.offset : one > other
        }.prefix(most)
        var sorted = ByteWriter(capacity: all.count)
        for (_, (mark, end)) in kept { sorted.write(all.slice(mark.start..<end)) }
        return (ByteSlice(sorted.finish()), kept.count)
    }
}
