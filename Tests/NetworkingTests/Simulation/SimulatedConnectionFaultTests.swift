import Bytes
import Networking
import Testing

/// What can happen to connections and links, each by hand.
@Suite struct SimulatedConnectionFaultTests {
    @Test func `a round trip takes what the links take`() async throws {
        let pair = SimulatedPair()
        try await pair.run { loop in
            pair.world.setLatency(.milliseconds(30)...(.milliseconds(30)), from: pair.client, to: pair.server)
            pair.world.setLatency(.milliseconds(12)...(.milliseconds(12)), from: pair.server, to: pair.client)
            let conversation = try await pair.connect(on: loop)
            let exchange = await pair.watch { () throws(IOError) in
                try await conversation.send(.hello)
                #expect(try await conversation.receive() == .hello)
            }
            #expect(exchange.error == nil)
            #expect(exchange.took >= .milliseconds(42) && exchange.took < .milliseconds(43))
            conversation.close()
        }
    }

    @Test func `lost packets are sent again, so bytes come late but come`() async throws {
        let pair = SimulatedPair(seed: 3)
        try await pair.run { loop in
            let conversation = try await pair.connect(on: loop)
            pair.world.lose(oneIn: 3, from: pair.client, to: pair.server)
            pair.world.lose(oneIn: 3, from: pair.server, to: pair.client)
            let sent = ByteSlice.pattern(200_000)
            let reader = LoopConfined(conversation, to: loop)
            async let back = receiveAll(reader)
            let begin = pair.world.elapsed
            try await conversation.send(sent)
            conversation.endSending()
            #expect(try await back == Array(sent))
            #expect(pair.world.elapsed - begin > .milliseconds(200))
        }
    }

    @Test func `a reset reaches both sides`() async throws {
        let pair = SimulatedPair()
        try await pair.run { loop in
            let conversation = try await pair.connect(on: loop)
            try await loop.sleep(for: .milliseconds(10))
            pair.world.connections(from: pair.client, to: pair.server)[0].reset(.both)
            #expect(await conversation.closed() == .failed(.reset))
            try await loop.sleep(for: .milliseconds(10))
            #expect(pair.log.all == ["closed: \(CloseReason.failed(.reset))"])
        }
    }

    @Test func `a reset of one side is news for the other when it sends`() async throws {
        let pair = SimulatedPair()
        try await pair.run { loop in
            let conversation = try await pair.connect(on: loop)
            try await loop.sleep(for: .milliseconds(10))
            pair.world.connections(from: pair.client, to: pair.server)[0].reset(.far)
            try await loop.sleep(for: .seconds(1000))
            #expect(pair.log.all.count == 1)
            #expect(conversation.channel.isOpen)
            try await conversation.send(.hello)
            #expect(await conversation.closed() == .failed(.reset))
        }
    }

    @Test func `an end from the way between is an end in order, and a reset for who goes on`() async throws {
        let pair = SimulatedPair()
        try await pair.run { loop in
            let conversation = try await pair.connect(on: loop)
            try await loop.sleep(for: .milliseconds(10))
            pair.world.connections(from: pair.client, to: pair.server)[0].end()
            #expect(try await conversation.receive() == nil)
            try await conversation.send(.hello)
            #expect(await conversation.closed() == .failed(.reset))
            #expect(pair.log.all.first == "ended")
        }
    }

    @Test func `a peer that vanishes is noticed when what was sent is not acknowledged for the time that was set`()
        async throws
    {
        let pair = SimulatedPair()
        try await pair.run { loop in
            let conversation = try await pair.connect(on: loop, [.unacknowledgedTimeout(milliseconds: 4000)])
            pair.world.connections(from: pair.client, to: pair.server)[0].vanish()
            try await conversation.send(.hello)
            let end = await pair.watch { () throws(IOError) in _ = try await conversation.receive() }
            #expect(end.error == .peerSilent)
            #expect(end.took >= .seconds(4) && end.took < .milliseconds(4500))
        }
    }

    @Test func `a peer that vanishes is noticed after a quarter of an hour when no time was set`() async throws {
        let pair = SimulatedPair()
        try await pair.run { loop in
            let conversation = try await pair.connect(on: loop)
            pair.world.connections(from: pair.client, to: pair.server)[0].vanish()
            try await conversation.send(.hello)
            let end = await pair.watch { () throws(IOError) in _ = try await conversation.receive() }
            #expect(end.error == .peerSilent)
            #expect(end.took > .seconds(900) && end.took < .seconds(1100))
        }
    }

    @Test func `who only listens to a peer that vanished hears nothing, unless the kernel asks`() async throws {
        let pair = SimulatedPair()
        try await pair.run { loop in
            let asking = SocketOption.keepAlive(idleSeconds: 10, intervalSeconds: 2, probes: 3)
            let (deaf, curious) = (try await pair.connect(on: loop), try await pair.connect(on: loop, [asking]))
            for connection in pair.world.connections(from: pair.client, to: pair.server) { connection.vanish() }
            let end = await pair.watch { () throws(IOError) in _ = try await curious.receive() }
            #expect(end.error == .peerSilent)
            #expect(end.took > .seconds(14) && end.took < .seconds(20))
            try await loop.sleep(for: .seconds(3000))
            #expect(deaf.channel.isOpen)
            deaf.close()
        }
    }

    @Test func `a peer that is there but silent is left in peace by a kernel that asks`() async throws {
        let pair = SimulatedPair()
        try await pair.run { loop in
            let asking = SocketOption.keepAlive(idleSeconds: 10, intervalSeconds: 2, probes: 3)
            let conversation = try await pair.connect(on: loop, [asking])
            try await loop.sleep(for: .seconds(1000))
            try await conversation.send(.hello)
            #expect(try await conversation.receive() == .hello)
            conversation.close()
        }
    }

    @Test func `a stalled link delivers everything at once when it goes on`() async throws {
        let pair = SimulatedPair(echoes: false)
        try await pair.run { loop in
            let conversation = try await pair.connect(on: loop)
            try await loop.sleep(for: .milliseconds(10))
            pair.world.stall(from: pair.client, to: pair.server, for: .milliseconds(150))
            for _ in 0..<5 {
                try await conversation.send(.hello)
                try await loop.sleep(for: .milliseconds(20))
            }
            #expect(pair.log.all.isEmpty)
            try await loop.sleep(for: .milliseconds(100))
            #expect(pair.log.all == ["received 25"])
            conversation.close()
        }
    }

    @Test func `bytes come in any pieces, and together, but in order`() async throws {
        let pair = SimulatedPair(echoes: false)
        pair.world.noise.splitPackets = 2
        pair.world.noise.shortReceives = 2
        try await pair.run { loop in
            let conversation = try await pair.connect(on: loop)
            for index in 0..<100 {
                try await conversation.send(.hello)
                if index % 7 == 0 { try await loop.sleep(for: .milliseconds(3)) }
            }
            await conversation.finish()
            let sizes = pair.log.all.compactMap { Int($0.dropFirst("received ".count)) }
            #expect(sizes.reduce(0, +) == 500)
            #expect(sizes.contains { $0 < 5 })
            #expect(sizes.contains { $0 > 5 })
        }
    }

    @Test func `a kernel that takes less than it could gets the rest later`() async throws {
        let pair = SimulatedPair()
        pair.world.noise.shortSends = 2
        pair.world.noise.refusals = 3
        pair.world.noise.interruptions = 3
        try await pair.run { loop in
            let conversation = try await pair.connect(on: loop)
            let sent = ByteSlice.pattern(100_000)
            let reader = LoopConfined(conversation, to: loop)
            async let back = receiveAll(reader)
            try await conversation.send(sent)
            conversation.endSending()
            #expect(try await back == Array(sent))
        }
    }

    @Test func `a reader that takes nothing makes the sender wait, however long`() async throws {
        let pair = SimulatedPair()
        pair.server.limitWindows(to: 1000)
        try await pair.run { loop in
            let conversation = try await pair.connect(on: loop)
            pair.server.pause()
            try await conversation.send(ByteSlice.pattern(400_000))
            try await loop.sleep(for: .seconds(500))
            // All but what the kernel holds, which tells nobody of the thousand bytes that went: too little room for that.
            #expect(conversation.channel.queued == 400_000 - 128 * 1024)
            pair.server.resume()
            conversation.endSending()
            #expect(try await receiveAll(LoopConfined(conversation, to: loop)) == Array(ByteSlice.pattern(400_000)))
        }
    }

    @Test func `hosts of two sides do not reach each other until they are joined again`() async throws {
        let pair = SimulatedPair()
        try await pair.run { loop in
            let conversation = try await pair.connect(on: loop)
            pair.world.part([pair.client], from: [pair.server])
            try await conversation.send(.hello)
            try await loop.sleep(for: .seconds(3))
            #expect(pair.log.all.isEmpty)
            let attempt = await pair.watch { () throws(IOError) in _ = try await pair.connect(on: loop) }
            #expect(attempt.error == .connectTimedOut(pair.server.address(port: SimulatedPair.port), .seconds(5)))
            pair.world.heal()
            #expect(try await conversation.receive() == .hello)
            conversation.close()
        }
    }

    @Test func `when one way is cut, what was sent arrives once, and the answer when it is mended`() async throws {
        let pair = SimulatedPair()
        try await pair.run { loop in
            let conversation = try await pair.connect(on: loop)
            pair.world.cut(from: pair.server, to: pair.client)
            try await conversation.send(.hello)
            try await loop.sleep(for: .seconds(20))
            #expect(pair.log.all == ["received 5"])
            pair.world.mend(from: pair.server, to: pair.client)
            #expect(try await conversation.receive() == .hello)
            #expect(pair.log.all == ["received 5"])
            conversation.close()
        }
    }

    @Test func `one side may end while the other goes on`() async throws {
        let pair = SimulatedPair()
        try await pair.run { loop in
            let conversation = try await pair.connect(on: loop)
            pair.world.stall(from: pair.server, to: pair.client, for: .milliseconds(50))
            try await conversation.send(.hello)
            conversation.endSending()
            #expect(try await conversation.receive() == .hello)
            #expect(try await conversation.receive() == nil)
            #expect(await conversation.closed() == .ended)
            #expect(pair.log.all == ["received 5", "ended", "closed: ended"])
        }
    }
}
