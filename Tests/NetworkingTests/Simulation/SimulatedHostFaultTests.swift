import Bytes
import Networking
import Testing

/// What can happen to hosts, names and attempts to connect, each by hand.
@Suite struct SimulatedHostFaultTests {
    private let address = SocketAddress.v4(0x0A00_0001, port: SimulatedPair.port)

    @Test func `where nobody listens a connection is refused at once`() async throws {
        let pair = SimulatedPair()
        try await pair.run { loop in
            let nobody = Endpoint.address(pair.server.address(port: 1))
            let attempt = await pair.watch { () throws(IOError) in
                _ = try await StreamChannel.connect(to: nobody, on: loop)
            }
            #expect(attempt.error == .refused(pair.server.address(port: 1)))
            #expect(attempt.took < .milliseconds(3))
        }
    }

    @Test func `a host that refuses refuses, whoever listens`() async throws {
        let pair = SimulatedPair()
        try await pair.run { loop in
            pair.server.greeting = .refuse
            let attempt = await pair.watch { () throws(IOError) in _ = try await pair.connect(on: loop) }
            #expect(attempt.error == .refused(address))
            pair.server.greeting = .accept
            try await pair.connect(on: loop).close()
        }
    }

    @Test func `an attempt to connect hangs until its time is over, or the kernel's`() async throws {
        let pair = SimulatedPair()
        try await pair.run { loop in
            pair.server.greeting = .ignore
            let short = await pair.watch { () throws(IOError) in _ = try await pair.connect(on: loop) }
            #expect(short.error == .connectTimedOut(address, .seconds(5)))
            #expect(short.took == .seconds(5))
            let long = await pair.watch { () throws(IOError) in
                _ = try await pair.connect(on: loop, timeout: .seconds(500))
            }
            #expect(long.error == .connectTimedOut(address, .zero))
            #expect(long.took == .seconds(127))
        }
    }

    @Test func `an attempt that hangs comes through when the host answers again`() async throws {
        let pair = SimulatedPair()
        try await pair.run { loop in
            pair.server.greeting = .ignore
            pair.world.schedule(after: .seconds(2)) { pair.server.greeting = .accept }
            let attempt = await pair.watch { () throws(IOError) in try await pair.connect(on: loop).close() }
            #expect(attempt.error == nil)
            #expect(attempt.took > .seconds(3) && attempt.took < .milliseconds(3100))
        }
    }

    @Test func `a listener whose queue is full lets clients wait`() async throws {
        let pair = SimulatedPair(backlog: 2)
        try await pair.run { loop in
            pair.server.pause()
            for _ in 0..<2 { try await pair.connect(on: loop).close() }
            let third = await pair.watch { () throws(IOError) in _ = try await pair.connect(on: loop) }
            #expect(third.error == .connectTimedOut(address, .seconds(5)))
            pair.server.resume()
            try await pair.connect(on: loop).close()
        }
    }

    @Test func `there is no way to an unreachable host, nor to an address that nobody has`() async throws {
        let pair = SimulatedPair()
        try await pair.run { loop in
            pair.world.makeUnreachable(pair.server, from: pair.client)
            let first = await pair.watch { () throws(IOError) in _ = try await pair.connect(on: loop) }
            #expect(first.error == .unreachable(address, .hostUnreachable))
            let nowhere = SocketAddress.v4(0x0B0B_0B0B, port: 1)
            let second = await pair.watch { () throws(IOError) in
                _ = try await StreamChannel.connect(to: .address(nowhere), on: loop)
            }
            #expect(second.error == .unreachable(nowhere, .networkUnreachable))
        }
    }

    @Test func `a name changes, fails and is not answered`() async throws {
        let pair = SimulatedPair()
        let other = pair.world.addHost("other")
        try await pair.run { loop in
            let endpoint = Endpoint(host: "server", port: SimulatedPair.port)
            try await StreamChannel.connect(to: endpoint, on: loop).close()
            pair.world.names.set("server", to: other.addresses)
            let moved = await pair.watch { () throws(IOError) in
                _ = try await StreamChannel.connect(to: endpoint, on: loop)
            }
            #expect(moved.error == .refused(other.address(port: SimulatedPair.port)))
            pair.world.names.fail("server", because: "server failure")
            let failed = await pair.watch { () throws(IOError) in
                _ = try await StreamChannel.connect(to: endpoint, on: loop)
            }
            #expect(failed.error == .unknownHost("server", "server failure"))
            pair.world.names.hang("server")
            let hung = await pair.watch { () throws(IOError) in
                _ = try await StreamChannel.connect(to: endpoint, on: loop)
            }
            #expect(hung.error == .unknownHost("server", "no answer within 5.0 seconds"))
            #expect(hung.took == .seconds(5))
            // The second address of a name is tried when the first does not answer.
            pair.world.names.set("server", to: [.v4(0x0B0B_0B0B, port: 0)] + pair.server.addresses)
            try await StreamChannel.connect(to: endpoint, on: loop).close()
        }
    }

    @Test func `a process that is paused finds everything at once when it goes on`() async throws {
        let pair = SimulatedPair(echoes: false)
        try await pair.run { loop in
            let conversation = try await pair.connect(on: loop)
            try await loop.sleep(for: .milliseconds(10))
            pair.server.pause()
            for _ in 0..<4 {
                try await conversation.send(.hello)
                try await loop.sleep(for: .seconds(1))
            }
            #expect(pair.log.all.isEmpty)
            pair.server.resume()
            try await loop.sleep(for: .milliseconds(1))
            #expect(pair.log.all == ["received 20"])
            conversation.close()
        }
    }

    @Test func `the wall clock can be set to anything, and the loops' time does not notice`() async throws {
        let pair = SimulatedPair()
        try await pair.run { loop in
            let (wall, now) = (loop.driver.wallClock(), loop.driver.now())
            pair.client.setWallClock(by: .seconds(-3600))
            #expect(loop.driver.now() == now)
            #expect(loop.driver.wallClock() == wall - 3_600_000_000_000)
            let sleep = await pair.watch { () throws(IOError) in
                pair.world.schedule(after: .milliseconds(5)) { pair.client.setWallClock(by: .seconds(100_000)) }
                try await loop.sleep(for: .milliseconds(10))
            }
            #expect(sleep.took >= .milliseconds(10) && sleep.took < .milliseconds(11))
            #expect(loop.driver.wallClock() > wall + 90_000_000_000_000)
        }
    }

    @Test func `a process that crashes takes its connections and listeners with it, until it is started again`()
        async throws
    {
        let pair = SimulatedPair()
        try await pair.run { loop in
            let (idle, busy) = (try await pair.connect(on: loop), try await pair.connect(on: loop))
            try await loop.sleep(for: .milliseconds(10))
            // Bytes that the process has not read are lost, which resets the connection; the other one just ends.
            pair.server.pause()
            try await busy.send(.hello)
            try await loop.sleep(for: .milliseconds(10))
            pair.server.crash(.process)
            #expect(try await idle.receive() == nil)
            #expect(await busy.closed() == .failed(.reset))
            let attempt = await pair.watch { () throws(IOError) in _ = try await pair.connect(on: loop) }
            #expect(attempt.error == .refused(address))
            pair.server.start()
            try await loop.sleep(for: .milliseconds(1))
            let again = try await pair.connect(on: loop)
            try await again.send(.hello)
            #expect(try await again.receive() == .hello)
            again.close()
            idle.close()
        }
    }

    @Test func `a machine without power is silent, and resets what it does not know when it is back`() async throws {
        let pair = SimulatedPair()
        try await pair.run { loop in
            let conversation = try await pair.connect(on: loop)
            try await loop.sleep(for: .milliseconds(10))
            pair.server.crash(.machine)
            try await conversation.send(.hello)
            try await loop.sleep(for: .seconds(60))
            #expect(conversation.channel.isOpen)
            let attempt = await pair.watch { () throws(IOError) in _ = try await pair.connect(on: loop) }
            #expect(attempt.error == .connectTimedOut(address, .seconds(5)))
            pair.server.start()
            #expect(await conversation.closed() == .failed(.reset))
            try await pair.connect(on: loop).close()
        }
    }

    @Test func `a process without descriptors accepts when it has some again`() async throws {
        let pair = SimulatedPair()
        try await pair.run { loop in
            try await loop.sleep(for: .milliseconds(10))
            pair.server.limitDescriptors(to: pair.server.openDescriptors)
            // The kernel has accepted it; the process cannot.
            let conversation = try await pair.connect(on: loop)
            try await conversation.send(.hello)
            try await loop.sleep(for: .seconds(2))
            #expect(pair.log.all.isEmpty)
            pair.server.limitDescriptors(to: nil)
            #expect(try await conversation.receive() == .hello)
            conversation.close()
        }
    }

    @Test func `a process without descriptors opens no socket`() async throws {
        let pair = SimulatedPair()
        try await pair.run { loop in
            pair.client.limitDescriptors(to: 0)
            let attempt = await pair.watch { () throws(IOError) in _ = try await pair.connect(on: loop) }
            #expect(attempt.error == .noDescriptors(.socket))
            pair.client.limitDescriptors(to: nil)
            try await pair.connect(on: loop).close()
        }
    }
}
