import Cassandra
import Testing

@Suite struct ReplicationStrategyTests {
    private static let locators = "org.apache.cassandra.locator."

    @Test(
        "Factors are counted as Cassandra counts them, and transient replicas apart (D-94)",
        arguments: [
            ("3", 3, 3), ("0", 0, 0), ("1", 1, 1), ("+2", 2, 2), ("2147483647", 2_147_483_647, 2_147_483_647),
            ("3/1", 3, 2), ("5/2", 5, 3), ("3/0", 3, 3), ("0/0", 0, 0),
        ])
    func factor(text: String, total: Int, full: Int) throws {
        let factor = try #require(ReplicationFactor(parsing: text))
        #expect(factor.total == total)
        #expect(factor.full == full)
        #expect(factor.transient == total - full)
    }

    @Test(
        "A factor that Cassandra would refuse is none, and its keyspace is unrouted with a warning (D-94)",
        arguments: [
            "three", "-1", "", " 3", "3 ", "3.0", "0x3", "1e3", "٣", "2147483648", "9223372036854775808",
            "99999999999999999999999999", "3/", "/1", "/", "3/1/1", "3/-1", "-3/1", "3/3", "3/4", "1/1", "a/b", "3//1",
            "['r1','r2']", "\u{0}", "null", "👩‍👩‍👧‍👦",
        ])
    func badFactor(text: String) {
        #expect(ReplicationFactor(parsing: text) == nil)

        let simple = ReplicationStrategy(replication: ["class": "SimpleStrategy", "replication_factor": text])
        #expect(simple == .unrouted(.badFactor(option: "replication_factor", value: text)))

        let networkTopology = ReplicationStrategy(
            replication: ["class": "NetworkTopologyStrategy", "dc1": "3", "dc2": text])
        let reason = ReplicationStrategy.UnroutedReason.badFactor(option: "dc2", value: text)
        #expect(networkTopology == .unrouted(reason))
        #expect(reason.deservesWarning)
        #expect(reason.description == "replication option 'dc2' is no factor: '\(text)'")
    }

    @Test(
        "Classes are known by their full and their short names, others are unrouted (D-95)",
        arguments: [
            ("SimpleStrategy", nil), ("NetworkTopologyStrategy", nil),
            ("LocalStrategy", .local), ("EverywhereStrategy", .everywhere), ("MetaStrategy", .meta),
            ("OldNetworkTopologyStrategy", .unknownClass("OldNetworkTopologyStrategy")),
            ("simplestrategy", .unknownClass("simplestrategy")),
            ("", .unknownClass("")),
        ] as [(String, ReplicationStrategy.UnroutedReason?)])
    func classes(name: String, reason: ReplicationStrategy.UnroutedReason?) {
        let options = ["replication_factor": "1"]
        for spelling in [name, Self.locators + name] {
            let strategy = ReplicationStrategy(replication: options.merging(["class": spelling]) { $1 })
            switch (strategy, reason) {
            case (.simple, nil): #expect(name == "SimpleStrategy")
            case (.networkTopology, nil): #expect(name == "NetworkTopologyStrategy")
            case (.unrouted(.unknownClass(let named)), .unknownClass): #expect(named == spelling)
            default: #expect(strategy == reason.map(ReplicationStrategy.unrouted))
            }
        }
    }

    @Test("A class of the same name in another package is another class (D-95)")
    func foreignClass() {
        let name = "com.example.SimpleStrategy"
        let strategy = ReplicationStrategy(replication: ["class": name, "replication_factor": "3"])
        #expect(strategy == .unrouted(.unknownClass(name)))
    }

    @Test("Strategies without token ranges of their own are no reason to warn, unknown ones are (D-95)")
    func warnings() {
        let quiet: [ReplicationStrategy.UnroutedReason] = [.local, .everywhere, .meta]
        let loud: [ReplicationStrategy.UnroutedReason] = [
            .missingClass, .unknownClass("X"), .badFactor(option: "dc1", value: "x"),
        ]
        #expect(quiet.allSatisfy { !$0.deservesWarning })
        #expect(loud.allSatisfy { $0.deservesWarning })
    }

    @Test("A map without a class or without a factor is unrouted")
    func missing() {
        #expect(ReplicationStrategy(replication: [:]) == .unrouted(.missingClass))
        #expect(ReplicationStrategy(replication: ["replication_factor": "3"]) == .unrouted(.missingClass))
        #expect(
            ReplicationStrategy(replication: ["class": "SimpleStrategy"])
                == .unrouted(.badFactor(option: "replication_factor", value: nil)))
    }

    @Test("SimpleStrategy reads its factor and ignores options of datacenters")
    func simple() {
        let strategy = ReplicationStrategy(
            replication: ["class": Self.locators + "SimpleStrategy", "replication_factor": "3/1", "dc1": "many"])
        #expect(strategy == .simple(RingSample.factor(3, transient: 1)))
    }

    @Test("NetworkTopologyStrategy reads a factor for each datacenter, and equal maps make equal strategies")
    func networkTopology() {
        let strategy = ReplicationStrategy(
            replication: ["dc2": "0", "class": Self.locators + "NetworkTopologyStrategy", "DC1": "5/2", "dc1": "3"])
        #expect(
            strategy
                == .networkTopology([
                    .init(datacenter: "DC1", factor: RingSample.factor(5, transient: 2)),
                    .init(datacenter: "dc1", factor: RingSample.factor(3)),
                    .init(datacenter: "dc2", factor: RingSample.factor(0)),
                ]))
    }

    @Test("A replication_factor that was left in NetworkTopologyStrategy holds for the datacenters not named")
    func defaultFactor() {
        let strategy = ReplicationStrategy(
            replication: ["class": "NetworkTopologyStrategy", "replication_factor": "2", "dc1": "1"])
        #expect(
            strategy
                == .networkTopology(
                    [.init(datacenter: "dc1", factor: RingSample.factor(1))], elsewhere: RingSample.factor(2)))
    }
}
