import Networking

/// What a turn of the loop costs beside the kernel's part.
enum Turns {
    static var all: [Operation] { [idle(), echo(connections: 1), echo(connections: 64)] }

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
    private static func echo(connections: Int) -> Operation {
        Operation(name: "turn-echo-\(connections)", few: 1000 / connections, many: 11_000 / connections) { count in
            var left = count
            StillWorld.run(connections: connections) { loop in
                guard let listener = try? Listener(at: .loopback(port: 0), on: loop, { _ in Echo() }) else { return }
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
