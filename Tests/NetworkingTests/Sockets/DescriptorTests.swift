import Bytes
import Glibc
import Networking
import Synchronization
import Testing

/// Descriptors and what the rest of the process has to do with them (D-143, D-144, D-148).
@Suite struct DescriptorTests {
    typealias Driver = EventLoopGroup.Driver

    @Test(arguments: Driver.allCases)
    func `D-148 no descriptor is handed on to programs that are started, and none blocks`(
        driver: Driver
    ) async throws {
        let calls = FaultyCalls()
        let file = TemporaryPath()
        try await onLoop(driver, sockets: calls, polling: calls) { loop, _ in
            let tcp = try Listener(at: .loopback(port: 0), on: loop) { _ in EchoHandler() }
            let unix = try Listener(at: .unix(file.path), on: loop) { _ in EchoHandler() }
            for address in [tcp.address, unix.address] {
                let conversation = try await Conversation.connect(to: .address(address), on: loop)
                try await conversation.send(ByteSlice("x".utf8))
                #expect(try await conversation.receive() == ByteSlice("x".utf8))
            }
            // The waker, two listeners and both ends of two connections.
            let open = calls.open
            #expect(open.count == 8)
            for descriptor in open {
                #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0)
                let isEpoll = driver.rawValue == "epoll" && fcntl(descriptor, F_GETFL) & O_NONBLOCK == 0
                #expect(isEpoll || fcntl(descriptor, F_GETFL) & O_NONBLOCK != 0)
            }
        }
        try await calls.untilAllAreClosed()
        #expect(calls.offences.isEmpty)
    }

    @Test(arguments: Driver.allCases)
    func `loops that are gone have closed everything`(driver: Driver) async throws {
        let calls = FaultyCalls()
        do {
            let group = try EventLoopGroup(loops: 3, driver: driver, name: "gone", sockets: calls, polling: calls)
            #expect(calls.opened == 6)
            // Letting go of the group ends its loops.
            extendLifetime(group)
        }
        try await calls.untilAllAreClosed()
        #expect(calls.offences.isEmpty)
    }

    @Test func `D-143 sending to a peer that is gone raises no signal`() async {
        await #expect(processExitsWith: .success) {
            signal(SIGPIPE, SIG_DFL)
            for driver in Driver.allCases {
                try await onLoop(driver) { loop, _ in
                    let file = TemporaryPath()
                    for listener in [try PlainSocket.listening(), try PlainSocket.listening(at: .unix(file.path))] {
                        for large in [false, true] {
                            let channel = try await StreamChannel.connect(to: .address(listener.address), on: loop)
                            let recorder = Recorder()
                            channel.start(recorder)
                            let peer = try listener.accept()
                            channel.pauseReading()
                            if large { try channel.send(ByteSlice.pattern(20_000_000)) }
                            try await loop.sleep(for: .milliseconds(5))
                            peer.reset()
                            try await loop.sleep(for: .milliseconds(5))
                            // One part, and several.
                            try? channel.send(ByteSlice.pattern(10))
                            try? channel.send(ByteSlice.pattern(100_000))
                            try await loop.sleep(for: .milliseconds(5))
                            channel.resumeReading()
                            try await loop.until("closed") { recorder.closeReason != nil }
                        }
                    }
                }
            }
        }
    }

    @Test func `D-144 when the process has no descriptor left, connecting fails and accepting waits`() async {
        await #expect(processExitsWith: .success) {
            for driver in Driver.allCases {
                // Who else has a descriptor for a moment in this process may give it back at the wrong one.
                var hasRunOut = false
                for _ in 0..<10 where !hasRunOut { hasRunOut = try await DescriptorTests.runOut(driver) }
                guard hasRunOut else { exit(2) }
            }
        }
    }

    /// `false` when there was a descriptor left all the same.
    private static func runOut(_ driver: Driver) async throws -> Bool {
        let calls = FaultyCalls()
        return try await onLoop(driver, sockets: calls, polling: calls) { loop, _ in
            let listener = try Listener(at: .loopback(port: 0), on: loop) { _ in EchoHandler() }
            let endpoint = Endpoint.address(listener.address)
            let hoard = DescriptorHoard()
            defer { hoard.letGo(of: .max) }
            guard await failure(connectingTo: endpoint, on: loop) == .noDescriptors(.socket) else { return false }
            hoard.letGo(of: 1)
            let conversation = try await Conversation.connect(to: endpoint, on: loop)
            try await conversation.send(ByteSlice("x".utf8))
            // Perhaps more often, on a machine that is late. Each call that fails makes a pause.
            try await loop.until("paused") { listener.pauses >= 3 || calls.count(.accept) > listener.pauses }
            guard calls.count(.accept) == listener.pauses else { return false }
            guard calls.count(.wait) < 400 else { exit(3) }
            hoard.letGo(of: 1)
            guard try await conversation.receive() == ByteSlice("x".utf8) else { exit(4) }
            return true
        }
    }
}
