import Networking

@testable import Cassandra

extension Session {
    /// What the first shard says of itself, on its loop.
    func inside<Value: Sendable>(_ look: @escaping @Sendable (SessionShard) -> Value) async -> Value {
        let shard = shards[0]
        return await Task(executorPreference: shard.loop) { look(shard) }.value
    }

    /// Lets the loop turn until so many requests wait for a statement to be prepared again, or have given up waiting.
    func untilHeld(_ count: Int) async throws {
        while await inside({ $0.preparing.values.reduce(0) { $0 + $1.count } }) < count { try Task.checkCancellation() }
    }

    /// Lets the loop turn until so many requests wait for a connection.
    func untilWaiting(_ count: Int) async throws {
        while await inside({ $0.waitingCount }) < count { try Task.checkCancellation() }
    }
}
