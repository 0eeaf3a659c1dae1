import Bytes
import CassandraWire
import ScriptedNode
import Synchronization
import TestKit
import Testing

@testable import Cassandra

extension OneNode {
    /// Rows that come in pages, from nodes that do with them what they like.
    @Suite struct PagesOfANodeTests {
        /// Which page is asked for: a state is the number of the page that begins there.
        private static func page(_ incoming: Incoming) -> Int {
            guard let state = incoming.parameters?.pagingState else { return 0 }
            return Int(String(decoding: state, as: UTF8.self)) ?? 0
        }

        private static func state(_ page: Int) -> ByteSlice { ByteSlice(String(page).utf8) }

        /// A node with these pages.
        private static func table(_ pages: [[Int32]]) -> Script {
            let answers = pages.enumerated().map { index, rows in
                Answer.rows(rows, next: index + 1 < pages.count ? state(index + 1) : nil)
            }
            return Script { $0.isStatement ? [.answer(answers[page($0)])] : nil }
        }

        private static let select: CQL = "SELECT n FROM t"

        @Test("D-73, D-74: empty pages, the last one too, and pages of any length: every row, once, in order")
        func oddPages() async throws {
            let pages: [[Int32]] = [[], [1], [], [], [2, 3, 4, 5, 6, 7], [8], []]
            try await withNode(script: Self.table(pages)) { node, session in
                let profile = ExecutionProfile().with { $0.pageSize = 2 }
                let rows = session.rows(Self.select, as: Int32.self, profile: profile)
                let all = try await rows.all()
                #expect(all == Array(1...8))
                #expect(node.log.value.statements.map(Self.page) == Array(0..<7))
                #expect(try await rows.first() == 1)
            }
        }

        @Test("D-73: 30,000 empty pages in a row")
        func manyEmptyPages() async throws {
            let more = Answer.rows([], next: Self.state(1))
            let last = Answer.rows([42])
            let count = Atomic(0)
            let script = Script { incoming in
                guard incoming.opcode == .query else { return nil }
                return [.answer(count.add(1, ordering: .relaxed).newValue <= 30_000 ? more : last)]
            }
            try await withNode(keepsRequests: false, script: script) { node, session in
                let rows = try await Task(executorPreference: session.shards[0].loop) {
                    try await session.rows(Self.select, as: Int32.self).all()
                }.value
                #expect(rows == [42])
                #expect(node.log.value.counts[.query] == 30_001)
            }
        }

        @Test("D-74: more pages, but nothing to ask for them with, is an error and not the end")
        func noState() async throws {
            var frame = Answer.rows([1, 2], next: []).frame(0)
            // Behind the header, the kind, the flags and the count of columns.
            frame.replaceSubrange(21..<25, with: [0xFF, 0xFF, 0xFF, 0xFF])
            let broken = frame
            let script = Script { incoming in
                guard incoming.isStatement else { return nil }
                var frame = broken
                frame[3] = UInt8(incoming.stream)
                return [.bytes(frame)]
            }
            try await withNode(script: script) { node, session in
                let error = await failure { try await session.rows(Self.select, as: Int32.self).all() }
                #expect(error?.name == .protocolViolation)
            }
        }

        @Test(
            "D-76: a page that fails comes after all rows before it; then the sequence ends; its state can be asked again"
        )
        func failingPage() async throws {
            let usual = Self.table([[1, 2], [3, 4], [5, 6]])
            try await withNode(script: usual) { node, session in
                node.follow { Self.page($0) == 2 ? [.answer(.error(.overloaded, "later"))] : usual($0) }
                var read: [Int32] = []
                var iterator = session.rows(Self.select, as: Int32.self).makeAsyncIterator()
                var error: CassandraError?
                do throws(CassandraError) {
                    while let row = try await iterator.next() { read.append(row) }
                } catch let thrown {
                    error = thrown
                }
                #expect(read == [1, 2, 3, 4])
                #expect(error?.serverError?.code == .overloaded)
                #expect(try await iterator.next() == nil)
                node.follow(usual)
                let first = try await session.execute(Self.select)
                let state = try #require(first.pagingState)
                let second = try await session.execute(Self.select, from: state)
                let third = try #require(second.pagingState)
                node.follow { _ in [.answer(.error(.overloaded, "later"))] }
                let refused = await failure { try await session.execute(Self.select, from: third) }
                #expect(refused?.serverError?.code == .overloaded)
                node.follow(usual)
                let page = try await session.execute(Self.select, from: third)
                #expect(page.page?.count == 2)
                #expect(page.pagingState == nil)
                #expect(node.log.value.statements.map(Self.page) == [0, 1, 2, 0, 1, 2, 2])
            }
        }

        @Test(
            "D-78, D-183: who leaves the loop has at most one page on its way, whose id is free when the answer comes")
        func leaving() async throws {
            let gate = Gate()
            let usual = Self.table((0..<10).map { [$0] })
            let script = Script { Self.page($0) > 0 ? [.hold(gate, usual($0)![0])] : usual($0) }
            try await withNode(.with { $0.pool.requestsPerConnection = 1 }, script: script) { node, session in
                for try await row in session.rows(Self.select, as: Int32.self) {
                    #expect(row == 0)
                    try await gate.reached()
                    break
                }
                // The prefetch was given up, and its answer frees the only id.
                let next = begin { try await session.execute("next") }
                try await session.untilWaiting(1)
                gate.open()
                #expect(await next.value.error == nil)
                #expect(node.log.value.statements.map(\.text) == ["SELECT n FROM t", "SELECT n FROM t", "next"])
            }
        }

        @Test("D-78, D-183: a reader that is cancelled between two pages gets what it has and then the cancellation")
        func cancelledReader() async throws {
            let gate = Gate()
            let usual = Self.table([[1, 2], [3], [4]])
            let script = Script { Self.page($0) > 0 ? [.hold(gate, usual($0)![0])] : usual($0) }
            try await withNode(script: script) { node, session in
                let read = Watched<[Int32]>([])
                let reader = Task {
                    await failure {
                        for try await row in session.rows(Self.select, as: Int32.self) {
                            read.update { $0.append(row) }
                        }
                    }
                }
                try await gate.reached()
                try await read.until { $0 == [1, 2] }
                reader.cancel()
                #expect(await reader.value?.name == .cancelled)
                gate.open()
                try await session.execute("next")
                #expect(node.log.value.statements.count == 3)
            }
        }

        @Test("D-79: however long a reader sleeps at row 1 of 3,000,000, there are two pages and no more")
        func sleepingReader() async throws {
            // A row of 1 KiB, so that the whole table would be 3 GiB.
            let column = ColumnMetadata(keyspace: "ks", table: "t", name: "b", type: .blob)
            let row: [UInt8] = [0, 0, 4, 0] + [UInt8](repeating: 7, count: 1024)
            let page = Array(repeatElement(row, count: 5000).joined())
            let metadata = ResultMetadata(columns: [column], pagingState: Self.state(1), isOfOneTable: true)
            let more = Answer(
                .result(.rows(RowsResult(metadata: metadata, rowCount: 5000, bytes: ByteSlice(page)))))
            let pages = Atomic(0)
            let script = Script { incoming in
                guard incoming.opcode == .query, incoming.text == "SELECT n FROM t" else { return nil }
                pages.add(1, ordering: .relaxed)
                return [.answer(more)]
            }
            try await withNode(keepsRequests: false, script: script) { node, session in
                var iterator = session.rows(Self.select, as: ByteSlice.self).makeAsyncIterator()
                let before = try ResidentMemory.current()
                for wanted in [1, 2, 5] {
                    // To the first row of that page.
                    while pages.load(ordering: .relaxed) < wanted { _ = try await iterator.next() }
                    _ = try await iterator.next()
                    try await node.log.until { $0.counts[.query, default: 0] >= wanted + 1 }
                    // Whatever else would be asked for would be asked before these.
                    for _ in 0..<20 { try await session.execute("x") }
                    #expect(pages.load(ordering: .relaxed) <= wanted + 2)
                    #expect(try ResidentMemory.current() < before + 64 << 20)
                }
            }
        }

        @Test("D-80: every page is asked for as the first was, but for where it begins")
        func samePages() async throws {
            try await withNode(script: Self.table([[1], [2], [3]])) { node, session in
                let profile = ExecutionProfile().with {
                    $0.consistency = .localQuorum
                    $0.serialConsistency = .serial
                    $0.pageSize = 17
                    $0.tracing = true
                }
                #expect(try await session.rows(Self.select, as: Int32.self, profile: profile).all() == [1, 2, 3])
                let sent = node.log.value.statements
                #expect(sent.map(Self.page) == [0, 1, 2])
                for page in sent {
                    var parameters = try #require(page.parameters)
                    parameters.pagingState = nil
                    #expect(parameters == sent[0].parameters)
                    #expect(parameters.pageSize == 17)
                    #expect(parameters.consistency == .localQuorum)
                    #expect(page.frame.header.flags.contains(.tracing))
                }
            }
        }

        @Test("D-80: each page has the whole timeout to itself")
        func timeoutOfAPage() async throws {
            let usual = Self.table([[1], [2], [3]])
            try await withNode(script: Script { Self.page($0) == 2 ? .nothing : usual($0) }) { node, session in
                var read: [Int32] = []
                let rows = session.rows(Self.select, as: Int32.self, profile: .timeout(.milliseconds(100)))
                let error = await failure { for try await row in rows { read.append(row) } }
                #expect(read == [1, 2])
                #expect(error?.name == .timedOut)
            }
        }

        @Test("D-82: a page size of 0 or below is refused however it comes; none asks for everything at once")
        func pageSizes() async throws {
            try await withNode { node, session in
                let insert = try await session.prepare("INSERT INTO t (a) VALUES (?)", binding: Int32.self)
                for size in [0, -1, Int.min] {
                    let profile = ExecutionProfile().with { $0.pageSize = PageSize(size) }
                    var batch = Cassandra.Batch(.logged)
                    batch += "INSERT INTO t (a) VALUES (1)"
                    let errors = [
                        await failure { try await session.execute(Self.select, profile: profile) },
                        await failure { try await session.rows(Self.select, as: Int32.self, profile: profile).all() },
                        await failure { try await insert.execute(1, profile: profile) },
                        await failure { try await session.execute(try insert.bind(1, profile: profile)) },
                        await failure { try await session.execute(batch, profile: profile) },
                    ]
                    for error in errors { #expect(error?.name == .configuration) }
                }
                #expect(node.log.value.statements.isEmpty)
                try await session.execute(Self.select, profile: ExecutionProfile().with { $0.pageSize = .unpaged })
                #expect(node.log.value.statements.count == 1)
                #expect(node.log.value.statements.first?.parameters?.pageSize == nil)
            }
        }

        @Test(
            "D-75: a state that was kept as bytes goes on where it was, and is refused for any other statement or value"
        )
        func keptState() async throws {
            try await withNode(script: Self.table([[1], [2]])) { node, session in
                let first = try await session.execute("SELECT n FROM t WHERE a = \(Int32(1))")
                let bytes = try #require(first.pagingState).bytes
                let kept = try #require(PagingState(bytes))
                let sent = node.log.value.statements.count
                for other: CQL in [
                    "SELECT n FROM t WHERE a = \(Int32(2))", "SELECT n FROM t WHERE b = \(Int32(1))", "SELECT n FROM t",
                ] {
                    let error = await failure { try await session.execute(other, from: kept) }
                    #expect(error?.name == .invalidStatement)
                }
                #expect(node.log.value.statements.count == sent)
                let second = try await session.execute("SELECT n FROM t WHERE a = \(Int32(1))", from: kept)
                #expect(second.page?.count == 1)
                #expect(second.pagingState == nil)
                #expect(node.log.value.statements.last.map(Self.page) == 1)
            }
        }

        @Test("D-84: two iterators over one sequence go their own ways")
        func twoIterators() async throws {
            try await withNode(script: Self.table([[1, 2], [3], [4]])) { node, session in
                let rows = session.rows(Self.select, as: Int32.self)
                var first = rows.makeAsyncIterator()
                #expect(try await first.next() == 1)
                var second = rows.makeAsyncIterator()
                var both: [Int32] = []
                while let row = try await second.next() {
                    both.append(row)
                    if let row = try await first.next() { both.append(row) }
                }
                #expect(both == [1, 2, 2, 3, 3, 4, 4])
                #expect(node.log.value.statements.map(Self.page).sorted() == [0, 0, 1, 1, 2, 2])
            }
        }
    }
}
