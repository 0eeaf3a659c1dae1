import Bytes
import CassandraWire
package import Networking
import Synchronization

/// A client of a cluster: connections, prepared statements, and the calls that use them.
///
/// One for a program is enough; it may be used from any number of tasks at once. Closing it lets requests that are under
/// way finish. A session that is let go of without being closed closes its connections at once.
public final class Session: Sendable {
    let settings: SessionSettings
    /// `nil` when somebody else runs the loops.
    let group: EventLoopGroup?
    let shards: [SessionShard]
    let cache: PreparedCache
    let encoder: FrameEncoder
    private let timestamps = TimestampGenerator()
    private let turn = Atomic<Int>(0)

    private init(_ settings: SessionSettings, _ group: EventLoopGroup?, _ shards: [SessionShard]) {
        self.settings = settings
        self.group = group
        self.shards = shards
        cache = PreparedCache(limit: settings.preparedCacheBytes)
        encoder = FrameEncoder(compression: settings.wireCompression)
    }

    deinit {
        closeAtOnce()
    }

    // MARK: Opening and closing

    /// Connects to the first contact point that answers.
    ///
    /// Throws `.noConnection` with what became of each when none does, `.authentication` when the login is refused, and
    /// `.configuration` when a setting is wrong.
    public static func connect(_ configuration: Configuration = Configuration()) async throws(CassandraError) -> Session
    {
        let settings = try SessionSettings(configuration)
        let group: EventLoopGroup
        do throws(IOError) {
            group = try EventLoopGroup(loops: settings.loops, name: "cassandra")
        } catch {
            throw CassandraError(.noConnection([.init(node: "this process", reason: error.description)]))
        }
        do throws(CassandraError) {
            return Session(settings, group, try await openShards(settings, on: group.loops))
        } catch {
            await group.shutDown()
            throw error
        }
    }

    /// Connects on loops that somebody else drives, such as those of a simulated world; they outlive the session.
    package static func connect(
        _ configuration: Configuration, on loops: [EventLoop]
    ) async throws(CassandraError) -> Session {
        let settings = try SessionSettings(configuration)
        return Session(settings, nil, try await openShards(settings, on: loops))
    }

    private static func openShards(
        _ settings: SessionSettings, on loops: [EventLoop]
    ) async throws(CassandraError) -> [SessionShard] {
        var attempts: [CassandraError.Attempt] = []
        for endpoint in settings.endpoints {
            let shards = loops.map { SessionShard(on: $0, node: endpoint, settings) }
            do throws(CassandraError) {
                try await open(shards)
                return shards
            } catch {
                if error.isCancellation || error.isFinal { throw error }
                await close(shards)
                attempts.append(.init(node: endpoint.description, reason: error.description))
            }
        }
        throw CassandraError(.noConnection(attempts))
    }

    /// Connects, runs `body`, and closes the session, whether `body` returns or throws.
    public static func withSession<Value: Sendable>(
        _ configuration: Configuration = Configuration(), _ body: (Session) async throws -> Value
    ) async throws -> Value {
        let session = try await connect(configuration)
        do {
            let value = try await body(session)
            await session.close()
            return value
        } catch {
            await session.close()
            throw error
        }
    }

    private static func open(_ shards: [SessionShard]) async throws(CassandraError) {
        // The first one finds out whether the node answers; the others need not all try in vain.
        for shard in shards {
            let answer: CassandraError?
            do throws(IOError) {
                answer = try await ShardOpening(shard).value(on: shard.loop)
            } catch {
                throw CassandraError(error == .cancelled ? .cancelled : .sessionClosed)
            }
            if let answer { throw answer }
        }
    }

    /// Takes no more requests, lets those that are under way finish, at the longest for the configured time, and closes
    /// all connections. Calling it twice is fine. A task that is cancelled does not wait: what is under way fails.
    public func close() async {
        await Self.close(shards)
        closeAtOnce()
        await group?.shutDown()
    }

    /// For a session that is let go of, and for a task that closes and is cancelled, which does not wait: what is still
    /// under way must not take the end of its loop for a timeout, nor a lost connection for one to be made anew.
    private func closeAtOnce() {
        for shard in shards { shard.loop.submit { _ in shard.closeAtOnce() } }
    }

    private static func close(_ shards: [SessionShard]) async {
        await withTaskGroup(of: Void.self) { tasks in
            for shard in shards { tasks.addTask { _ = try? await ShardClosing(shard).value(on: shard.loop) } }
        }
    }

    /// The loops as executors: a task that prefers one (`Task(executorPreference:)`) runs where its requests are sent and
    /// answered: no thread is changed, and two allocations of three fall away.
    public var executors: [any TaskExecutor] { shards.map(\.loop) }

    // MARK: Ways of a request

    /// The shard of the loop that the caller runs on, or else one after the other.
    @inline(__always)
    func shard() -> (SessionShard, isOnLoop: Bool) {
        for shard in shards where shard.loop.isCurrent { return (shard, true) }
        if shards.count == 1 { return (shards[0], false) }
        let index = turn.wrappingAdd(1, ordering: .relaxed).oldValue
        return (shards[Int(UInt(bitPattern: index) % UInt(shards.count))], false)
    }

    /// A timestamp to write with; `now` is the wall clock's, in microseconds.
    func nextTimestamp(_ now: Int64) -> Int64 {
        settings.profile.timestamp ?? timestamps.next(now: now)
    }

    /// The timestamp to write with.
    func timestamp(_ profile: ExecutionProfile) -> Int64 {
        profile.timestamp ?? timestamps.next(now: shards[0].loop.driver.wallClock() / 1000)
    }
}

extension CassandraError {
    /// Whether another address would answer the same.
    fileprivate var isFinal: Bool {
        switch kind {
        case .authentication, .configuration: true
        default: false
        }
    }
}

private final class ShardOpening: LoopWait<CassandraError?>, @unchecked Sendable {  // only the loop touches it
    private let shard: SessionShard

    init(_ shard: SessionShard) {
        self.shard = shard
    }

    override func begin(on loop: EventLoop) {
        shard.open { [self] error in finish(.success(error)) }
    }

    override func abandon(on loop: EventLoop) {
        shard.close {}
    }
}

private final class ShardClosing: LoopWait<Void>, @unchecked Sendable {  // only the loop touches it
    private let shard: SessionShard

    init(_ shard: SessionShard) {
        self.shard = shard
    }

    override func begin(on loop: EventLoop) {
        shard.close { [self] in finish(.success(())) }
    }

    override func abandon(on loop: EventLoop) {}
}
