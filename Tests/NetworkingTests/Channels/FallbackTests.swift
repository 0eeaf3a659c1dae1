import Bytes
import Networking
import Testing

/// A name with several addresses, of which some do not answer (D-147, RFC 8305).
@Suite struct FallbackTests {
    typealias Driver = EventLoopGroup.Driver

    @Test(arguments: Driver.allCases)
    func `D-147 an address that refuses is followed by the next at once`(driver: Driver) async throws {
        let hosts = NamedHosts()
        try await onLoop(driver, resolver: hosts) { loop, _ in
            let listener = try Listener(at: .loopback(port: 0), on: loop) { _ in EchoHandler() }
            let dead = try ConnectTests.unusedAddress()
            let refusing = Array(repeating: dead, count: 18)
            hosts.set("db", [.loopback6(port: dead.port!)] + refusing + [listener.address])
            let begun = loop.driver.now()
            let conversation = try await Conversation.connect(to: .name("db", port: 1), on: loop)
            #expect(conversation.channel.peerAddress == listener.address)
            // One quarter of a second each, were they waited for.
            #expect(begun.duration(to: loop.driver.now()) < .seconds(2))
            conversation.close()
        }
    }

    @Test(arguments: Driver.allCases)
    func `D-147 an address that does not answer is joined by the next after a quarter of a second`(
        driver: Driver
    ) async throws {
        let hosts = NamedHosts()
        let calls = FaultyCalls()
        try await onLoop(driver, sockets: calls, resolver: hosts) { loop, _ in
            let (silent, filling) = try PlainSocket.silent()
            let listener = try Listener(at: .loopback6(port: 0), on: loop) { _ in EchoHandler() }
            hosts.set("db", [silent.address, listener.address])
            // Deadlines count from the beginning of the turn.
            let begun = loop.now
            let conversation = try await Conversation.connect(to: .name("db", port: 1), on: loop)
            let took = begun.duration(to: loop.driver.now())
            #expect(conversation.channel.peerAddress == listener.address)
            #expect(took >= .milliseconds(250))
            #expect(took < .seconds(2))
            conversation.close()
            listener.close()
            // The attempt that was not answered is called off, not left behind.
            try await loop.until("closed") { calls.open.isEmpty }
            extendLifetime(filling)
        }
    }

    @Test(arguments: Driver.allCases)
    func `when no address answers each is named with its reason`(driver: Driver) async throws {
        let hosts = NamedHosts()
        let calls = FaultyCalls()
        try await onLoop(driver, sockets: calls, resolver: hosts) { loop, _ in
            let dead = [try ConnectTests.unusedAddress(), try ConnectTests.unusedAddress()]
            hosts.set("db", dead)
            let failures = dead.map {
                IOError.AddressFailure(address: $0, reason: String(describing: IOError.refused($0)))
            }
            let expected = IOError.allAddressesFailed("db:9042", failures)
            #expect(await failure(connectingTo: .name("db", port: 9042), on: loop) == expected)
            #expect(calls.open.isEmpty)
        }
    }

    @Test(arguments: Driver.allCases)
    func `the whole of a name's addresses has the time of one connection`(driver: Driver) async throws {
        let hosts = NamedHosts()
        let calls = FaultyCalls()
        try await onLoop(driver, sockets: calls, resolver: hosts) { loop, _ in
            let (silent, filling) = try PlainSocket.silent()
            hosts.set("db", Array(repeating: silent.address, count: 8))
            var options = ChannelOptions()
            options.connectTimeout = .milliseconds(600)
            let begun = loop.driver.now()
            let expected = IOError.connectTimedOut(silent.address, .milliseconds(600))
            #expect(await failure(connectingTo: .name("db", port: 1), on: loop, options: options) == expected)
            #expect(begun.duration(to: loop.driver.now()) < .seconds(2))
            // At 0, 250 and 500 ms.
            #expect(calls.count(.connect) == 3)
            #expect(calls.open.isEmpty)
            extendLifetime(filling)
        }
    }

    @Test(arguments: Driver.allCases)
    func `a name without an address is an unknown host`(driver: Driver) async throws {
        let hosts = NamedHosts(["db": []])
        try await onLoop(driver, resolver: hosts) { loop, _ in
            let expected = IOError.unknownHost("db:1", "no address")
            #expect(await failure(connectingTo: .name("db", port: 1), on: loop) == expected)
        }
    }
}
