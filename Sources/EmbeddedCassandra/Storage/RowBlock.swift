import Bytes

/// One row, immutable and shared by all that hold it: its key, when it was written, its deletion and its cells. `RowHeader`
/// tells how it is laid out.
///
/// The key is the row's clustering; in a table without clustering columns it is the partition's key, so that the partition
/// is this one allocation; a static row has none.
struct RowBlock: @unchecked Sendable {  // a block is never written again
    let storage: ByteStorage

    init(_ storage: ByteStorage) {
        self.storage = storage
    }

    /// The clustering, or the partition's key in a table without clustering columns.
    var key: ByteSlice {
        let header = RowHeader(storage)
        guard let start = unsafe header.key.baseAddress else { return ByteSlice() }
        let offset = unsafe start - UnsafeRawPointer(storage.start)
        return ByteSlice(
            storage: storage, offset: UInt32(truncatingIfNeeded: offset),
            length: UInt32(truncatingIfNeeded: unsafe header.key.count))
    }

    /// Whether it says nothing, like that of an update that leaves all columns alone. Such rows are not stored.
    var isEmpty: Bool {
        defer { extendLifetime(storage) }
        let header = RowHeader(storage)
        return unsafe !header.hasMarker && header.deletion.isLive
            && header.cells == UnsafeRawPointer(storage.start) + storage.count
    }

    var deletion: DeletionTime { RowHeader(storage).deletion }

    /// Bytes of memory, without what the allocator adds.
    var memory: Int { 32 + storage.room }
}

extension RowBlock: Equatable {
    /// One content has one form, so bytes tell.
    static func == (left: RowBlock, right: RowBlock) -> Bool {
        left.storage === right.storage || ByteSlice(left.storage) == ByteSlice(right.storage)
    }
}
