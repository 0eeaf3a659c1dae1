import CassandraWire
package import Networking
import Synchronization

/// A cluster of Cassandra nodes inside this process, which drivers connect to as to a real one.
///
/// ```swift
/// let cluster = try await EmbeddedCluster.start(nodes: 3)
/// let session = try await Session.connect(Configuration(contactPoints: cluster.contactPoints))
/// try await cluster.kill(node: 2)
/// …
/// await cluster.shutDown()
/// ```
///
/// All nodes run on one thread of their own and keep everything in memory. What a node holds survives its death: when
/// it is started again it has what a disk would have, and gets what it missed. Nodes are known by their index, from 0.
public final class EmbeddedCluster: Sendable {
    /// A node as it is at one moment.
    public struct Node: Hashable, Sendable {
        /// What it does.
        public enum State: Hashable, Sendable {
            /// It serves.
            case up
            /// Frozen.
            case paused
            /// Stopped or killed.
            case down
            /// No member of the cluster any more.
            case removed
        }

        /// What calls name it by; never another node's.
        public let index: Int
        /// Its address without the port.
        public let address: String
        /// Where it listens.
        public let port: UInt16
        /// The name of its datacenter.
        public let datacenter: String
        /// The name of its rack.
        public let rack: String
        /// As text: `18430880-de88-46c1-9151-79c0d5f63384`.
        public let hostID: String
        /// What it does at the moment.
        public let state: State
    }

    /// Why a cluster does not do what it is asked.
    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// The configuration makes no sense.
        case wrongConfiguration(String)
        /// There is no such node, or it left the cluster.
        case noSuchNode(Int)
        /// It cannot listen, or its thread cannot start.
        case network(String)

        public var description: String {
            switch self {
            case .wrongConfiguration(let reason): "the cluster's configuration makes no sense: \(reason)"
            case .noSuchNode(let index): "the cluster has no node \(index)"
            case .network(let reason): "the cluster cannot use the network: \(reason)"
            }
        }
    }

    /// Where drivers connect to: the nodes that the cluster began with, as `address:port`.
    public let contactPoints: [String]

    let cluster: LoopConfined<Cluster>
    /// `nil` when somebody else runs the loop.
    let group: EventLoopGroup?
    let configuration: Configuration
    let hasEnded = Atomic<Bool>(false)

    /// Starts a cluster of so many nodes in one datacenter, at addresses of the loopback and a free port.
    public static func start(nodes: Int) async throws(Failure) -> EmbeddedCluster {
        try await start(Configuration(nodes: nodes))
    }

    /// Starts a cluster, and returns when all its nodes listen.
    public static func start(_ configuration: Configuration) async throws(Failure) -> EmbeddedCluster {
        let group: EventLoopGroup
        do {
            group = try EventLoopGroup(loops: 1, name: "cassandra")
        } catch {
            throw .network("\(error)")
        }
        do throws(Failure) {
            let opened = await group.next().call { loop in
                Result { () throws(Failure) in try Opened(configuration, on: loop) }
            }
            return EmbeddedCluster(try opened.get(), configuration, group)
        } catch {
            await group.shutDown()
            throw error
        }
    }

    /// Starts a cluster, runs `body`, and shuts the cluster down, whether `body` returns or throws.
    public static func withCluster<Value: Sendable>(
        _ configuration: Configuration = Configuration(), _ body: (EmbeddedCluster) async throws -> Value
    ) async throws -> Value {
        let cluster = try await start(configuration)
        do {
            let value = try await body(cluster)
            await cluster.shutDown()
            return value
        } catch {
            await cluster.shutDown()
            throw error
        }
    }

    /// A cluster on a loop that somebody else drives, such as a simulated world's: all its nodes listen at addresses of
    /// that loop's host. Made on the loop.
    package convenience init(_ configuration: Configuration, attachedTo loop: EventLoop) throws(Failure) {
        self.init(try Opened(configuration, on: loop), configuration, nil)
    }

    private init(_ opened: Opened, _ configuration: Configuration, _ group: EventLoopGroup?) {
        cluster = opened.cluster
        contactPoints = opened.contactPoints
        self.group = group
        self.configuration = configuration
    }

    deinit {
        guard !hasEnded.load(ordering: .relaxed) else { return }
        // Its nodes may be at work: the cluster is there until they have ended.
        cluster.loop.submit { [cluster] _ in
            let held = cluster.value
            held.shutDown { withExtendedLifetime(held) {} }
        }
    }
}

/// A cluster that has just begun to listen.
struct Opened: Sendable {
    let cluster: LoopConfined<Cluster>
    let contactPoints: [String]

    init(_ configuration: EmbeddedCluster.Configuration, on loop: EventLoop) throws(EmbeddedCluster.Failure) {
        let members = configuration.members
        guard !members.isEmpty else { throw .wrongConfiguration("it has no nodes") }
        let cluster = Cluster(
            on: loop, options: configuration.options, schema: NodeAssembly.firstSchema(),
            clock: { loop.driver.wallClock() / 1000 },
            makeFrontend: { NodeAssembly.frontend(of: $1, in: $0, configuration) })
        var founders: [Cluster.Founder] = []
        for (index, member) in members.enumerated() {
            guard let address = configuration.address(of: index) else {
                throw .wrongConfiguration("'\(configuration.firstAddress)' is no address")
            }
            founders.append(Cluster.Founder(datacenter: member.datacenter, rack: member.rack, address: address))
        }
        cluster.found(founders)
        do throws(IOError) { try cluster.startAll() } catch { throw .network("\(error)") }
        contactPoints = cluster.nodes.map(\.address.description)
        self.cluster = LoopConfined(cluster, to: loop)
    }
}
