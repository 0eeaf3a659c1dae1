import Bytes
import CassandraWire
import Synchronization
import Testing

@testable import Cassandra

/// Pages that are fetched by their numbers, each with a row an entry, and an account of what was fetched.
private final class Pages: Sendable {
    private let pages: [[Int32]]
    private let fetched = Mutex<[Int]>([])

    init(_ pages: [[Int32]]) {
        self.pages = pages
    }

    var numbersFetched: [Int] { fetched.withLock { $0 } }

    func rows(as: Int.Type = Int.self) -> RowSequence<Int> {
        let source = PageSource { (state) async throws(CassandraError) in try self.fetch(state) }
        return RowSequence(pages: source) { (columns) throws(ColumnError) in try RowDecoder<Int>(columns: columns) }
    }

    private func fetch(_ state: PagingState?) throws(CassandraError) -> Outcome {
        let number = state.map { Int($0.node[0]) } ?? 0
        fetched.withLock { $0.append(number) }
        var rows = WireWriter()
        for row in pages[number] {
            rows.write(Int32(4))
            rows.write(row)
        }
        let next = number + 1 < pages.count ? ByteSlice([UInt8(number + 1)]) : nil
        let metadata = ResultMetadata(
            columns: [ColumnMetadata(keyspace: "k", table: "t", name: "a", type: .int)], pagingState: next)
        let result = RowsResult(metadata: metadata, rowCount: pages[number].count, bytes: rows.finish())
        do {
            let bytes = try FrameEncoder().encode(.result(.rows(result)), stream: 0)
            let header = FrameHeader(direction: .response, stream: 0, opcode: .result)
            let frame = Frame(header: header, body: bytes.slice(FrameHeader.length..<bytes.count))
            return try Outcome(frame, from: "node", mayWrite: false, known: nil) { StatementFingerprint(bits: 0) }
        } catch {
            throw CassandraError(.protocolViolation(node: "node", reason: "\(error)"))
        }
    }
}

@Suite struct RowSequenceTests {
    @Test func `all rows of all pages come in order`() async throws {
        let pages = Pages([[1, 2], [], [3], [4]])
        #expect(try await pages.rows().all() == [1, 2, 3, 4])
        #expect(pages.numbersFetched == [0, 1, 2, 3])
        var seen: [Int] = []
        for try await row in pages.rows() { seen.append(row) }
        #expect(seen == [1, 2, 3, 4])
    }

    @Test func `the first row is fetched with its page, and no page after it is begun`() async throws {
        let pages = Pages([[7, 8], [9], [10]])
        #expect(try await pages.rows().first() == 7)
        #expect(pages.numbersFetched == [0])
    }

    @Test func `the first row may be behind empty pages`() async throws {
        let pages = Pages([[], [], [9], [10]])
        #expect(try await pages.rows().first() == 9)
        #expect(pages.numbersFetched == [0, 1, 2])
        let none = Pages([[], []])
        #expect(try await none.rows().first() == nil)
        #expect(none.numbersFetched == [0, 1])
        #expect(try await Pages([[]]).rows().all() == [])
    }

    @Test func `a row that cannot be read ends the sequence with an error`() async throws {
        let source = Pages([[1], [2]])
        let rows = RowSequence(pages: source.rows().pages) { (columns) throws(ColumnError) in
            try RowDecoder<String>(columns: columns)
        }
        for body in [{ _ = try await rows.first() }, { _ = try await rows.all() }] {
            do {
                try await body()
                Issue.record("an int was read as a text")
            } catch let error as CassandraError {
                guard case .decoding(let fault) = error.kind else { throw error }
                #expect(fault.column == "a" && fault.reason == .typeMismatch)
            }
        }
    }

    @Test func `rows by name come through a sequence as they come from a page`() async throws {
        struct Value: Decodable { let a: Int }
        let pages = Pages([[1], [2]]).rows().pages
        let named = RowSequence(pages: pages) { (columns) in RowDecoder(decoding: Value.self, columns: columns) }
        #expect(try await named.all().map(\.a) == [1, 2])
        let dynamic = RowSequence(pages: pages) { (columns) in RowDecoder(dynamic: columns) }
        #expect(try await dynamic.first()?["a"] == .int(1))
        struct Wrong: Decodable { let b: Int }
        let wrong = RowSequence(pages: pages) { (columns) in RowDecoder(decoding: Wrong.self, columns: columns) }
        do {
            _ = try await wrong.all()
            Issue.record("a column that is not there was read")
        } catch {
            #expect("\(error)" == "cannot read Int of row 0: no column 'b'; there are 'a'")
        }
    }
}
