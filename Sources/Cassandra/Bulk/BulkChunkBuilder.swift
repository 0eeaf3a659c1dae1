import Bytes
public import CassandraWire

/// Collects the frames of rows, one behind the other.
@usableFromInline struct BulkChunkBuilder: ~Copyable {
    @usableFromInline var writer: WireWriter
    /// Where each row's frame ends.
    private var ends: [Int] = []
    /// Rows that cannot be sent: they have no bytes.
    private var failures: [(index: Int, error: CassandraError)] = []
    private let template: ExecuteTemplate
    private let encoder: FrameEncoder
    private let session: Session
    private let firstRow: Int
    private let mostRows: Int
    private let now: Int64

    /// More rows than this would go out in more than one call anyway.
    private static var mostBytes: Int { 64 * 1024 }

    /// `capacity` is what the chunk before came to; `now` is the wall clock's, in microseconds.
    init(_ session: Session, _ state: PreparedState, firstRow: Int, mostRows: Int, capacity: Int, now: Int64) {
        writer = WireWriter(capacity: capacity)
        template = state.template
        encoder = session.encoder
        self.session = session
        self.firstRow = firstRow
        self.mostRows = mostRows
        self.now = now
        ends.reserveCapacity(mostRows)
    }

    /// How many rows there are.
    var count: Int { ends.count }

    @usableFromInline mutating func beginRow() {
        template.begin(&writer)
    }

    /// The row's values are written. `true`: the chunk is full.
    @usableFromInline mutating func endRow() -> Bool {
        let start = ends.last ?? 0
        let timestamp = template.hasTimestamp ? session.nextTimestamp(now) : 0
        do throws(WireError) {
            try template.finish(&writer, from: start, timestamp: timestamp, encoder)
        } catch {
            return fail(CassandraError(encoding: error))
        }
        ends.append(writer.count)
        return isFull
    }

    /// The row cannot be sent.
    mutating func fail(_ error: CassandraError) -> Bool {
        let start = ends.last ?? 0
        writer.bytes.truncate(to: start)
        failures.append((ends.count, error))
        ends.append(start)
        return isFull
    }

    private var isFull: Bool { ends.count >= mostRows || writer.count >= Self.mostBytes }

    /// What was collected. The builder is used no more.
    mutating func finish() -> BulkRows {
        var finished = WireWriter(capacity: 0)
        swap(&finished, &writer)
        return BulkRows(bytes: finished.finish(), ends: ends, failures: failures, firstRow: firstRow)
    }
}

/// The frames of some rows.
struct BulkRows: Sendable {
    let bytes: ByteSlice
    let ends: [Int]
    let failures: [(index: Int, error: CassandraError)]
    let firstRow: Int

    var count: Int { ends.count }

    func start(of index: Int) -> Int { index == 0 ? 0 : ends[index - 1] }

    func frame(_ index: Int) -> ByteSlice { bytes.slice(start(of: index)..<ends[index]) }
}
