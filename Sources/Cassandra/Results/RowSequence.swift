import CassandraWire
import Networking

/// The rows of a statement as a sequence that fetches pages as they are needed: while one page is read the next is on its
/// way, and never more than that, however slow the reader is. Leaving the loop, or cancelling the task, ends the fetching.
public struct RowSequence<Row>: AsyncSequence, Sendable {
    /// A row.
    public typealias Element = Row
    /// What iterating throws.
    public typealias Failure = CassandraError

    let pages: PageSource
    let makeDecoder: @Sendable ([ColumnMetadata]) throws(ColumnError) -> RowDecoder<Row>

    /// Begins to read: each iterator executes the statement anew.
    public func makeAsyncIterator() -> Iterator {
        Iterator(pages: PageFetcher(pages), makeDecoder: makeDecoder)
    }

    /// Goes through the rows.
    public struct Iterator: AsyncIteratorProtocol {
        private let pages: PageFetcher
        private let makeDecoder: @Sendable ([ColumnMetadata]) throws(ColumnError) -> RowDecoder<Row>
        private var rows: Rows<RowDecoder<Row>>?

        init(
            pages: PageFetcher,
            makeDecoder: @escaping @Sendable ([ColumnMetadata]) throws(ColumnError) -> RowDecoder<Row>
        ) {
            self.pages = pages
            self.makeDecoder = makeDecoder
        }

        /// The next row, or `nil` after the last.
        public mutating func next() async throws(CassandraError) -> Row? {
            try await next(isolation: #isolation)
        }

        /// The next row, or `nil` after the last. Suspends only where a page ends.
        public mutating func next(isolation: isolated (any Actor)?) async throws(CassandraError) -> Row? {
            do throws(ColumnError) {
                if let row = try rows?.next() { return row }
            } catch {
                pages.stop()
                throw CassandraError(.decoding(error))
            }
            while let page = try await pages.next() {
                do throws(ColumnError) {
                    var rows = page.rows(try makeDecoder(page.columns))
                    if let row = try rows.next() {
                        self.rows = rows
                        return row
                    }
                } catch {
                    pages.stop()
                    throw CassandraError(.decoding(error))
                }
            }
            rows = nil
            return nil
        }
    }

    /// All rows that there are, in memory.
    public func all() async throws(CassandraError) -> [Row] {
        var rows: [Row] = []
        var iterator = makeAsyncIterator()
        while let row = try await iterator.next() { rows.append(row) }
        return rows
    }

    /// The first row, if there is one; no other page is fetched.
    public func first() async throws(CassandraError) -> Row? {
        var iterator = makeAsyncIterator()
        return try await iterator.next()
    }
}

/// What has to be executed for a page.
struct PageSource: Sendable {
    let session: Session
    let statement: Statement

    enum Statement: Sendable {
        case text(CQL, ExecutionProfile)
        case bound(BoundStatement)
    }

    func fetch(from state: PagingState?) async throws(CassandraError) -> Outcome {
        switch statement {
        case .text(let statement, let profile):
            try await session.execute(statement, profile, pagingState: state)
        case .bound(let statement): try await session.execute(statement, pagingState: state)
        }
    }
}

/// Fetches pages one after the other, each while the one before is read. Used by one task at a time.
final class PageFetcher: @unchecked Sendable {  // an iterator is used by one task at a time, and so is this
    private let source: PageSource
    private var state = State.start

    private enum State {
        case start
        case fetching(Task<Result<Outcome, CassandraError>, Never>)
        case end
    }

    init(_ source: PageSource) {
        self.source = source
    }

    deinit {
        stop()
    }

    /// The next page, or `nil` after the last.
    func next() async throws(CassandraError) -> RowPage? {
        let outcome: Outcome
        switch state {
        case .end: return nil
        case .start: outcome = try await first()
        case .fetching(let task): outcome = try await answer(of: task)
        }
        guard let next = outcome.pagingState else {
            state = .end
            return outcome.page
        }
        let source = source
        state = .fetching(
            Task(executorPreference: source.session.shard().0.loop) {
                do throws(CassandraError) {
                    return .success(try await source.fetch(from: next))
                } catch {
                    return .failure(error)
                }
            })
        return outcome.page
    }

    /// An error is the end, too.
    private func first() async throws(CassandraError) -> Outcome {
        state = .end
        return try await source.fetch(from: nil)
    }

    private func answer(of task: Task<Result<Outcome, CassandraError>, Never>) async throws(CassandraError) -> Outcome {
        let result = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        state = .end
        return try result.get()
    }

    func stop() {
        if case .fetching(let task) = state { task.cancel() }
        state = .end
    }
}
