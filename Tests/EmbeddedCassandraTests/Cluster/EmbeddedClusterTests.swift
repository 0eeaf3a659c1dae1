import Networking
import Synchronization
import Testing

@testable import EmbeddedCassandra

@Suite struct EmbeddedClusterTests {
    @Test func nodesListenAtAddressesOfTheirOwnUntilTheyAreKilled() async throws {
        let cluster = try await EmbeddedCluster.start(nodes: 3)
        let nodes = await cluster.nodes
        #expect(nodes.map(\.state) == [.up, .up, .up])
        #expect(Set(nodes.map(\.hostID)).count == 3)
        #expect(cluster.contactPoints == nodes.map { "\($0.address):\($0.port)" })
        try await cluster.kill(node: 1)
        try await cluster.pause(node: 2)
        #expect(await cluster.nodes.map(\.state) == [.up, .down, .paused])
        try await cluster.start(node: 1)
        try await cluster.resume(node: 2)
        try await cluster.stop(node: 0)
        #expect(await cluster.nodes.map(\.state) == [.down, .up, .up])
        #expect(await cluster.nodes.map(\.port) == nodes.map(\.port))
        await cluster.shutDown()
        await cluster.shutDown()
    }

    @Test func nodesComeAndGo() async throws {
        let cluster = try await EmbeddedCluster.start(try #require(.init(topology: "dc1:2,dc2:1")))
        #expect(await cluster.nodes.map(\.datacenter) == ["dc1", "dc1", "dc2"])
        let added = try await cluster.addNode(datacenter: "dc2", rack: "rack2")
        #expect(added == 3)
        #expect(await cluster.nodes.last?.rack == "rack2")
        try await cluster.removeNode(0)
        #expect(await cluster.nodes.map(\.state) == [.removed, .up, .up, .up])
        await #expect(throws: EmbeddedCluster.Failure.noSuchNode(0)) { try await cluster.kill(node: 0) }
        await #expect(throws: EmbeddedCluster.Failure.noSuchNode(9)) { try await cluster.stop(node: 9) }
        await cluster.shutDown()
    }

    @Test func aScopedClusterEndsWithItsScope() async throws {
        struct Oops: Error {}
        let (first, ports) = try await EmbeddedCluster.withCluster { cluster in
            (cluster, await cluster.nodes.map(\.port))
        }
        #expect(ports.count == 1 && ports != [0])
        let firstHasEnded = first.hasEnded.load(ordering: .relaxed)
        #expect(firstHasEnded)
        var second: EmbeddedCluster?
        await #expect(throws: Oops.self) {
            try await EmbeddedCluster.withCluster(.init(nodes: 2)) { cluster in
                second = cluster
                throw Oops()
            }
        }
        let secondHasEnded = try #require(second).hasEnded.load(ordering: .relaxed)
        #expect(secondHasEnded)
    }

    @Test func thePortsOfAClusterThatIsDroppedAreFreeAgain() async throws {
        var configuration = EmbeddedCluster.Configuration(nodes: 2)
        do {
            let cluster = try await EmbeddedCluster.start(configuration)
            configuration.port = try #require(await cluster.nodes.first?.port)
        }
        var left = 1000
        while true {
            do {
                let next = try await EmbeddedCluster.start(configuration)
                return await next.shutDown()
            } catch {
                // The other one's thread is still at it.
                left -= 1
                try #require(left > 0, "\(error)")
            }
        }
    }

    @Test func sharedAddressesHaveDifferentPorts() async throws {
        var configuration = EmbeddedCluster.Configuration(nodes: 3)
        configuration.spread = .ports
        let cluster = try await EmbeddedCluster.start(configuration)
        let nodes = await cluster.nodes
        #expect(Set(nodes.map(\.address)) == ["127.0.0.1"])
        #expect(Set(nodes.map(\.port)).count == 3)
        await cluster.shutDown()
    }

    @Test func aConfigurationThatMakesNoSenseIsRefused() async throws {
        await #expect(throws: EmbeddedCluster.Failure.wrongConfiguration("it has no nodes")) {
            try await EmbeddedCluster.start(nodes: 0)
        }
        var configuration = EmbeddedCluster.Configuration()
        configuration.firstAddress = "here"
        await #expect(throws: EmbeddedCluster.Failure.wrongConfiguration("'here' is no address")) {
            try await EmbeddedCluster.start(configuration)
        }
        for text in ["", "dc1", "dc1:0", "dc1:x", ":2", "dc1:1,dc1:2", "dc1:1,"] {
            #expect(EmbeddedCluster.Configuration(topology: text) == nil, "\(text)")
        }
    }

    @Test func theSameSeedMakesTheSameCluster() async throws {
        var known: [[String]] = []
        for seed in [UInt64(1), 1, 2] {
            var configuration = EmbeddedCluster.Configuration(nodes: 2)
            configuration.seed = seed
            let cluster = try await EmbeddedCluster.start(configuration)
            known.append(await cluster.nodes.map(\.hostID))
            await cluster.shutDown()
        }
        #expect(known[0] == known[1])
        #expect(known[0] != known[2])
    }

    @Test func aClusterRunsOnALoopOfASimulatedWorld() async throws {
        let world = SimulatedWorld(seed: 1)
        let host = world.addHost("cluster", addresses: (1...3).map { .v4(0x0A00_0000 + $0, port: 0) })
        try await world.run(on: host) { loop in
            var configuration = EmbeddedCluster.Configuration(nodes: 3)
            configuration.firstAddress = "10.0.0.1"
            configuration.port = 9042
            let cluster = try EmbeddedCluster(configuration, attachedTo: loop)
            #expect(cluster.contactPoints == ["10.0.0.1:9042", "10.0.0.2:9042", "10.0.0.3:9042"])
            try await cluster.kill(node: 1)
            try await loop.sleep(for: .seconds(1))
            #expect(await cluster.nodes.map(\.state) == [.up, .down, .up])
            await cluster.shutDown()
        }
    }
}
