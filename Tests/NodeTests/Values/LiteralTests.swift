import BlockingClient
import Bytes
import CassandraWire
import Foundation
import TestKit
import Testing

extension AnyNode {
    /// The server reads its own literals, and we read what it made of them.
    @Suite struct LiteralTests {
        let node: TestedNode

        init() throws {
            node = try #require(TestedNode.current)
        }

        private struct Line: Decodable {
            let type: String
            let literal: String?
            let hex: String?
            let udts: [String: [[String]]]?

            /// The line's bytes as the value that we make of them.
            func value(of type: CQLType) throws -> CQLValue {
                guard literal != "NULL", let hex else { return .null }
                let bytes = ByteSlice([UInt8](hex: hex))
                var reader = WireReader(bytes)
                return try CQLValue(contents: &reader, count: bytes.count, plan: type)
            }
        }

        private static func lines() throws -> [(line: Line, literal: String)] {
            let text = try String(contentsOf: Fixtures.vectors.appendingPathComponent("types.jsonl"), encoding: .utf8)
            return try text.split(separator: "\n").compactMap { text in
                let line = try JSONDecoder().decode(Line.self, from: Data(text.utf8))
                // A counter is never null, not even in a literal.
                guard line.udts == nil, let literal = line.literal, line.type != "counter" || literal != "NULL" else {
                    return nil
                }
                return (line, literal)
            }
        }

        @Test("Every literal of the golden vectors comes back as its value and its type")
        func goldenLiterals() throws {
            let connection = try node.open()
            let lines = try Self.lines()
            #expect(lines.count > 600)
            var identical = 0
            let requests = lines.map { Request.query("SELECT (\($0.line.type)) \($0.literal) AS v FROM one") }
            for ((line, literal), reply) in zip(lines, try connection.pipeline(requests)) {
                let type = try CQLType(cql: line.type)
                let result = try reply.response.result.rows
                let page = try RowPage(result)
                #expect(page.columns.map(\.type.withoutFrozen) == [type.withoutFrozen])
                let value = try #require(try page.values().first)
                #expect(value.inOneOrder == (try line.value(of: type)).inOneOrder, "(\(type)) \(literal)")

                let cell = try #require(try result.cells().first?.first)
                if cell?.hexadecimal == line.hex { identical += 1 }
                var writer = WireWriter()
                try value.encodeValue(to: &writer, plan: page.columns[0].type)
                #expect(ByteSlice(writer.finish()) == result.bytes, "(\(type)) \(literal)")
            }
            print("\(lines.count) literals, \(identical) of them as the same bytes")
        }

        @Test("Vectors of every type of element come back, with and without lengths (O-10)")
        func vectors() throws {
            let elements: [(type: String, literal: String)] = [
                ("ascii", "'a'"), ("bigint", "1"), ("blob", "0x0102"), ("boolean", "true"), ("date", "'2026-01-02'"),
                ("decimal", "1.50"), ("double", "0.5"), ("duration", "1mo2d3ns"), ("float", "0.5"),
                ("inet", "'::1'"), ("int", "1"), ("smallint", "1"), ("text", "'ü'"), ("time", "'01:02:03'"),
                ("timestamp", "'2026-01-02T03:04:05Z'"), ("timeuuid", "00000000-0000-1000-8000-000000000001"),
                ("tinyint", "1"), ("uuid", "00000000-0000-4000-8000-000000000001"), ("varint", "128"),
                ("frozen<list<int>>", "[1, 2]"), ("frozen<set<text>>", "{'a', 'b'}"), ("frozen<list<int>>", "[]"),
                ("frozen<map<text, frozen<list<int>>>>", "{'a': [1]}"), ("tuple<int, text>", "(1, NULL)"),
                ("vector<float, 2>", "[0.5, 1]"), ("vector<text, 2>", "['a', 'b']"),
                ("vector<vector<smallint, 1>, 2>", "[[1], [2]]"),
                ("tuple<frozen<list<frozen<vector<int, 1>>>>>", "([[7]])"),
            ]
            let connection = try node.open()
            for (element, literal) in elements {
                let lists = try connection.rows(
                    "SELECT (list<\(element)>) [\(literal), \(literal)] AS v FROM one")
                let vectors = try connection.rows(
                    "SELECT (vector<\(element), 2>) [\(literal), \(literal)] AS v FROM one")
                let type = CQLType.vector(try CQLType(cql: element), dimension: 2)
                #expect(vectors.columns.map(\.type.withoutFrozen) == [type.withoutFrozen])
                guard case .list(let values) = try lists.values()[0] else {
                    Issue.record("\(element): no list")
                    continue
                }
                #expect(try vectors.values() == [.vector(values)], "\(element)")
            }
        }
    }
}
