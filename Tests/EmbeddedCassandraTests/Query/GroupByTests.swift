import CassandraWire
import Networking
import Testing

@testable import EmbeddedCassandra

@Suite struct GroupByTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var text: String
        var groups: [[Int64?]]
        var testDescription: String { text }
    }

    // The ring's order of the partitions is 1, 2, 3.
    static let examples = [
        Example(text: "SELECT k, count(*) FROM t GROUP BY k", groups: [[1, 4], [2, 2], [3, 3]]),
        Example(
            text: "SELECT k, a, sum(v) FROM t GROUP BY k, a",
            groups: [[1, 1, 3], [1, 2, 7], [2, 5, 11], [3, 1, 7], [3, 2, 17]]),
        Example(text: "SELECT a, max(v) FROM t WHERE k = 1 GROUP BY a", groups: [[1, 2], [2, 4]]),
        Example(text: "SELECT b, v FROM t WHERE k = 1 AND a = 2 GROUP BY b", groups: [[1, 3], [2, 4]]),
        Example(text: "SELECT a, max(v) FROM t WHERE k = 1 GROUP BY a ORDER BY a DESC", groups: [[2, 4], [1, 2]]),
        Example(
            text: "SELECT k, a, v FROM t GROUP BY k, a",
            groups: [[1, 1, 1], [1, 2, 3], [2, 5, 5], [3, 1, 7], [3, 2, 8]]),
        Example(text: "SELECT k, a, sum(v) FROM t GROUP BY k, a LIMIT 2", groups: [[1, 1, 3], [1, 2, 7]]),
        Example(
            text: "SELECT k, a, sum(v) FROM t GROUP BY k, a PER PARTITION LIMIT 1",
            groups: [[1, 1, 3], [2, 5, 11], [3, 1, 7]]),
        Example(
            text: "SELECT k, a, sum(v) FROM t WHERE k IN (3, 1) GROUP BY k, a PER PARTITION LIMIT 1 LIMIT 2",
            groups: [[1, 1, 3], [3, 1, 7]]),
        Example(text: "SELECT k, count(*) FROM t WHERE v > 4 GROUP BY k ALLOW FILTERING", groups: [[2, 2], [3, 3]]),
        Example(text: "SELECT count(*) FROM t WHERE k = 9 GROUP BY k", groups: []),
    ]

    private static func sample(on loop: EventLoop) throws -> QuerySample {
        let sample = try QuerySample(on: loop)
        try sample.run("CREATE TABLE t (k int, a int, b int, v int, PRIMARY KEY (k, a, b))")
        let rows = [
            (1, 1, 1), (1, 1, 2), (1, 2, 1), (1, 2, 2), (2, 5, 1), (2, 5, 2), (3, 1, 1), (3, 2, 1), (3, 2, 2),
        ]
        for (index, row) in rows.enumerated() {
            try sample.run("INSERT INTO t (k, a, b, v) VALUES (\(row.0), \(row.1), \(row.2), \(index + 1))")
        }
        return sample
    }

    @Test(arguments: examples) func groupsDoNotDependOnPages(_ example: Example) async throws {
        try await onSimulatedLoop { loop in
            let sample = try Self.sample(on: loop)
            #expect(try sample.run(example.text).rows == example.groups)
            for size in 1...6 {
                let pages = try sample.pages(example.text, of: Int32(size))
                #expect(Array(pages.joined()) == example.groups, "pages of \(size)")
                #expect(pages.allSatisfy { $0.count <= size }, "pages of \(size)")
                #expect(pages.dropLast().allSatisfy { $0.count == size }, "pages of \(size)")
            }
        }
    }

    @Test(arguments: [
        ("SELECT k FROM t GROUP BY v", "only supported on the columns of the PRIMARY KEY, got v"),
        ("SELECT k FROM t GROUP BY a", "columns following their declared order in the PRIMARY KEY"),
        ("SELECT k FROM t GROUP BY k, b", "columns following their declared order in the PRIMARY KEY"),
        ("SELECT k FROM t GROUP BY nope", "Undefined column name nope"),
    ])
    func whatMakesNoGroupsIsRefused(_ text: String, _ reason: String) async throws {
        try await onSimulatedLoop { loop in
            let sample = try Self.sample(on: loop)
            let error = #expect(throws: ServerError.self) { try sample.run(text) }
            #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        }
    }
}
