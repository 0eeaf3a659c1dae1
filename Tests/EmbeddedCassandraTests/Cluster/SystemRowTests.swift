import Bytes
import CassandraWire
import Networking
import TestKit
import Testing

@testable import EmbeddedCassandra

@Suite struct SystemRowTests {
    @Test func aNodeTellsOfItselfAndOfTheOthers() async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop, [("dc1", 2), ("dc2", 1)])
            let node = sample.node(1)
            let local = try #require(sample.cluster.systemRows(for: "local", asking: node).first)
            #expect(local.columns["data_center"] == .text("dc1"))
            #expect(local.columns["rpc_address"] == .inet(CQLInet(ipv4: 0x7F00_0002)))
            #expect(local.columns["rpc_port"] == .int(9042))
            #expect(local.columns["release_version"] == .text("5.0.8"))
            #expect(local.columns["host_id"] == .uuid(node.hostID))
            #expect(local.columns["tokens"] == .set(node.tokens.map(String.init).sorted().map(CQLValue.text)))
            #expect(local.columns["truncated_at"] == nil)
            let peers = sample.cluster.systemRows(for: "peers", asking: node)
            #expect(peers.map { $0.columns["host_id"] } == [0, 2].map { .uuid(sample.node($0).hostID) })
            sample.coordinator(0).truncate(sample.table) { #expect($0 == nil) }
            let after = sample.cluster.systemRows(for: "local", asking: node).first
            guard case .map(let entries) = after?.columns["truncated_at"], case .blob(let record) = entries.first?.value
            else {
                Issue.record("it is not recorded")
                return
            }
            #expect(entries.map(\.key) == [.uuid(sample.table.id)])
            #expect(record.count == 20)
        }
    }

    @Test(arguments: ["local", "peers", "peers_v2"])
    func everyColumnThatIsGivenIsOneOfTheTable(_ table: String) async throws {
        try await onSimulatedLoop { loop in
            let sample = try ClusterSample(on: loop)
            let columns = Cluster.systemColumns(of: table)
            let rows = sample.cluster.systemRows(for: table, asking: sample.node(0))
            #expect(rows.count == (table == "local" ? 1 : 2))
            let missing = Set(["preferred_ip", "preferred_port", "truncated_at"])
            for row in rows {
                #expect(Set(row.columns.keys) == Set(columns.map(\.name)).subtracting(missing))
            }
        }
    }
}
