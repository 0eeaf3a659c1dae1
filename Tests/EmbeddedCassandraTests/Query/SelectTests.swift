import CassandraWire
import Networking
import Testing

@testable import EmbeddedCassandra

/// What the recorded groups leave out.
@Suite struct SelectTests {
    private static func sample(on loop: EventLoop) throws -> QuerySample {
        let sample = try QuerySample(on: loop)
        try sample.run("CREATE TABLE t (k int, c int, s int static, v int, PRIMARY KEY (k, c))")
        for key in 1...3 {
            for row in 1...2 {
                try sample.run("INSERT INTO t (k, c, s, v) VALUES (\(key), \(row), \(key), \(key * 10 + row))")
            }
        }
        return sample
    }

    @Test func partitionsAreReadAtSerialOneAtATimeOnly() async throws {
        try await onSimulatedLoop { loop in
            let sample = try Self.sample(on: loop)
            let text = "SELECT v FROM t WHERE k IN (1, 2)"
            #expect(throws: ServerError.self) { try sample.run(text, at: .serial) }
            #expect(try sample.run("SELECT v FROM t WHERE k IN (1)", at: .serial).rows == [[11], [12]])
            // Pages go from partition to partition.
            #expect(try Array(sample.pages(text, of: 3, at: .serial).joined()) == [[11], [12], [21], [22]])
        }
    }

    @Test func aBoundThatIsNullIsNoBoundForReadsOnly() async throws {
        try await onSimulatedLoop { loop in
            let sample = try Self.sample(on: loop)
            #expect(try sample.run("SELECT v FROM t WHERE k = 1 AND c > null AND c < 2").rows == [[11]])
            #expect(throws: ServerError.self) { try sample.run("DELETE FROM t WHERE k = 1 AND c > null") }
            #expect(try sample.run("SELECT v FROM t WHERE k = 1").rows.count == 2)
        }
    }

    @Test func theLastOfTheNamedPartitionsIsKnownToBeTheLast() async throws {
        try await onSimulatedLoop { loop in
            let sample = try Self.sample(on: loop)
            #expect(try sample.pages("SELECT v FROM t WHERE k IN (1, 2) PER PARTITION LIMIT 1", of: 2).count == 1)
            // Of a partition that was not looked at nobody knows that it is empty.
            #expect(try sample.pages("SELECT v FROM t WHERE k IN (1, 9) PER PARTITION LIMIT 1", of: 1).count == 2)
            #expect(try sample.pages("SELECT DISTINCT s FROM t WHERE k = 1", of: 1) == [[[1]]])
        }
    }

    @Test func tokensNarrowThePartitionsThatAreNamed() async throws {
        try await onSimulatedLoop { loop in
            let sample = try Self.sample(on: loop)
            let rows = try sample.run("SELECT k FROM t WHERE token(k) > token(1) AND k IN (1, 2) PER PARTITION LIMIT 1")
            #expect(rows.rows == [[2]])
        }
    }

    @Test func timesOfPartsOfColumns() async throws {
        try await onSimulatedLoop { loop in
            let sample = try Self.sample(on: loop)
            try sample.run("CREATE TABLE m (k int PRIMARY KEY, m map<int, int>, s set<int>, f frozen<map<int, int>>)")
            try sample.run("INSERT INTO m (k, f) VALUES (1, {1: 1}) USING TIMESTAMP 5 AND TTL 100")
            try sample.run("UPDATE m USING TIMESTAMP 7 SET m = m + {1: 1, 2: 2}, s = s + {4} WHERE k = 1")
            try sample.run("UPDATE m USING TIMESTAMP 9 AND TTL 50 SET m[3] = 3 WHERE k = 1")
            let text =
                "SELECT writetime(m[2]), writetime(m[9]), maxwritetime(m[2..]), maxwritetime(m[..2]), ttl(m[3]), "
            #expect(
                try sample.run(text + "writetime(s[4]), writetime(f[1]), ttl(f[1]) FROM m").rows
                    == [[7, nil, 9, 7, 50, 7, 5, 100]])
            #expect(try sample.run("SELECT m[7..] FROM m").rows == [[nil]])
            #expect(throws: ServerError.self) { try sample.run("SELECT writetime(k) FROM m") }
        }
    }
}
