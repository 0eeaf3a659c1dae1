/// What a thread knows of memory; also what a store hands on to whoever acquires it.
struct View {
    /// For each atomic location the oldest store that may still be read, as a place in its history.
    var oldest: SIMD4<UInt8>
    /// The fields whose last write is known, a bit each. Whoever doesn't know it must not touch the field.
    var writes: UInt16
    /// The fields of which all reads since the last write are known. Whoever doesn't know them must not write the field.
    var reads: UInt16

    static let nothing = View(oldest: .zero, writes: 0, reads: 0)
    static let start = View(oldest: .zero, writes: .max, reads: .max)

    mutating func join(_ other: View) {
        oldest = pointwiseMax(oldest, other.oldest)
        writes |= other.writes
        reads |= other.reads
    }
}
