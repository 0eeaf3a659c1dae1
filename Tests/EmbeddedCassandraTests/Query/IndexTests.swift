import Bytes
import CassandraWire
import Networking
import Testing

@testable import EmbeddedCassandra

/// What indexes do over time and pages, which the recorded groups leave out.
@Suite struct IndexTests {
    private static func sample(on loop: EventLoop, _ using: String = "") throws -> QuerySample {
        let sample = try QuerySample(on: loop)
        try sample.run("CREATE TABLE t (k int, c int, v int, w int, PRIMARY KEY (k, c))")
        try sample.run("CREATE INDEX i ON t (v)\(using)")
        return sample
    }

    @Test(arguments: ["", " USING 'sai'"])
    func rowsThatExpireAreNotFoundAnyMore(using: String) async throws {
        try await onSimulatedLoop { loop in
            let sample = try Self.sample(on: loop, using)
            try sample.run("INSERT INTO t (k, c, v) VALUES (1, 1, 5) USING TTL 10")
            try sample.run("INSERT INTO t (k, c, v) VALUES (1, 2, 5)")
            #expect(try sample.run("SELECT c FROM t WHERE v = 5").rows == [[1], [2]])
            try await loop.sleep(for: .seconds(11))
            #expect(try sample.run("SELECT c FROM t WHERE v = 5").rows == [[2]])
        }
    }

    @Test(arguments: [Int32(1), 2, 3, 7, 100])
    func pagesTogetherAreAllRows(size: Int32) async throws {
        try await onSimulatedLoop { loop in
            let sample = try Self.sample(on: loop)
            for key in 0..<12 {
                for row in 0..<5 {
                    try sample.run("INSERT INTO t (k, c, v) VALUES (\(key), \(row), \((key + row) % 3))")
                }
            }
            let whole = try sample.run("SELECT k, c FROM t WHERE v = 1").rows
            #expect(whole.count == 20)
            let pages = try sample.pages("SELECT k, c FROM t WHERE v = 1", of: size)
            #expect(Array(pages.joined()) == whole)
            #expect(pages.dropLast().allSatisfy { $0.count == Int(size) })
        }
    }

    @Test func withoutTheIndexTheRightIsGone() async throws {
        try await onSimulatedLoop { loop in
            let sample = try Self.sample(on: loop)
            #expect(throws: Never.self) { try sample.run("SELECT k FROM t WHERE v = 1") }
            #expect(throws: WhereClause.requiresFiltering) { try sample.run("SELECT k FROM t WHERE w = 1") }
            try sample.run("DROP INDEX i")
            #expect(throws: WhereClause.requiresFiltering) { try sample.run("SELECT k FROM t WHERE v = 1") }
            try sample.run("CREATE INDEX ON t (w)")
            #expect(throws: Never.self) { try sample.run("SELECT k FROM t WHERE w = 1") }
        }
    }

    @Test func whatIsTooLargeForAnIndexIsRefusedOrNotFound() async throws {
        try await onSimulatedLoop { loop in
            let sample = try QuerySample(on: loop)
            try sample.run("CREATE TABLE l (k int PRIMARY KEY, v text, s set<text>, m map<text, text>)")
            for target in ["v", "s", "keys(m)"] { try sample.run("CREATE INDEX ON l (\(target))") }
            let fits = String(repeating: "x", count: 65535)
            try sample.run("INSERT INTO l (k, v) VALUES (1, '\(fits)')")
            try sample.run("UPDATE l SET m['a'] = '\(fits)x' WHERE k = 1")
            #expect(try sample.run("SELECT k FROM l WHERE v = '\(fits)'").rows == [[1]])
            func refused(_ text: String, _ message: String) {
                #expect(throws: ServerError.invalid(message)) { try sample.run(text) }
            }
            let end = "(maximum allowed size=65535)"
            for text in ["INSERT INTO l (k, v) VALUES (2, '\(fits)x')", "UPDATE l SET v = '\(fits)x' WHERE k = 2"] {
                refused(text, "Cannot index value of size 65536 for index l_v_idx on ks.l(v) \(end)")
            }
            let element = "Cannot index value of size 65536 for index"
            refused("UPDATE l SET s = s + {'\(fits)x'} WHERE k = 2", "\(element) l_s_idx on ks.l(s) \(end)")
            refused("UPDATE l SET m['\(fits)x'] = 'a' WHERE k = 2", "\(element) l_m_idx on ks.l(m) \(end)")
            refused("SELECT k FROM l WHERE v = '\(fits)x'", "Index expression values may not be larger than 64K")
            #expect(try sample.run("SELECT k FROM l").rows == [[1]])
        }
    }

    @Test(arguments: [(8192, 1), (8193, 0)])
    func aStorageAttachedIndexLeavesLargeTextsOut(size: Int, found: Int) async throws {
        try await onSimulatedLoop { loop in
            let sample = try QuerySample(on: loop)
            try sample.run("CREATE TABLE a (k int PRIMARY KEY, v text)")
            try sample.run("CREATE INDEX ON a (v) USING 'sai'")
            let text = String(repeating: "x", count: size)
            try sample.run("INSERT INTO a (k, v) VALUES (1, '\(text)')")
            #expect(try sample.run("SELECT k FROM a WHERE v = '\(text)'").rows.count == found)
            #expect(try sample.run("SELECT k FROM a").rows.count == 1)
        }
    }

    @Test func theNearestVectorsAreThoseThatAnyoneWouldFind() async throws {
        try await onSimulatedLoop { loop in
            let sample = try QuerySample(on: loop)
            try sample.run("CREATE TABLE p (k int PRIMARY KEY, v vector<float, 2>)")
            try sample.run("CREATE INDEX ON p (v) USING 'sai' WITH OPTIONS = {'similarity_function': 'euclidean'}")
            var points: [(key: Int64, x: Int, y: Int)] = []
            for key in 0..<60 {
                // A walk that comes nowhere twice.
                let point = (key: Int64(key), x: key * 37 % 61, y: key * key % 53)
                points.append(point)
                try sample.run("INSERT INTO p (k, v) VALUES (\(key), [\(point.x), \(point.y)])")
            }
            func distance(_ point: (key: Int64, x: Int, y: Int)) -> Int {
                (point.x - 20) * (point.x - 20) + (point.y - 11) * (point.y - 11)
            }
            let found = try sample.run("SELECT k FROM p ORDER BY v ANN OF [20, 11] LIMIT 25").rows
            let byKey = Dictionary(uniqueKeysWithValues: points.map { ($0.key, distance($0)) })
            let distances = found.compactMap { $0[0].flatMap { byKey[$0] } }
            #expect(distances == points.map(distance).sorted().prefix(25).map(\.self))
        }
    }

    @Test(
        arguments: [
            (["case_sensitive": "false"], "ÀB", "àb", true), (["case_sensitive": "false"], "a", "à", false),
            (["case_sensitive": "true"], "A", "a", false), (["ascii": "true"], "Ærø ß", "AEro ss", true),
            (["ascii": "true"], "日本", "日本", true), (["ascii": "true"], "É", "e", false),
            (["ascii": "true", "case_sensitive": "FALSE"], "É", "e", true),
            (["normalize": "true"], "e\u{301}", "\u{e9}", true), (["normalize": "false"], "e\u{301}", "\u{e9}", false),
            (["normalize": "true", "ascii": "true"], "e\u{301}", "e", true),
            (["ascii": "true"], "e\u{301}", "e", false),
        ])
    func textsThatAnIndexMakesAlike(options: [String: String], one: String, other: String, areAlike: Bool) throws {
        let analysis = try TextAnalysis(options)
        #expect(analysis.areAlike(ByteSlice(one.utf8), ByteSlice(other.utf8)) == areAlike)
    }
}
