import Glibc
import Testing

@testable import Networking

@Suite struct SystemResolverTests {
    @Test(arguments: EventLoopGroup.Driver.allCases)
    func `a name of this machine has its addresses, with the port`(driver: EventLoopGroup.Driver) async throws {
        try await onLoop(driver) { loop, _ in
            let listener = try Listener(at: .loopback(port: 0), on: loop) { _ in EchoHandler() }
            let port = try #require(listener.address.port)
            // IPv6 may be tried first, and refuses.
            let channel = try await StreamChannel.connect(to: Endpoint(host: "localhost", port: port), on: loop)
            #expect(channel.peerAddress == listener.address)
            channel.close()
        }
    }

    @Test func `literals need no look-up`() {
        #expect(Endpoint(host: "127.0.0.1", port: 7) == .address(.loopback(port: 7)))
        #expect(Endpoint(host: "::1", port: 7) == .address(.loopback6(port: 7)))
        #expect(Endpoint(host: "127.0.0.1.example", port: 7) == .name("127.0.0.1.example", port: 7))
    }

    @Test func `a resolver takes literals too, with a scope`() throws {
        #expect(try SystemResolver.lookUp("127.0.0.1", port: 7).get() == [.loopback(port: 7)])
        #expect(try SystemResolver.lookUp("::1", port: 7).get() == [.loopback6(port: 7)])
        let scoped = SocketAddress.v6(high: 0xfe80 << 48, low: 1, port: 7, scope: 1)
        #expect(try SystemResolver.lookUp("fe80::1%1", port: 7).get() == [scoped])
    }

    @Test(arguments: ["", "nul\0inside", "two words", String(repeating: "a", count: 70_000), "..", "-"])
    func `what can be no host is unknown`(name: String) {
        guard case .failure(.unknownHost(let host, let reason)) = SystemResolver.lookUp(name, port: 1) else {
            Issue.record("\(name.prefix(20)) has an address")
            return
        }
        #expect(host == name)
        #expect(!reason.isEmpty)
    }

    @Test func `D-144 without descriptors a look-up ends too, and works again when there are some`() async {
        await #expect(processExitsWith: .success) {
            let hoard = DescriptorHoard()
            // The C library may know loopback by heart; an answer of any kind is what counts.
            _ = SystemResolver.lookUp("localhost", port: 1)
            if case .success = SystemResolver.lookUp("no-such-host.invalid", port: 1) { exit(2) }
            hoard.letGo(of: .max)
            guard case .success(let addresses) = SystemResolver.lookUp("localhost", port: 1), !addresses.isEmpty else {
                exit(3)
            }
        }
    }
}
