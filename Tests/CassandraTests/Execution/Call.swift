import CassandraWire
import ScriptedNode
import Testing

@testable import Cassandra

/// A call of a session that suspends in one or more places: wherever it waits for the node.
struct Call: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// How often it waits for the node.
    let steps: Int
    let run: @Sendable (Session) async throws -> Void

    static let all: [Call] = [
        Call("a text", steps: 1) { try await $0.execute("SELECT 1") },
        Call("a text with values", steps: 2) { try await $0.execute("SELECT \(Int32(1))") },
        Call("preparing", steps: 1) { _ = try await $0.prepare("SELECT ?", binding: Int32.self) },
        Call("preparing and executing", steps: 3) { session in
            let insert = try await session.prepare("INSERT ?", binding: Int32.self)
            try await insert(1)
            try await session.execute(try insert.bind(2))
        },
        Call("a batch of two texts with values and a text without", steps: 3) { session in
            var batch = Cassandra.Batch(.logged)
            batch += "INSERT A \(Int32(1))"
            batch += "INSERT B \(Int32(2))"
            batch += "INSERT C"
            try await session.execute(batch)
        },
        Call("the first row", steps: 1) { _ = try await $0.rows("SELECT n", as: Int32.self).first() },
        Call("all rows of three pages", steps: 3) { session in
            let rows = try await session.rows("SELECT n", as: Int32.self).all()
            #expect(rows == [0, 1, 2])
        },
        Call("a loop over three pages with values", steps: 4) { session in
            var read: [Int32] = []
            for try await row in session.rows("SELECT \(Int32(1))", as: Int32.self) { read.append(row) }
            #expect(read == [0, 1, 2])
        },
    ]

    private init(
        _ name: String, steps: Int, _ run: @escaping @Sendable (Session) async throws -> Void
    ) {
        testDescription = name
        self.steps = steps
        self.run = run
    }

    /// Three pages of a row each for every SELECT of rows.
    static func answer(to incoming: Incoming) -> Order {
        guard incoming.isStatement, incoming.opcode != .batch else { return .usual }
        let text = incoming.text
        guard text == "SELECT n" || text == "SELECT ?" else { return .usual }
        let page = Int32(incoming.parameters?.pagingState?.first ?? 0)
        return .answer(.rows([page], next: page < 2 ? [UInt8(page + 1)] : nil))
    }
}

/// Counts the requests of a call, and holds one of them.
final class StepScript: Sendable {
    let gate = Gate()
    private let seen = Watched(0)
    private let held: Int

    init(holding step: Int) {
        held = step
    }

    var script: Script {
        Script { [self] incoming in
            guard incoming.isStatement || incoming.opcode == .prepare, incoming.text != "SELECT 'other'" else {
                return nil
            }
            let step = seen.update { seen in
                seen += 1
                return seen
            }
            let answer = Call.answer(to: incoming)
            return [step == held ? .hold(gate, answer) : answer]
        }
    }
}
