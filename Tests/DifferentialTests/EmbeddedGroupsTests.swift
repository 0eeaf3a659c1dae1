import Differential
import Dispatch
import EmbeddedCassandra
import Foundation
import Testing

/// An embedded node answers as Apache Cassandra did when its answers were recorded.
@Suite struct EmbeddedGroupsTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Differential")

    @Test("An embedded node answers all groups as Cassandra 5.0.8 did, but for the known differences")
    func groups() async throws {
        var configuration = try #require(EmbeddedCluster.Configuration(topology: "dc1:1"))
        configuration.seed = 1
        let cluster = try await EmbeddedCluster.start(configuration)
        let contact = try #require(Contact(cluster.contactPoints[0]))
        // Sockets that block have no place on the threads that tasks share.
        let comparison = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "groups").async {
                continuation.resume(with: Result { try Self.compare(with: contact) })
            }
        }
        await cluster.shutDown()
        #expect(comparison.isAsWanted, "\(comparison.report.joined(separator: "\n"))\nunseen: \(comparison.unseen)")
        #expect(comparison.equal >= 170, "\(comparison.summary)")
    }

    private static func compare(with contact: Contact) throws -> Comparison {
        let known = try String(contentsOf: folder.appendingPathComponent("known-differences.txt"), encoding: .utf8)
        var comparison = Comparison(try KnownDifferences(text: known))
        var number = 0
        let files = try FileManager.default.contentsOfDirectory(
            at: folder.appendingPathComponent("groups"), includingPropertiesForKeys: nil)
        for file in files.filter({ $0.pathExtension == "cql" }).sorted(by: { $0.path < $1.path }) {
            let name = file.deletingPathExtension().lastPathComponent
            let recordings = Recording.parse(
                try String(contentsOf: folder.appendingPathComponent("recorded/\(name).txt"), encoding: .utf8))
            for (group, wanted) in zip(try GroupFile.read(file), recordings) {
                number += 1
                // As long as the names that the answers were recorded with: mistakes are told by their columns.
                let found = try Player.record(group, on: contact, keyspace: "groups_\(100 + number)")
                comparison.add(wanted: wanted, found: found)
            }
        }
        return comparison
    }
}
