import Bytes
import Networking
import Synchronization
import Testing

/// A descriptor's number that is used again brings nobody another one's events (D-146).
@Suite struct DescriptorReuseTests {
    @Test(arguments: EventLoopGroup.Driver.allCases)
    func `D-146 readiness of a connection that was closed in the same turn reaches nobody`(
        driver: EventLoopGroup.Driver
    ) async throws {
        let receivedFrom = Mutex<[Int32]>([])
        let calls = FaultyCalls { call in
            if call.kind == .receive { receivedFrom.withLock { $0.append(call.descriptor) } }
            return nil
        }
        try await onLoop(driver, sockets: calls) { loop, _ in
            var rounds = 0
            var reused = 0
            // Tests beside this one may be given the number first; then the round shows nothing.
            while reused < 20 {
                rounds += 1
                try #require(rounds < 2000)
                let waiting = try PlainSocket.listening()
                let recorders = [Recorder(), Recorder()]
                let (left, leftPeer) = try await loop.pair(recorders[0])
                let (right, rightPeer) = try await loop.pair(recorders[1])
                let before = calls.open
                // Lower numbers are taken, so that the next free one is that of the connection that is closed.
                let fillers = try Self.takeNumbers(below: before.max()!)
                let successor = Successor()
                // Whoever is told first closes the other and takes its number for a new connection.
                recorders[0].whenReceived = { _ in successor.replace(right, on: loop, calls, waiting.address) }
                recorders[1].whenReceived = { _ in successor.replace(left, on: loop, calls, waiting.address) }
                receivedFrom.withLock { $0 = [] }
                // Both become ready while the loop does this.
                leftPeer.send([1])
                rightPeer.send([1])
                try await loop.until("replaced") { successor.number != nil }
                let number = try #require(successor.number)
                if before.contains(number) { reused += 1 }
                #expect(successor.looksAtOnce == 0)
                #expect(!receivedFrom.withLock { $0.contains(number) })
                // One of the two heard of its byte, the other did not.
                #expect(recorders.map(\.bytes).sorted { $0.count < $1.count } == [[], [1]])
                left.close()
                right.close()
                successor.cancel()
                extendLifetime(fillers)
            }
        }
    }

    private static func takeNumbers(below limit: Int32) throws -> [PlainSocket] {
        var taken: [PlainSocket] = []
        repeat {
            taken.append(try PlainSocket(for: .loopback(port: 0)))
        } while taken[taken.count - 1].descriptor < limit
        return taken
    }

    private final class Successor {
        private(set) var number: Int32?
        private(set) var looksAtOnce = 0
        private var connector: Connector?

        func replace(_ channel: StreamChannel, on loop: EventLoop, _ calls: FaultyCalls, _ address: SocketAddress) {
            guard number == nil else { return }
            channel.close()
            let before = calls.open
            let looks = calls.count(.takeError)
            connector = Connector(to: .address(address), on: loop, options: ChannelOptions()) { result in
                if case .success(let channel) = result { channel.close() }
            }
            number = calls.open.subtracting(before).first
            // Still in the same turn, after all that was ready.
            loop.later { self.looksAtOnce = calls.count(.takeError) - looks }
        }

        func cancel() { connector?.cancel() }
    }
}
