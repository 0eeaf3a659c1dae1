import EmbeddedCassandra

/// What the command line says.
enum Arguments {
    case serve(EmbeddedCluster.Configuration)
    case help
    case version

    /// A command line that makes no sense, and why.
    struct Mistake: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    static let usage = """
        Serves an in-memory Cassandra cluster to CQL drivers (protocol v4).

        embedded-cassandra [options]

          --topology dc1:2,dc2:2  datacenters and how many nodes each has; one node without it
          --ip 127.0.0.1          the address of the first node; each next one has the next address
          --port 9042             the port of all nodes
          --user NAME             clients must log in with this name ...
          --password TEXT         ... and this password
          --seed 1                what tokens, ids and the chances of faults are drawn from
          --vnodes 16             how many tokens a node has
          --name test             what clients are told that the cluster is called
          --help                  prints this
          --version               prints which Cassandra it takes after

        """

    static let versionText = "embedded-cassandra, after Cassandra 5.0.8, CQL 3.4.7, protocol v4\n"

    init(_ words: [String]) throws(Mistake) {
        var configuration = EmbeddedCluster.Configuration(nodes: 1)
        configuration.port = 9042
        var user: String?
        var password: String?
        var left = words[...]
        while let option = left.popFirst() {
            switch option {
            case "--help", "-h":
                self = .help
                return
            case "--version":
                self = .version
                return
            case "--topology": configuration.datacenters = try Self.datacenters(Self.value(of: option, &left))
            case "--ip": configuration.firstAddress = try Self.value(of: option, &left)
            case "--port": configuration.port = try Self.number(option, &left, in: 0...UInt16.max)
            case "--user": user = try Self.value(of: option, &left)
            case "--password": password = try Self.value(of: option, &left)
            case "--seed": configuration.seed = try Self.number(option, &left, in: 0...UInt64.max)
            case "--name": configuration.clusterName = try Self.value(of: option, &left)
            case "--vnodes": configuration.tokensPerNode = try Self.number(option, &left, in: 1...1024)
            default: throw Mistake(description: "there is no option '\(option)'")
            }
        }
        switch (user, password) {
        case (nil, nil): break
        case (let user?, let password?):
            guard !user.isEmpty, !password.isEmpty else {
                throw Mistake(description: "neither name nor password may be empty")
            }
            configuration.credentials = EmbeddedCluster.Configuration.Credentials(user: user, password: password)
        default: throw Mistake(description: "--user and --password come together")
        }
        self = .serve(configuration)
    }

    private static func value(of option: String, _ left: inout ArraySlice<String>) throws(Mistake) -> String {
        guard let value = left.popFirst() else { throw Mistake(description: "'\(option)' wants a value") }
        return value
    }

    private static func number<Number: FixedWidthInteger>(
        _ option: String, _ left: inout ArraySlice<String>, in range: ClosedRange<Number>
    ) throws(Mistake) -> Number {
        let text = try value(of: option, &left)
        guard let number = Number(text), range.contains(number) else {
            throw Mistake(
                description: "'\(option)' is a number from \(range.lowerBound) to \(range.upperBound), not '\(text)'")
        }
        return number
    }

    private static func datacenters(
        _ text: String
    ) throws(Mistake) -> [EmbeddedCluster.Configuration.Datacenter] {
        guard let configuration = EmbeddedCluster.Configuration(topology: text) else {
            throw Mistake(
                description: "a topology is a list like dc1:2,dc2:2 of different names and counts, not '\(text)'")
        }
        return configuration.datacenters
    }
}
