import Bytes
public import CassandraWire
import Networking

// The way of a row: written as a whole frame behind others into one block by the caller; with that chunk to a loop; there
// given a stream id and copied into what the connection sends next; its answer counted off. The caller is suspended once a
// window, not once a row, and nothing is allocated for a row.

/// Writes many rows with one prepared statement, keeping a bounded number under way.
///
/// `Session.bulkWrite` does it for a sequence; a writer of one's own is for rows that come one by one. A row that fails
/// does not keep others from being written: the report says which, and why.
///
/// ```swift
/// var writer = session.bulkWriter(insert)
/// for try await point in points { try await writer.write((point.id, point.at, point.lat)) }
/// let report = try await writer.finish()
/// ```
public struct BulkWriter<Values>: ~Copyable {
    @usableFromInline let statement: PreparedStatement<Values>
    @usableFromInline var chunk: BulkChunkBuilder
    @usableFromInline let flow: BulkFlow

    init(_ statement: PreparedStatement<Values>, _ options: BulkOptions) throws(CassandraError) {
        self.statement = statement
        flow = try BulkFlow(statement.session, statement.state, options)
        chunk = flow.newChunk()
    }

    /// Writes a row. Suspends while as many are under way as may be; until then rows are only collected.
    @inlinable
    public mutating func write(_ values: Values) async throws(CassandraError) {
        if add(values) { try await sendChunk() }
    }

    /// Whether so many rows have failed that no more are taken.
    public var hasEndedEarly: Bool { flow.hasTooManyFailures }

    /// Sends what is collected, waits for all answers, and says what came of it.
    public consuming func finish() async throws(CassandraError) -> BulkReport {
        if chunk.count > 0 { try await flow.send(chunk.finish()) }
        return try await flow.finish()
    }

    /// Collects a row; `true` when there is a chunk to be sent.
    @inlinable @inline(__always)
    mutating func add(_ values: Values) -> Bool {
        chunk.beginRow()
        do throws(ColumnError) {
            try statement.encoder.encode(values, to: &chunk.writer)
        } catch {
            return fail(error)
        }
        return chunk.endRow()
    }

    @usableFromInline
    mutating func fail(_ error: ColumnError) -> Bool {
        chunk.fail(CassandraError(.binding(error)))
    }

    @usableFromInline
    mutating func sendChunk() async throws(CassandraError) {
        let full = chunk.finish()
        chunk = flow.newChunk()
        try await flow.send(full)
    }
}

extension Session {
    /// A writer of many rows with `statement`.
    ///
    /// It is bound to one task; the session's own profile says what its requests are like.
    public func bulkWriter<Values>(
        _ statement: PreparedStatement<Values>, options: BulkOptions = BulkOptions()
    ) throws(CassandraError) -> BulkWriter<Values> {
        try BulkWriter(statement, options)
    }

    /// Writes all rows of a sequence; `values` makes of each what the statement takes.
    ///
    /// Throws what `values` throws, `.cancelled` and `.sessionClosed`; a row that cannot be written is in the report. When
    /// this throws, rows that were handed over before may still be written.
    @inlinable
    public func bulkWrite<Rows: Sequence, Values>(
        _ rows: Rows, with statement: PreparedStatement<Values>, options: BulkOptions = BulkOptions(),
        _ values: (Rows.Element) throws -> Values
    ) async throws -> BulkReport {
        var writer = try bulkWriter(statement, options: options)
        for row in rows where try writer.add(values(row)) {
            try await writer.sendChunk()
            if writer.hasEndedEarly { break }
        }
        return try await writer.finish()
    }

    /// Writes all rows of an asynchronous sequence; `values` makes of each what the statement takes.
    ///
    /// Throws what the sequence and `values` throw, `.cancelled` and `.sessionClosed`; a row that cannot be written is in
    /// the report. When this throws, rows that were handed over before may still be written.
    @inlinable
    public func bulkWrite<Rows: AsyncSequence, Values>(
        _ rows: Rows, with statement: PreparedStatement<Values>, options: BulkOptions = BulkOptions(),
        _ values: (Rows.Element) throws -> Values
    ) async throws -> BulkReport {
        var writer = try bulkWriter(statement, options: options)
        for try await row in rows where try writer.add(values(row)) {
            try await writer.sendChunk()
            if writer.hasEndedEarly { break }
        }
        return try await writer.finish()
    }
}
