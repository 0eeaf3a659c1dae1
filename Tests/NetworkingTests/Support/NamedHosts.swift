import Networking
import Synchronization

/// A resolver that knows what a test tells it.
final class NamedHosts: NameResolver {
    private let hosts: Mutex<[String: [SocketAddress]]>

    init(_ hosts: [String: [SocketAddress]] = [:]) {
        self.hosts = Mutex(hosts)
    }

    func set(_ host: String, _ addresses: [SocketAddress]) {
        hosts.withLock { $0[host] = addresses }
    }

    func resolve(
        _ host: String, port: UInt16, on loop: EventLoop,
        _ deliver: @escaping @Sendable (Result<[SocketAddress], IOError>) -> Void
    ) {
        // A host that is not there is never answered for.
        guard let addresses = hosts.withLock({ $0[host] }) else { return }
        loop.submit { _ in deliver(.success(addresses)) }
    }
}
