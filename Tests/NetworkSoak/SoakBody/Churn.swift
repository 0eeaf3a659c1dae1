import Bytes
package import Networking
import Synchronization
import TestKit

/// Connects, talks and breaks off, over and over, from tasks on loops and from tasks that hop onto them.
package struct Churn: Sendable {
    /// What came of the connections.
    package struct Count: Sendable {
        package var connections = 0
        package var bytes = 0
        package var endings: [String: Int] = [:]
        /// What must not be: bytes that are not those that were sent.
        package var wrong: [String] = []
    }

    /// How this end breaks off.
    private enum Ending: CaseIterable {
        case finish, halfClose, close, reset, cancelConnecting, cancelTalking
    }

    private final class Sum: Sendable {
        let count = Mutex(Count())
    }

    private let group: EventLoopGroup
    private let endpoints: [Endpoint]
    private let sum = Sum()
    private static let content = ByteSlice((0..<400_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) })

    package var count: Count { sum.count.withLock { $0 } }

    /// Listens at several ports and a path; the listeners live as long as the group.
    package init(on group: EventLoopGroup, unixPath: String) async throws {
        self.group = group
        let loop = group.loops[0]
        endpoints = try await Task(executorPreference: loop) {
            let addresses = [SocketAddress](repeating: .loopback(port: 0), count: 4) + [.unix(unixPath)]
            return try addresses.map { address throws(IOError) in
                let listener = try Listener(at: address, on: loop, spreadOver: group, options: Self.options) { _ in
                    ChurnPeer()
                }
                return .address(listener.address)
            }
        }.value
    }

    private static var options: ChannelOptions {
        var options = ChannelOptions()
        options.connectTimeout = .seconds(2)
        options.closeTimeout = .milliseconds(50)
        options.highWater = 64 * 1024
        options.lowWater = 16 * 1024
        return options
    }

    /// Churns with so many tasks, for so long.
    package func run(for duration: Duration, tasks: Int = 8, seed: UInt64) async {
        let end = ContinuousClock.now.advanced(by: duration)
        await withTaskGroup(of: Void.self) { running in
            for number in 0..<tasks {
                let loop = group.loops[number / 2 % group.loops.count]
                let generator = SeededGenerator(seed: seed &+ UInt64(number))
                if number.isMultiple(of: 2) {
                    running.addTask(executorPreference: loop) { await churn(until: end, on: loop, generator) }
                } else {
                    running.addTask { await churnFromOutside(until: end, generator) }
                }
            }
        }
    }

    private func churn(until end: ContinuousClock.Instant, on loop: EventLoop, _ generator: SeededGenerator) async {
        var generator = generator
        while ContinuousClock.now < end { await connectOnce(on: loop, using: &generator) }
    }

    private func churnFromOutside(until end: ContinuousClock.Instant, _ generator: SeededGenerator) async {
        var generator = generator
        while ContinuousClock.now < end {
            let loop = group.loops.randomElement(using: &generator) ?? group.loops[0]
            let plan = generator
            generator = await withTaskExecutorPreference(loop) {
                var generator = plan
                await connectOnce(on: loop, using: &generator)
                return generator
            }
        }
    }

    /// What one connection is to be.
    private struct Plan: Sendable {
        let endpoint: Endpoint
        let manner: PeerManner
        let ending: Ending
        let size: Int
        let patience: Duration
    }

    private func plan(using generator: inout SeededGenerator) -> Plan {
        Plan(
            endpoint: endpoints.randomElement(using: &generator)!,
            manner: Bool.random(using: &generator) ? .echo : PeerManner.allCases.randomElement(using: &generator)!,
            ending: Ending.allCases.randomElement(using: &generator)!,
            size: Int.random(in: 1...(1 << Int.random(in: 1...18, using: &generator)), using: &generator),
            patience: .microseconds(Int.random(in: 0...2_000, using: &generator)))
    }

    private func connectOnce(on loop: EventLoop, using generator: inout SeededGenerator) async {
        let plan = plan(using: &generator)
        var outcome = "\(plan.ending)"
        do {
            if plan.ending == .cancelConnecting || plan.ending == .cancelTalking {
                try await cancelled(plan, on: loop)
            } else {
                try await talk(plan, on: loop)
            }
        } catch let error as IOError {
            outcome += ", " + Self.name(of: error)
        } catch {
            sum.count.withLock { $0.wrong.append("\(error)") }
        }
        sum.count.withLock { count in
            count.connections += 1
            count.endings[outcome, default: 0] += 1
        }
    }

    private static func name(of error: IOError) -> String {
        switch error {
        case .unreachable(_, let number), .system(let number, _): "\(number)"
        case .refused: "refused"
        case .connectTimedOut: "not connected in time"
        default: "\(error)"
        }
    }

    private func cancelled(_ plan: Plan, on loop: EventLoop) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await talk(plan, on: loop) }
            if plan.ending == .cancelConnecting {
                await Task.yield()
            } else {
                try await loop.sleep(for: plan.patience)
            }
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    private func talk(_ plan: Plan, on loop: EventLoop) async throws {
        let conversation = try await Conversation.connect(to: plan.endpoint, on: loop, options: Self.options)
        let channel = conversation.channel
        // A peer that says nothing is left after a while, and this end breaks off where it happens to be.
        let deadline = loop.after(plan.ending == .close || plan.ending == .reset ? plan.patience : Self.longest) {
            if plan.ending == .reset { channel.reset() } else { channel.close() }
        }
        defer {
            loop.cancel(deadline)
            channel.close()
        }
        let confined = LoopConfined(conversation, to: loop)
        let sent = Self.content.slice(0..<plan.size)
        async let received = receive(confined, expecting: plan.manner, sent)
        do {
            try await conversation.send(ByteSlice([plan.manner.rawValue]))
            for start in stride(from: 0, to: sent.count, by: 10_000) {
                try await conversation.send(sent.slice(start..<min(start + 10_000, sent.count)))
            }
            if plan.ending == .halfClose { conversation.endSending() }
        } catch {
            channel.close()
            _ = try? await received
            throw error
        }
        try await received
        await conversation.finish()
    }

    private static let longest = Duration.milliseconds(30)

    /// Receives until there is as much as was sent, or the end; all of it has to be what was sent.
    private func receive(
        _ confined: LoopConfined<Conversation>, expecting manner: PeerManner, _ sent: ByteSlice
    ) async throws {
        var count = -1  // the first byte names the manner
        defer { sum.count.withLock { $0.bytes += max(0, count) } }
        while count < sent.count, let part = try await confined.value.receive() {
            let content = count < 0 ? part.slice(1..<part.count) : part
            let from = max(0, count)
            let isRight = from + content.count <= sent.count && content == sent.slice(from..<from + content.count)
            let isFirstRight = count >= 0 || part[0] == manner.rawValue
            if !isRight || !isFirstRight { throw WrongBytes(manner: "\(manner)", after: from) }
            count += part.count
        }
    }

    private struct WrongBytes: Error {
        let manner: String
        let after: Int
    }
}
