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

    /// All rows that there are, in memory. While one page is read the next is on its way.
    public func all() async throws(CassandraError) -> [Row] {
        let pages = PageFetcher(pages)
        var all: [Row] = []
        while let page = try await pages.next() {
            do throws(ColumnError) {
                var rows = page.rows(try makeDecoder(page.columns))
                all.reserveCapacity(all.count + page.count)
                while let row = try rows.next() { all.append(row) }
            } catch {
                pages.stop()
                throw CassandraError(.decoding(error))
            }
        }
        return all
    }

    /// The first row, if there is one. Pages are fetched until one has a row, and none ahead of it.
    public func first() async throws(CassandraError) -> Row? {
        let pages = PageFetcher(pages, isAhead: false)
        while let page = try await pages.next() {
            do throws(ColumnError) {
                var rows = page.rows(try makeDecoder(page.columns))
                if let row = try rows.next() { return row }
            } catch {
                throw CassandraError(.decoding(error))
            }
        }
        return nil
    }
}

/// How a page is fetched, and where.
struct PageSource: Sendable {
    /// The page that begins at a state, or the first.
    let fetch: @Sendable (PagingState?) async throws(CassandraError) -> Outcome
    /// Where pages are fetched ahead.
    let executor: @Sendable () -> (any TaskExecutor)?

    init(fetch: @escaping @Sendable (PagingState?) async throws(CassandraError) -> Outcome) {
        executor = { nil }
        self.fetch = fetch
    }

    init(_ session: Session, _ statement: CQL, _ profile: ExecutionProfile) {
        executor = { session.shard().0.loop }
        fetch = { (state) async throws(CassandraError) in
            try await session.execute(statement, profile, pagingState: state)
        }
    }

    init(_ session: Session, _ statement: BoundStatement) {
        executor = { session.shard().0.loop }
        fetch = { (state) async throws(CassandraError) in
            try await session.execute(statement, pagingState: state)
        }
    }
}

/// Fetches pages one after the other, each while the one before is read. Used by one task at a time.
final class PageFetcher: @unchecked Sendable {  // an iterator is used by one task at a time, and so is this
    private let source: PageSource
    private let isAhead: Bool
    private var state = State.waiting(nil)

    private enum State {
        /// The page that begins there has not been asked for.
        case waiting(PagingState?)
        case fetching(Task<Result<Outcome, CassandraError>, Never>)
        case end
    }

    /// `isAhead` says whether the next page is fetched while one is read.
    init(_ source: PageSource, isAhead: Bool = true) {
        self.source = source
        self.isAhead = isAhead
    }

    deinit {
        stop()
    }

    /// The next page, or `nil` after the last. An answer without rows is none.
    func next() async throws(CassandraError) -> RowPage? {
        let outcome: Outcome
        switch state {
        case .end: return nil
        case .waiting(let from): outcome = try await fetch(from)
        case .fetching(let task): outcome = try await answer(of: task)
        }
        guard let next = outcome.pagingState else { return outcome.page }
        guard isAhead else {
            state = .waiting(next)
            return outcome.page
        }
        let source = source
        state = .fetching(
            Task(executorPreference: source.executor()) {
                do throws(CassandraError) {
                    return .success(try await source.fetch(next))
                } catch {
                    return .failure(error)
                }
            })
        return outcome.page
    }

    /// An error is the end, too.
    private func fetch(_ from: PagingState?) async throws(CassandraError) -> Outcome {
        state = .end
        return try await source.fetch(from)
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
