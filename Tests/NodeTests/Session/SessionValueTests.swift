import BlockingClient
import Bytes
import Cassandra
import CassandraWire
import Foundation
import TestKit
import Testing

extension AnyNode {
    /// Values of all types through sessions: bound, stored by the node, and read back.
    @Suite struct SessionValueTests {
        let node: TestedNode

        init() throws {
            node = try #require(TestedNode.current)
        }

        static let compressions: [Configuration.Compression?] = {
            #if LZ4
                [nil, .lz4]
            #else
                [nil]
            #endif
        }()

        private struct Line: Decodable {
            let type: String
            let literal: String?
            let hex: String?
            let udts: [String: [[String]]]?
        }

        /// Types, the node's own literals of them, and the values that we make of their bytes.
        private static func samples() throws -> [(type: CQLType, literal: String, value: CQLValue)] {
            let text = try String(contentsOf: Fixtures.vectors.appendingPathComponent("types.jsonl"), encoding: .utf8)
            return try text.split(separator: "\n").compactMap { text in
                let line = try JSONDecoder().decode(Line.self, from: Data(text.utf8))
                guard line.udts == nil, let literal = line.literal, line.type != "counter" else { return nil }
                let type = try CQLType(cql: line.type)
                guard literal != "NULL", let hex = line.hex else { return (type, literal, .null) }
                let bytes = ByteSlice([UInt8](hex: hex))
                var reader = WireReader(bytes)
                return (type, literal, try CQLValue(contents: &reader, count: bytes.count, plan: type))
            }
        }

        @Test(
            "What is bound and what the node makes of its own literal come back as the same value, for all types",
            .timeLimit(.minutes(3)), arguments: compressions)
        func literals(compression: Configuration.Compression?) async throws {
            let samples = try Self.samples()
            #expect(samples.count > 500)
            let configuration = Configuration(
                contactPoints: [node.address], keyspace: TestedNode.keyspace, compression: compression, port: node.port)
            try await Session.withSession(configuration) { session in
                try await withThrowingTaskGroup(of: Void.self) { tasks in
                    for worker in 0..<16 {
                        tasks.addTask {
                            for index in stride(from: worker, to: samples.count, by: 16) {
                                try await Self.check(samples[index], session)
                            }
                        }
                    }
                    try await tasks.waitForAll()
                }
            }
        }

        private static func check(
            _ sample: (type: CQLType, literal: String, value: CQLValue), _ session: Session
        ) async throws {
            let (type, literal, value) = sample
            let select = try await session.prepare("SELECT (\(unsafe: "\(type)")) ? AS v FROM one")
            let bound = try #require(try await select.execute([value]).page?.values().first)
            #expect(bound.inOneOrder == value.inOneOrder, "\(type) \(literal), bound")
            let written = try await session.execute(
                "SELECT (\(unsafe: "\(type)")) \(unsafe: literal) AS v FROM one")
            let read = try #require(try written.page?.values().first)
            #expect(read.inOneOrder == value.inOneOrder, "\(type) \(literal), written")
        }

        @Test("Random values of random types are stored and read back", .timeLimit(.minutes(3)))
        func stored() async throws {
            var random = RandomValues(generator: Seed.forThisRun().generator)
            let types = (0..<24).map { _ in random.type(depth: 4).frozenIfNested }
            let rows = (0..<20).map { _ in types.map { random.value(of: $0) } }
            let columns = types.indices.map { "c\($0)" }
            let configuration = Configuration(
                contactPoints: [node.address], keyspace: TestedNode.keyspace, port: node.port)
            try await Session.withSession(configuration) { session in
                try await session.execute("DROP TABLE IF EXISTS stored_values")
                let definitions = zip(columns, types).map { "\($0) \($1)" }.joined(separator: ", ")
                try await session.execute("CREATE TABLE stored_values (id int PRIMARY KEY, \(unsafe: definitions))")
                let names = columns.joined(separator: ", ")
                let marks = Array(repeating: "?", count: columns.count + 1).joined(separator: ", ")
                let insert = try await session.prepare(
                    "INSERT INTO stored_values (id, \(unsafe: names)) VALUES (\(unsafe: marks))")
                for (id, row) in rows.enumerated() { try await insert.execute([.int(Int32(id))] + row) }
                let select = try await session.prepare(
                    "SELECT \(unsafe: names) FROM stored_values WHERE id = ?", binding: Int32.self)
                for (id, row) in rows.enumerated() {
                    let values = try #require(try await select(Int32(id)).page?.values())
                    for (index, (value, expected)) in zip(values, row).enumerated() where !expected.isEmptyCollection {
                        #expect(value.inOneOrder == expected.inOneOrder, "\(types[index])")
                    }
                }
            }
        }
    }
}

extension CQLType {
    /// Collections that are not frozen are stored cell by cell, and must be so inside nothing.
    fileprivate var frozenIfNested: CQLType {
        switch self {
        case .list, .set, .map, .udt, .tuple: .frozen(self)
        default: self
        }
    }
}

extension CQLValue {
    /// Stored as nothing, an empty collection reads back as null.
    fileprivate var isEmptyCollection: Bool {
        switch self {
        case .list(let values), .set(let values): values.isEmpty
        case .map(let entries): entries.isEmpty
        default: false
        }
    }
}
