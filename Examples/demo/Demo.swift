import Cassandra
import EmbeddedCassandra
import Foundation

/// The first minute with Martlet: a cluster, a load with a node that dies in the midst of it, and a check of every row.
@main enum Demo {
    static func main() async {
        do {
            let arguments = try Arguments(CommandLine.arguments.dropFirst())
            if arguments.wantsHelp { return print(Arguments.usage) }
            exit(try await run(arguments.rows) ? 0 : 1)
        } catch let mistake as Arguments.Mistake {
            complain("\(mistake)\n\n\(Arguments.usage)")
            exit(2)
        } catch {
            complain("\(error)")
            exit(1)
        }
    }

    /// Returns whether everything was as it must be.
    private static func run(_ rows: Int) async throws -> Bool {
        let screen = Screen()

        // Three nodes in this process, each at its own address. The schema's replication names their datacenter, so
        // each has a copy of each row.
        let cluster = try await EmbeddedCluster.start(.init(datacenters: [.init("dc1", nodes: 3)]))
        screen.say("3 nodes   \(cluster.contactPoints.joined(separator: "  "))  in memory, not Apache Cassandra")

        // A session talks to the first contact point that answers, which makes the others write and read, too.
        var configuration = Configuration(contactPoints: cluster.contactPoints)
        configuration.profile.consistency = .quorum

        let keyspaces = try await Session.withSession(configuration) { session in
            try await SchemaFile.execute("01-keyspaces.cql", in: session)
        }
        configuration.keyspace = "fleet_iot"  // exists only now
        let session = try await Session.connect(configuration)
        let tables = try await SchemaFile.execute("02-fleet.cql", in: session)
        screen.say("schema    \(keyspaces) keyspaces, \(tables) tables, replication factor 3")

        let fleet = Fleet()
        screen.say("writing   \(rows.grouped) rows at QUORUM; \"single\" is p50/p99 of a row at a time beside them")
        let load = Load(cluster: cluster, session: session, fleet: fleet, rows: rows, screen: screen)
        let written = try await load.run()

        // What must be there: computed, not read.
        var expected = Ledger()
        for number in 0..<rows { expected.add(fleet.position(number)) }
        for report in 0..<written.singles.written { expected.add(fleet.position(of: Fleet.single, report: report)) }

        // Node 3 has to answer for itself: there is nobody else. And it has to do so first, because a read of several
        // replicas gives to each what it lacks, which would hide that the others kept nothing for it.
        await session.close()
        try await cluster.stop(node: 0)
        try await cluster.stop(node: 1)
        screen.say("reading   \(expected.partitions.count) partitions from node 3, at ONE; nodes 1 and 2 are stopped")
        configuration.contactPoints = [cluster.contactPoints[2]]
        configuration.profile.consistency = .one
        let alone = try await Session.withSession(configuration) { session in try await Check(expected, in: session) }

        try await cluster.start(node: 0)
        try await cluster.start(node: 1)
        screen.say("reading   the same at QUORUM; nodes 1 and 2 are started again")
        configuration.contactPoints = cluster.contactPoints
        configuration.profile.consistency = .quorum
        let all = try await Session.withSession(configuration) { session in try await Check(expected, in: session) }
        await cluster.shutDown()

        let summary = Summary(written: written, alone: alone, all: all)
        screen.table(summary.lines)
        return summary.problems.isEmpty
    }

    private static func complain(_ text: String) {
        FileHandle.standardError.write(Data("demo: \(text)\n".utf8))
    }
}
