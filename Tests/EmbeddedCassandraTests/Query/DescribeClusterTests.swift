import CassandraWire
import Networking
import Testing

@testable import EmbeddedCassandra

/// Who owns what depends on the node's tokens, so that recorded answers cannot tell it.
@Suite struct DescribeClusterTests {
    @Test func theRangesOfTheKeyspaceInUseAreTold() async throws {
        try await onSimulatedLoop { loop in
            let sample = try QuerySample(on: loop, nodes: 2)
            try sample.run("ALTER KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 2}")
            let row = try #require(try Self.cluster(sample))
            #expect(row.map(\.name) == ["cluster", "partitioner", "snitch", "range_ownership"])
            guard case .map(let entries) = try #require(row.last).value else {
                Issue.record("the ownership is no map")
                return
            }
            let tokens = sample.cluster.nodes.flatMap(\.tokens).map(String.init).sorted()
            #expect(entries.map(\.key) == tokens.map { .text($0) })
            for entry in entries {
                guard case .list(let members) = entry.value else {
                    Issue.record("the replicas are no list")
                    return
                }
                #expect(Set(members) == [.text("/127.0.0.1:7000"), .text("/127.0.0.2:7000")])
            }
        }
    }

    @Test(arguments: [nil, "system", "system_traces", "system_views"])
    func aKeyspaceOfTheSystemHasNone(keyspace: String?) async throws {
        try await onSimulatedLoop { loop in
            let sample = try QuerySample(on: loop)
            sample.client.keyspace = keyspace
            #expect(try Self.cluster(sample)?.map(\.name) == ["cluster", "partitioner", "snitch"])
        }
    }

    private static func cluster(_ sample: QuerySample) throws -> [(name: String, value: CQLValue)]? {
        var answer: Outcome.Answer?
        sample.engine.query("DESCRIBE CLUSTER", QueryParameters(consistency: .one), sample.client) {
            answer = $0.answer
        }
        guard case .result(.rows(let rows)) = answer, let columns = rows.metadata.columns else { return nil }
        var reader = WireReader(rows.bytes)
        return try columns.map { ($0.name, try CQLValue(value: &reader, plan: $0.type)) }
    }
}
