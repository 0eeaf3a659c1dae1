import Bytes
import Synchronization

/// The columns that a statement's last result had, with the bytes that said so.
///
/// Results of protocol v4 have no id of their metadata, so that a client which asks nodes to leave it out may read rows of
/// an altered table by old columns. So it always comes along; reading it anew for each result would cost more than the
/// row. Only its bytes are compared: they are the truth, and equal bytes mean equal columns.
package final class KnownColumns: Sendable {
    struct Shape: Equatable {
        let flags: ResultMetadata.Flags
        let columnCount: Int
    }

    private final class Last: Sendable {
        let shape: Shape
        let bytes: ByteSlice
        let columns: [ColumnMetadata]

        init(_ shape: Shape, _ bytes: ByteSlice, _ columns: [ColumnMetadata]) {
            self.shape = shape
            self.bytes = bytes
            self.columns = columns
        }
    }

    private let last = Mutex<Last?>(nil)

    package init() {}

    /// The columns, if the bytes that come now are those of last time; then the reader stands behind them.
    func columns(_ shape: Shape, _ reader: inout WireReader) -> [ColumnMetadata]? {
        guard let last = last.withLock({ $0 }), last.shape == shape else { return nil }
        var ahead = reader
        guard let bytes = ahead.bytes.readSlice(last.bytes.count), bytes == last.bytes else { return nil }
        reader = ahead
        return last.columns
    }

    func note(_ columns: [ColumnMetadata], _ shape: Shape, _ bytes: ByteSlice) {
        let seen = Last(shape, bytes.detached(), columns)
        last.withLock { $0 = seen }
    }
}
