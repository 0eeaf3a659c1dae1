import Bytes
import Networking
import Testing

/// A simulated kernel answers as the real one does: the same calls, written down on both.
@Suite struct SimulatedKernelTests {
    /// What a program does with sockets.
    enum Scenario: String, CaseIterable, Sendable {
        case freshSocket, connecting, refused, bytes, halfClose, closedWithUnreadBytes, resetWithBytesOnTheWay
        case resetAfterEnd, sendingToClosed, closedListener, shutTwice, takenAddress, fullBuffer, acceptedAfterClose
    }

    @Test(arguments: Scenario.allCases)
    func `the same calls get the same answers from the machine and from the simulation`(scenario: Scenario) async throws
    {
        let real = try await onLoop { loop, _ in try await Self.transcript(of: scenario, on: loop) }
        let world = SimulatedWorld(seed: 1)
        let simulated = try await world.run(on: world.addHost("host")) { loop in
            try await Self.transcript(of: scenario, on: loop)
        }
        #expect(simulated == real)
        #expect(!real.isEmpty && !real.contains { $0.contains("does not become") }, "\(real)")
    }

    private static func transcript(of scenario: Scenario, on loop: EventLoop) async throws -> [String] {
        let sockets = SocketsUnderTest(loop)
        try await sockets.play(scenario)
        sockets.closeAll()
        return sockets.lines
    }
}

/// Calls by name, and what came of each.
private final class SocketsUnderTest {
    private let loop: EventLoop
    private let calls: any SocketCalls
    private var open: [(name: String, descriptor: Int32)] = []
    private(set) var lines: [String] = []

    init(_ loop: EventLoop) {
        self.loop = loop
        calls = loop.sockets
    }

    func play(_ scenario: SimulatedKernelTests.Scenario) async throws {
        switch scenario {
        case .freshSocket:
            socket("A")
            readiness("A")
            receive("A")
        case .connecting:
            try await pair()
            readiness("A")
            readiness("B")
            add("error of A: \(calls.takeError(self["A"]).value ?? -1)")
            add("A knows its peer: \(calls.peerAddress(self["A"]) == calls.localAddress(self["B"]))")
            add("B knows its peer: \(calls.peerAddress(self["B"]) == calls.localAddress(self["A"]))")
            accept("listener", "C")
        case .refused:
            let address = try await pair()
            close("listener")
            socket("C")
            connect("C", to: address)
            await until("C", .hungUp)
            readiness("C")
            add("C knows its peer: \(calls.peerAddress(self["C"]) != nil)")
            add("error of C: \(calls.takeError(self["C"]).value ?? -1)")
            add("error of C: \(calls.takeError(self["C"]).value ?? -1)")
            receive("C")
            send("C", 1)
        case .bytes:
            try await pair()
            receive("B")
            send("A", 5)
            await until("B", .readable)
            readiness("B")
            receive("B", 3)
            receive("B", 3)
            receive("B", 3)
        case .halfClose:
            try await pair()
            send("A", 5)
            shut("A")
            await until("B", .readable)
            try await settle()
            readiness("B")
            receive("B")
            receive("B")
            receive("B")
            send("A", 1)
            readiness("A")
            send("B", 3)
            await until("A", .readable)
            receive("A")
            shut("B")
            await until("A", .hungUp)
            readiness("A")
            readiness("B")
            receive("A")
            send("B", 1)
        case .closedWithUnreadBytes:
            try await pair()
            send("A", 5)
            await until("B", .readable)
            close("B")
            await until("A", .hungUp)
            readiness("A")
            receive("A")
            receive("A")
            send("A", 1)
            readiness("A")
            shut("A")
        case .resetWithBytesOnTheWay:
            try await pair()
            send("A", 5)
            await until("B", .readable)
            _ = calls.set(.resetOnClose, of: self["A"])
            close("A")
            await until("B", .hungUp)
            readiness("B")
            receive("B")
            receive("B")
            receive("B")
            send("B", 1)
        case .resetAfterEnd:
            try await pair()
            send("B", 5)
            await until("A", .readable)
            shut("A")
            await until("B", .readable)
            close("A")
            await until("B", .hungUp)
            readiness("B")
            receive("B")
            receive("B")
            send("B", 1)
            send("B", 1)
        case .sendingToClosed:
            try await pair()
            close("B")
            await until("A", .readable)
            readiness("A")
            send("A", 5)
            await until("A", .hungUp)
            readiness("A")
            receive("A")
            send("A", 5)
            send("A", 5)
            receive("A")
        case .closedListener:
            let address = try await pair()
            socket("C")
            connect("C", to: address)
            await until("C", .writable)
            close("listener")
            await until("C", .hungUp)
            receive("C")
            receive("C")
            send("A", 1)
        case .shutTwice:
            try await pair()
            shut("A")
            shut("A")
            socket("C")
            shut("C")
        case .takenAddress:
            let address = try await pair()
            socket("C")
            note("bind C", calls.bindSocket(self["C"], to: address))
            socket("D")
            note("bind D", calls.bindSocket(self["D"], to: .v4(0x0808_0808, port: 0)))
        case .fullBuffer:
            try await pair()
            while calls.send(self["A"], 64 * 1024).value != nil {}
            try await settle()
            while calls.send(self["A"], 64 * 1024).value != nil { try await settle() }
            send("A", 1)
            readiness("A")
            while receiveQuietly("B") { try await settle() }
            await until("A", .writable)
            send("A", 1)
        case .acceptedAfterClose:
            let address = try await pair()
            socket("C")
            connect("C", to: address)
            await until("C", .writable)
            send("C", 5)
            close("C")
            try await settle()
            accept("listener", "D")
            receive("D")
            receive("D")
            add("D knows its peer: \(calls.peerAddress(self["D"]) != nil)")
        }
    }

    // MARK: Calls

    private subscript(name: String) -> Int32 {
        open.first { $0.name == name }?.descriptor ?? -1
    }

    private func add(_ line: String) { lines.append(line) }

    private func note(_ what: String, _ result: CallResult) {
        add("\(what): \(result.error.map { "error \($0.code)" } ?? "\(result.value ?? -1)")")
    }

    private func socket(_ name: String) {
        open.append((name, Int32(calls.openSocket(for: .loopback(port: 0)).value ?? -1)))
    }

    private func connect(_ name: String, to address: SocketAddress) {
        let result = calls.beginConnecting(self[name], to: address)
        // Within one machine the outcome may be there at once.
        add(
            "connect \(name): \(result.error == nil || result.error == .inProgress || result.error == .connectionRefused)"
        )
    }

    /// A connection from A to B, over a listener.
    @discardableResult
    private func pair() async throws -> SocketAddress {
        socket("listener")
        _ = calls.bindSocket(self["listener"], to: .loopback(port: 0))
        _ = calls.beginListening(self["listener"], backlog: 16)
        let address = try #require(calls.localAddress(self["listener"]))
        accept("listener", "nobody")
        socket("A")
        connect("A", to: address)
        await until("A", .writable)
        await until("listener", .readable)
        readiness("listener")
        accept("listener", "B")
        return address
    }

    private func accept(_ listener: String, _ name: String) {
        let result = calls.acceptConnection(self[listener])
        if let descriptor = result.value { open.append((name, Int32(descriptor))) }
        add("accept \(name): \(result.error.map { "error \($0.code)" } ?? "one")")
    }

    private func receive(_ name: String, _ count: Int = 100) {
        note("receive \(name)", calls.receive(self[name], count))
    }

    private func receiveQuietly(_ name: String) -> Bool {
        calls.receive(self[name], 256 * 1024).value ?? 0 > 0
    }

    private func send(_ name: String, _ count: Int) {
        note("send \(name)", calls.send(self[name], count))
    }

    private func shut(_ name: String) { note("shut \(name)", calls.endSending(self[name])) }

    private func close(_ name: String) {
        note("close \(name)", calls.closeDescriptor(self[name]))
        open.removeAll { $0.name == name }
    }

    func closeAll() {
        for entry in open { _ = calls.closeDescriptor(entry.descriptor) }
        open = []
    }

    // MARK: Readiness

    private func current(_ name: String) -> Readiness {
        var ready: [ReadyEvent] = []
        try? loop.driver.register(self[name], token: 77, for: [.readable, .writable])
        loop.driver.wait(until: LoopInstant(nanoseconds: 0), into: &ready)
        loop.driver.unregister(self[name])
        return ready.first { $0.token == 77 }?.readiness ?? []
    }

    private func readiness(_ name: String) {
        let current = current(name)
        let names = [(Readiness.readable, "readable"), (.writable, "writable"), (.hungUp, "hung up")]
        add("\(name) is \(names.filter { current.contains($0.0) }.map(\.1))")
    }

    private func until(_ name: String, _ wanted: Readiness) async {
        for _ in 0..<2000 where !current(name).isSuperset(of: wanted) { try? await settle() }
        if !current(name).isSuperset(of: wanted) { add("\(name) does not become \(wanted.rawValue)") }
    }

    private func settle() async throws { try await loop.sleep(for: .milliseconds(1)) }
}

extension SocketCalls {
    fileprivate func receive(_ descriptor: Int32, _ count: Int) -> CallResult {
        unsafe withUnsafeTemporaryAllocation(byteCount: count, alignment: 1) { buffer in
            unsafe receiveBytes(descriptor, into: buffer)
        }
    }

    fileprivate func send(_ descriptor: Int32, _ count: Int) -> CallResult {
        let bytes = [UInt8](repeating: 7, count: count)
        return unsafe bytes.withUnsafeBytes { bytes in
            unsafe withUnsafeTemporaryAllocation(of: SendPart.self, capacity: 1) { parts in
                unsafe parts.initializeElement(at: 0, to: bytes)
                return unsafe sendBytes(descriptor, UnsafeBufferPointer(parts))
            }
        }
    }
}
