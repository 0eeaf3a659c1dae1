/// What a simulated world's name service knows, and how it answers.
package final class SimulatedNames {
    enum Answer {
        case addresses([SocketAddress])
        case failure(String)
        /// Never answered.
        case silence
    }

    private var entries: [(name: String, answer: Answer)] = []
    /// How long a look-up takes.
    package var latency: ClosedRange<Duration> = .milliseconds(1)...(.milliseconds(5))

    /// The addresses of a name, from now on.
    package func set(_ name: String, to addresses: [SocketAddress]) { set(name, .addresses(addresses)) }
    package func fail(_ name: String, because reason: String) { set(name, .failure(reason)) }
    /// Look-ups of the name are not answered any more.
    package func hang(_ name: String) { set(name, .silence) }

    private func set(_ name: String, _ answer: Answer) {
        if let index = entries.firstIndex(where: { $0.name == name }) {
            entries[index].answer = answer
        } else {
            entries.append((name, answer))
        }
    }

    func answer(to name: String) -> Answer {
        entries.first { $0.name == name }?.answer ?? .failure("no such name")
    }
}

/// Looks names up in a simulated world.
package final class SimulatedResolver: NameResolver, @unchecked Sendable {  // the world's thread alone
    private let process: SimulatedProcess

    init(_ process: SimulatedProcess) {
        self.process = process
    }

    package func resolve(
        _ host: String, port: UInt16, on loop: EventLoop,
        _ deliver: @escaping @Sendable (Result<[SocketAddress], IOError>) -> Void
    ) {
        let world = process.world
        world.note(.resolve, host.utf8.count)
        world.schedule(after: world.drawLookUpTime()) { [process] in
            guard !process.hasEnded else { return }
            let answer: Result<[SocketAddress], IOError>
            switch world.names.answer(to: host) {
            case .silence: return
            case .addresses(let addresses): answer = .success(addresses.map { $0.with(port: port) })
            case .failure(let reason): answer = .failure(.unknownHost(host, reason))
            }
            world.note(.resolved, (try? answer.get().count) ?? -1)
            loop.submit { _ in deliver(answer) }
        }
    }
}
