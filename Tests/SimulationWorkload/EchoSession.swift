import Bytes
import Networking

/// What one task of the workload does: calls of all kinds, alone and in groups, with sleeps, timeouts and cancellations.
struct EchoSession {
    let loop: EventLoop
    let servers: [String]
    let ledger: Ledger
    let bug: PlantedBug?
    let rounds: Int
    var random: SeededRandom
    private var client: EchoClient?

    init(
        loop: EventLoop, servers: [String], ledger: Ledger, bug: PlantedBug?, rounds: Int, random: SeededRandom
    ) {
        self.loop = loop
        self.servers = servers
        self.ledger = ledger
        self.bug = bug
        self.rounds = rounds
        self.random = random
    }

    mutating func run(faultsEndAt end: Duration, in world: SimulatedWorld) async {
        for _ in 0..<rounds {
            await pause(.zero...(.milliseconds(300)))
            guard await connect() else { continue }
            switch random.below(6) {
            case 0: _ = try? await client?.call(payload(), timeout: timeout())
            case 1: await callInGroup()
            case 2: await callTogether()
            case 3: await callAndCancel()
            case 4: await stream()
            default: client?.channel.close()
            }
        }
        if world.elapsed < end { try? await loop.sleep(for: end - world.elapsed) }
        await completeExchange(in: world)
        client?.channel.close()
    }

    /// After the faults: a call must come through, though it may take a new connection or two.
    private mutating func completeExchange(in world: SimulatedWorld) async {
        let begin = world.elapsed
        while world.elapsed - begin < .seconds(60) {
            if await connect(), (try? await client?.call(payload(), timeout: .seconds(2))) != nil { return }
            await pause(.milliseconds(50)...(.milliseconds(500)))
        }
        ledger.problem("a client completed no exchange after the faults had stopped")
    }

    private mutating func pause(_ range: ClosedRange<Duration>) async {
        let duration = random.draw(range)
        if bug == .sleepsInRealTime, random.oneIn(8) {
            try? await Task.sleep(for: .milliseconds(1))
        } else {
            try? await Task.sleep(for: duration, clock: LoopClock(loop))
        }
    }

    private mutating func payload() -> [UInt8] {
        let count = random.oneIn(8) ? random.draw(1000...20_000) : random.draw(1...100)
        return EchoFrame.payload(count, salt: random.below(EchoFrame.mostSalt))
    }

    private mutating func timeout() -> Duration { random.draw(.milliseconds(20)...(.seconds(2))) }

    private mutating func connect() async -> Bool {
        if let client, client.isOpen { return true }
        var options = ChannelOptions()
        options.connectTimeout = random.draw(.milliseconds(300)...(.seconds(2)))
        options.closeTimeout = .seconds(1)
        options.socketOptions = [.noDelay]
        if bug != .keepsDeadConnection { options.socketOptions += [.unacknowledgedTimeout(milliseconds: 3000)] }
        let endpoint = Endpoint(host: random.pick(servers), port: EchoServer.framePort)
        guard let channel = try? await StreamChannel.connect(to: endpoint, on: loop, options: options) else {
            client = nil
            return false
        }
        client = EchoClient(channel, ledger, bug)
        return true
    }

    private mutating func callInGroup() async {
        guard let client else { return }
        let confined = LoopConfined(client, to: loop)
        let calls = (0..<random.draw(2...5)).map { _ in (payload(), timeout()) }
        await withTaskGroup(of: Bool.self) { group in
            for (payload, timeout) in calls {
                group.addTask { (try? await confined.value.call(payload, timeout: timeout)) != nil }
            }
            for await _ in group {}
        }
    }

    private mutating func callTogether() async {
        guard let client else { return }
        let confined = LoopConfined(client, to: loop)
        let (first, second) = ((payload(), timeout()), (payload(), timeout()))
        async let one = try? confined.value.call(first.0, timeout: first.1)
        async let other = try? confined.value.call(second.0, timeout: second.1)
        await Task.yield()
        _ = await (one, other)
    }

    private mutating func callAndCancel() async {
        guard let client else { return }
        let confined = LoopConfined(client, to: loop)
        let (payload, timeout, wait) = (payload(), timeout(), random.draw(.zero...(.milliseconds(5))))
        let loop = loop
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = try? await confined.value.call(payload, timeout: timeout) }
            group.addTask { try? await loop.sleep(for: wait) }
            await group.next()
            group.cancelAll()
        }
    }

    /// A stream of its own: sent in pieces while it comes back.
    private mutating func stream() async {
        let count = random.draw(1...EchoFrame.longestPayload)
        let endpoint = Endpoint(host: random.pick(servers), port: EchoServer.rawPort)
        var options = ChannelOptions()
        options.connectTimeout = .seconds(1)
        options.closeTimeout = .seconds(1)
        options.highWater = 16 * 1024
        options.lowWater = 4 * 1024
        options.socketOptions = [.unacknowledgedTimeout(milliseconds: 3000)]
        guard let conversation = try? await Conversation.connect(to: endpoint, on: loop, options: options) else {
            return
        }
        let confined = LoopConfined(conversation, to: loop)
        let sent = ByteSlice(EchoFrame.payload(count, salt: random.below(EchoFrame.mostSalt)))
        let (loop, ledger) = (loop, ledger)
        let limit = random.draw(.milliseconds(100)...(.seconds(4)))
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                do throws(IOError) {
                    for start in stride(from: 0, to: count, by: 5000) {
                        try await confined.value.send(sent.slice(start..<min(count, start + 5000)))
                    }
                    confined.value.endSending()
                } catch {}
                return false
            }
            group.addTask {
                await Self.compare(confined, with: sent, ledger)
                return true
            }
            group.addTask {
                try? await loop.sleep(for: limit)
                return true
            }
            while let isOver = await group.next(), !isOver {}
            group.cancelAll()
        }
        conversation.close()
    }

    /// What comes is the beginning of what was sent, and all of it where the end comes.
    private static func compare(_ stream: LoopConfined<Conversation>, with sent: ByteSlice, _ ledger: Ledger) async {
        var place = 0
        do throws(IOError) {
            while let part = try await stream.value.receive() {
                guard place + part.count <= sent.count, part == sent.slice(place..<place + part.count) else {
                    return ledger.problem("a stream came back different at \(place)")
                }
                place += part.count
            }
        } catch {}
    }
}
