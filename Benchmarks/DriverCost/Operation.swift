import Cassandra
import Synchronization

/// A way to ask.
enum Operation: String, CaseIterable {
    case insertOnLoop = "insert-on-loop"
    case insertFromPool = "insert-from-pool"
    case selectOnLoop = "select-on-loop"
    case selectFromPool = "select-from-pool"
    case bulkRow = "bulk-row"

    private static let inFlight = 256

    var counts: (few: Int, many: Int) {
        self == .bulkRow ? (10_240, 40_960) : (5120, 15_360)
    }

    func run(_ count: Int, _ session: Session) async throws {
        let payload = ByteSlice([UInt8](repeating: 7, count: 100))
        let insert = try await session.prepare(
            "INSERT INTO kv (k, v, t, d) VALUES (?, ?, ?, ?)", binding: (Int64, ByteSlice, String, Double).self)
        switch self {
        case .bulkRow:
            let report = try await session.bulkWrite(0..<count, with: insert) { index in
                (Int64(index), payload, "a text of 20 letters", Double(index))
            }
            guard report.written == count else { throw WrongAnswer() }
        case .insertOnLoop, .insertFromPool:
            try await each(count, session) { index in
                try await insert.execute((Int64(index), payload, "a text of 20 letters", Double(index)))
            }
        case .selectOnLoop, .selectFromPool:
            let select = try await session.prepare("SELECT * FROM kv WHERE k = ?", binding: Int64.self)
            try await each(count, session) { index in
                guard let page = try await select.execute(Int64(index)).page else { throw WrongAnswer() }
                var rows = try page.rows(as: (Int64, Double?, String?, ByteSlice).self)
                guard let (_, _, _, value) = try rows.next(), value.count == 100 else { throw WrongAnswer() }
            }
        }
    }

    private var isOnLoop: Bool { self == .insertOnLoop || self == .selectOnLoop }

    private func each(
        _ count: Int, _ session: Session, _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for worker in 0..<Self.inFlight {
                let work: @concurrent @Sendable () async throws -> Void = {
                    for index in stride(from: worker, to: count, by: Self.inFlight) { try await body(index) }
                }
                if isOnLoop {
                    tasks.addTask(executorPreference: session.executors[0], operation: work)
                } else {
                    tasks.addTask(operation: work)
                }
            }
            try await tasks.waitForAll()
        }
    }
}

struct WrongAnswer: Error {}
