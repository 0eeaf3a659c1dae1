import BlockingClient
import Cassandra
import Foundation
import Synchronization
import Testing

extension AnyNode {
    /// Tables that change while statements about them are in use.
    @Suite struct SchemaChangeInUseTests {
        let node: TestedNode

        init() throws {
            node = try #require(TestedNode.current)
        }

        private func withSession(_ body: (Session) async throws -> Void) async throws {
            let configuration = Configuration(
                contactPoints: [node.address], keyspace: TestedNode.keyspace, port: node.port, loops: 2)
            try await Session.withSession(configuration, body)
        }

        @Test(
            "D-64, D-65 Columns are added and dropped while 8 tasks write and read all columns: never a wrong row, never an error",
            .timeLimit(.minutes(2)))
        func altered() async throws {
            try await withSession { session in
                try await session.execute("DROP TABLE IF EXISTS in_use")
                try await session.execute("CREATE TABLE in_use (id int PRIMARY KEY, m text, z bigint)")
                let insert = try await session.prepare(
                    "INSERT INTO in_use (id, m, z) VALUES (?, ?, ?)", binding: (Int32, String, Int64).self)
                let select = try await session.prepare("SELECT * FROM in_use WHERE id = ?", binding: Int32.self)
                let isOver = Flag()
                let reads = Tally()
                try await withThrowingTaskGroup(of: Void.self) { tasks in
                    for worker in Int32(0)..<8 {
                        tasks.addTask {
                            var round = Int32(0)
                            while !isOver.isSet {
                                let id = worker * 1_000_000 + round
                                try await insert(id, "m\(id)", Int64(id))
                                let page = try #require(try await select(id).page)
                                let values = try page.values()
                                // Whatever columns there are at this moment: each of ours is what was written.
                                for (column, value) in zip(page.columns, values) {
                                    switch column.name {
                                    case "id": #expect(value == .int(id))
                                    case "m": #expect(value == .text("m\(id)"))
                                    case "z": #expect(value == .bigint(Int64(id)))
                                    default: #expect(value == .null, "\(column.name)")
                                    }
                                }
                                #expect(page.columns.count == values.count && values.count >= 3)
                                reads.add()
                                round += 1
                            }
                        }
                    }
                    // The added columns sort before, between and behind the others, and come back with other types.
                    for type in ["int", "text", "list<int>"] {
                        let names = ["a", "n", "zz"].map { "\($0)_\(type.prefix(3))" }
                        for name in names {
                            try await session.execute("ALTER TABLE in_use ADD \(unsafe: name) \(unsafe: type)")
                            await reads.grow(by: 8)
                        }
                        for name in names {
                            try await session.execute("ALTER TABLE in_use DROP \(unsafe: name)")
                            await reads.grow(by: 8)
                        }
                    }
                    isOver.set()
                    try await tasks.waitForAll()
                }
                #expect(reads.count > 100)
            }
        }

        @Test(
            "D-66 A table is dropped and made anew, with another type, while 8 tasks use it: what they read was written, and errors say what happened",
            .timeLimit(.minutes(2)))
        func dropped() async throws {
            try await withSession { session in
                try await session.execute("DROP TABLE IF EXISTS in_use_anew")
                try await session.execute("CREATE TABLE in_use_anew (id int PRIMARY KEY, v int)")
                let isOver = Flag()
                let reads = Tally()
                try await withThrowingTaskGroup(of: Void.self) { tasks in
                    for worker in Int32(0)..<8 {
                        tasks.addTask {
                            var round = Int32(0)
                            while !isOver.isSet {
                                round += 1
                                let id = worker * 1_000_000 + round
                                do {
                                    try await session.execute(
                                        "INSERT INTO in_use_anew (id, v) VALUES (\(id), \(7))")
                                    let row = try await session.rows(
                                        "SELECT id, v FROM in_use_anew WHERE id = \(id)", as: (Int32, Int).self
                                    ).first()
                                    guard let (found, value) = row else { continue }
                                    #expect(found == id && value == 7)
                                    reads.add()
                                } catch let error as CassandraError {
                                    // There is no table at this moment, or its column has another type.
                                    switch error.kind {
                                    case .server(let error):
                                        #expect([.invalid, .unprepared, .serverError].contains(error.code), "\(error)")
                                    case .binding, .invalidStatement: break
                                    default: Issue.record("\(error)")
                                    }
                                }
                            }
                        }
                    }
                    for type in ["bigint", "int", "bigint", "int"] {
                        try await session.execute("DROP TABLE in_use_anew")
                        try await session.execute(
                            "CREATE TABLE in_use_anew (id int PRIMARY KEY, v \(unsafe: type))")
                    }
                    isOver.set()
                    try await tasks.waitForAll()
                }
                // Afterwards all is well again.
                try await session.execute("INSERT INTO in_use_anew (id, v) VALUES (\(Int32(1)), \(7))")
                let row = try await session.rows(
                    "SELECT id, v FROM in_use_anew WHERE id = \(Int32(1))", as: (Int32, Int32).self
                ).first()
                #expect(row?.1 == 7)
            }
        }
    }
}

/// What tasks share.
private final class Flag: Sendable {
    private let value = Atomic<Bool>(false)

    var isSet: Bool { value.load(ordering: .relaxed) }

    func set() {
        value.store(true, ordering: .relaxed)
    }
}

private final class Tally: Sendable {
    private let value = Atomic<Int>(0)

    var count: Int { value.load(ordering: .relaxed) }

    func add() {
        value.add(1, ordering: .relaxed)
    }

    /// Returns when it has become so much more.
    func grow(by count: Int) async {
        let wanted = self.count + count
        while self.count < wanted { await Task.yield() }
    }
}
