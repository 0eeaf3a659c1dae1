import Bytes
import Glibc
import Synchronization
import Testing

@testable import Networking

/// Connecting, with each outcome that there is (D-144, D-147).
@Suite struct ConnectTests {
    typealias Driver = EventLoopGroup.Driver

    private static let answering: [SocketAddress] = [.loopback(port: 0), .loopback6(port: 0)]

    @Test(arguments: Driver.allCases, answering)
    func `D-147 IPv4 and IPv6 connect, and both ends know each other's address`(
        driver: Driver, address: SocketAddress
    ) async throws {
        try await onLoop(driver) { loop, _ in
            let peer = Mutex<SocketAddress?>(nil)
            let listener = try Listener(at: address, on: loop) { channel in
                peer.withLock { $0 = channel.peerAddress }
                return EchoHandler()
            }
            let conversation = try await Conversation.connect(to: .address(listener.address), on: loop)
            #expect(conversation.channel.peerAddress == listener.address)
            try await loop.until("accepted") { peer.withLock { $0 } != nil }
            #expect(conversation.channel.localAddress == peer.withLock { $0 })
            #expect(await conversation.finish() == .ended)
        }
    }

    @Test(arguments: Driver.allCases)
    func `an IPv6 listener leaves its port to an IPv4 one`(driver: Driver) async throws {
        try await onLoop(driver) { loop, _ in
            // The port may be somebody else's among the addresses of IPv4; not many times in a row.
            for attempt in 1...20 {
                let six = try Listener(at: .loopback6(port: 0), on: loop) { _ in EchoHandler() }
                defer { six.close() }
                let port = try #require(six.address.port)
                do throws(IOError) {
                    let four = try Listener(at: .loopback(port: port), on: loop) { _ in EchoHandler() }
                    #expect(four.address.port == port)
                    return four.close()
                } catch {
                    guard error == .system(.addressInUse, .bind), attempt < 20 else { throw error }
                }
            }
        }
    }

    @Test(arguments: Driver.allCases)
    func `a port where nobody listens refuses`(driver: Driver) async throws {
        let calls = FaultyCalls()
        try await onLoop(driver, sockets: calls) { loop, _ in
            let address = try Self.unusedAddress()
            let expected = IOError.refused(address)
            #expect(await failure(connectingTo: .address(address), on: loop) == expected)
            #expect(calls.open.isEmpty)
        }
    }

    /// An address that somebody listened at before.
    static func unusedAddress() throws -> SocketAddress {
        let listener = try PlainSocket.listening()
        defer { listener.close() }
        return listener.address
    }

    @Test(arguments: Driver.allCases, [ErrorNumber.hostUnreachable, .networkUnreachable, .addressNotAvailable])
    func `an address without a way to it is unreachable`(driver: Driver, error: ErrorNumber) async throws {
        let calls = FaultyCalls { $0.kind == .connect ? .error(error) : nil }
        try await onLoop(driver, sockets: calls) { loop, _ in
            let address = SocketAddress.loopback(port: 9)
            let expected = IOError.unreachable(address, error)
            #expect(await failure(connectingTo: .address(address), on: loop) == expected)
            #expect(calls.open.isEmpty)
        }
    }

    @Test(arguments: Driver.allCases)
    func `D-147 the error that waits on the socket is what became of connecting`(driver: Driver) async throws {
        // The kernel says "in progress", and later how it went: here as if a router had answered.
        let calls = FaultyCalls { $0.kind == .takeError ? .error(.hostUnreachable) : nil }
        try await onLoop(driver, sockets: calls) { loop, _ in
            let listener = try PlainSocket.listening()
            let expected = IOError.unreachable(listener.address, .hostUnreachable)
            #expect(await failure(connectingTo: .address(listener.address), on: loop) == expected)
            #expect(calls.count(.takeError) == 1)
            #expect(calls.open.isEmpty)
        }
    }

    @Test(arguments: Driver.allCases)
    func `an address that does not answer costs the time that there is`(driver: Driver) async throws {
        let calls = FaultyCalls()
        try await onLoop(driver, sockets: calls) { loop, _ in
            let (silent, filling) = try PlainSocket.silent()
            var options = ChannelOptions()
            options.connectTimeout = .milliseconds(60)
            let begun = ContinuousClock.now
            let expected = IOError.connectTimedOut(silent.address, .milliseconds(60))
            #expect(await failure(connectingTo: .address(silent.address), on: loop, options: options) == expected)
            #expect(begun.duration(to: .now) >= .milliseconds(60))
            #expect(calls.open.isEmpty)
            extendLifetime(filling)
        }
    }

    @Test(arguments: Driver.allCases)
    func `a name that nobody answers for costs the time that there is`(driver: Driver) async throws {
        try await onLoop(driver, resolver: NamedHosts()) { loop, _ in
            var options = ChannelOptions()
            options.connectTimeout = .milliseconds(30)
            let expected = IOError.unknownHost("nowhere", "no answer within \(options.connectTimeout)")
            #expect(await failure(connectingTo: .name("nowhere", port: 1), on: loop, options: options) == expected)
        }
    }

    @Test(arguments: Driver.allCases)
    func `connecting that is cancelled leaves no descriptor`(driver: Driver) async throws {
        let calls = FaultyCalls()
        try await onLoop(driver, sockets: calls) { loop, _ in
            let (silent, filling) = try PlainSocket.silent()
            let connecting = Task(executorPreference: loop) {
                _ = try await StreamChannel.connect(to: .address(silent.address), on: loop)
            }
            try await loop.until("connecting") { calls.count(.connect) == 1 }
            #expect(calls.open.count == 1)
            connecting.cancel()
            await #expect(throws: IOError.cancelled) { try await connecting.value }
            #expect(calls.open.isEmpty)
            extendLifetime(filling)
        }
    }

    @Test(arguments: Driver.allCases)
    func `a task that is cancelled before it connects opens no socket`(driver: Driver) async throws {
        let calls = FaultyCalls()
        try await onLoop(driver, sockets: calls) { loop, _ in
            let connecting = Task(executorPreference: loop) {
                unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                let listener = try PlainSocket.listening()
                _ = try await StreamChannel.connect(to: .address(listener.address), on: loop)
            }
            await #expect(throws: IOError.cancelled) { try await connecting.value }
            try await calls.untilAllAreClosed()
        }
    }

    @Test(arguments: Driver.allCases)
    func `D-147 a connection that met itself is none`(driver: Driver) async throws {
        // What happens by chance among ephemeral ports is brought about by taking the port first.
        let address = try Self.unusedAddress()
        let calls = FaultyCalls { call in
            if call.kind == .connect { _ = KernelCalls().bindSocket(call.descriptor, to: address) }
            return nil
        }
        try await onLoop(driver, sockets: calls) { loop, _ in
            let expected = IOError.connectedToItself(address)
            #expect(await failure(connectingTo: .address(address), on: loop) == expected)
            #expect(calls.open.isEmpty)
        }
    }

    @Test(arguments: Driver.allCases)
    func `D-144 without a descriptor connecting says so, and works again when there is one`(
        driver: Driver
    ) async throws {
        let exhausted = Mutex(true)
        let calls = FaultyCalls { call in
            call.kind == .socket && exhausted.withLock { $0 } ? .error(.noDescriptorsInProcess) : nil
        }
        try await onLoop(driver, sockets: calls) { loop, _ in
            let listener = try PlainSocket.listening()
            let expected = IOError.noDescriptors(.socket)
            #expect(await failure(connectingTo: .address(listener.address), on: loop) == expected)
            // Not tried again behind the caller's back.
            #expect(calls.count(.socket) == 1)
            exhausted.withLock { $0 = false }
            let channel = try await StreamChannel.connect(to: .address(listener.address), on: loop)
            #expect(channel.isOpen)
            channel.close()
        }
    }

    @Test(arguments: Driver.allCases)
    func `B-51 an interrupted attempt to connect goes on`(driver: Driver) async throws {
        let calls = FaultyCalls { $0.kind == .connect ? .errorAfter(.interrupted) : nil }
        try await onLoop(driver, sockets: calls) { loop, _ in
            let listener = try PlainSocket.listening()
            let channel = try await StreamChannel.connect(to: .address(listener.address), on: loop)
            #expect(channel.isOpen)
            #expect(calls.count(.connect) == 1)
            channel.close()
        }
    }
}
