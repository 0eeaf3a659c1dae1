import Networking

/// What a turn of the loop costs beside the kernel's part.
enum Turns {
    static var all: [Operation] {
        [idle(), echo("turn-echo-1", connections: 1), echo("turn-echo-64", connections: 64), sends(64), sends(1024)]
    }

    /// Nothing to do.
    private static func idle() -> Operation {
        Operation(name: "turn-idle", few: 1000, many: 11_000) { count in
            StillWorld.run(connections: 0) { loop in
                for _ in 0..<count { loop.waitAndTurn() }
            }
            return count
        }
    }

    /// Each connection receives a message and sends it back, in one turn.
    private static func echo(_ name: String, connections: Int) -> Operation {
        turns(name, connections: connections, work: connections) { Echo() }
    }

    /// As an echo on one connection, but many pieces are sent: what one more costs.
    private static func sends(_ pieces: Int) -> Operation {
        turns("turn-send-\(pieces)-pieces", connections: 1, work: pieces) { Repeater(times: pieces) }
    }

    private static func turns(
        _ name: String, connections: Int, work: Int, _ handler: @escaping @Sendable () -> any StreamHandler
    ) -> Operation {
        Operation(name: name, few: 1 + 1000 / work, many: 1 + 11_000 / work) { count in
            var left = count
            StillWorld.run(connections: connections) { loop in
                guard let listener = try? Listener(at: .loopback(port: 0), on: loop, { _ in handler() }) else { return }
                loop.waitAndTurn()
                listener.close()
                while left > 0 {
                    loop.waitAndTurn()
                    left -= 1
                }
            }
            return left
        }
    }
}

/// Sends what it receives so many times.
private final class Repeater: StreamHandler {
    private let times: Int

    init(times: Int) {
        self.times = times
    }

    func received(_ bytes: RawSpan, on channel: StreamChannel) {
        for _ in 0..<times { try? channel.send(bytes) }
    }

    func closed(_ channel: StreamChannel, because reason: CloseReason) {}
}
