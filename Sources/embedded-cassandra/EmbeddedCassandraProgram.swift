import EmbeddedCassandra

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A cluster by itself, for drivers of any language. Ends with status 0 when it is asked to, 1 when it cannot serve, and 2
/// when it does not understand its arguments.
@main
enum EmbeddedCassandraProgram {
    static func main() async {
        do throws(Arguments.Mistake) {
            switch try Arguments(Array(CommandLine.arguments.dropFirst())) {
            case .help: Output.print(Arguments.usage)
            case .version: Output.print(Arguments.versionText)
            case .serve(let configuration): exit(await serve(configuration))
            }
        } catch {
            Output.complain("embedded-cassandra: \(error)\nTry --help.\n")
            exit(2)
        }
    }

    /// Serves until a signal comes, and returns the status to end with.
    private static func serve(_ configuration: EmbeddedCluster.Configuration) async -> Int32 {
        let signals = Signals.watch()
        do throws(EmbeddedCluster.Failure) {
            let cluster = try await EmbeddedCluster.start(configuration)
            Output.print(announcement(configuration, cluster.contactPoints))
            await signals.untilEnd()
            await cluster.shutDown()
            return 0
        } catch {
            Output.complain("embedded-cassandra: \(error)\n")
            switch error {
            case .wrongConfiguration: return 2
            case .network, .noSuchNode: return 1
            }
        }
    }

    private static func announcement(
        _ configuration: EmbeddedCluster.Configuration, _ addresses: [String]
    ) -> String {
        let nodes = addresses.count == 1 ? "1 node" : "\(addresses.count) nodes"
        let datacenters =
            configuration.datacenters.count == 1 ? "1 datacenter" : "\(configuration.datacenters.count) datacenters"
        return "Embedded cluster of \(nodes) in \(datacenters) serves CQL at \(addresses.joined(separator: ", "))\n"
    }
}
