import Bytes
import Networking
import Testing

/// Runs `body` as a task on a loop of its own, with each driver in turn where a test takes one, and shuts the loop down.
///
/// Not longer than `seconds`: a test that hangs fails by name instead of holding up the run.
func onLoop<Success: Sendable>(
    _ driver: EventLoopGroup.Driver = .standard, loops: Int = 1, seconds: Int = 120,
    sockets: any SocketCalls = KernelCalls(), polling: any PollingCalls = KernelPolling(),
    resolver: any NameResolver = SystemResolver(),
    _ body: @escaping @Sendable (EventLoop, EventLoopGroup) async throws -> Success
) async throws -> Success {
    let group = try EventLoopGroup(
        loops: loops, driver: driver, name: "test", sockets: sockets, polling: polling, resolver: resolver)
    let loop = group.loops[0]
    let result = await Task(executorPreference: loop) {
        try await withDeadline(.seconds(seconds)) { try await body(loop, group) }
    }.result
    await group.shutDown()
    return try result.get()
}

struct TookTooLong: Error {
    let limit: Duration
}

/// Runs `body`, which is cancelled when it takes too long; then this throws `TookTooLong`.
func withDeadline<Success: Sendable>(
    _ limit: Duration, _ body: @escaping @Sendable () async throws -> Success
) async throws -> Success {
    try await withThrowingTaskGroup(of: Success?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try? await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let success = first else { throw TookTooLong(limit: limit) }
        return success
    }
}

/// Sends back what it receives, as fast as the peer takes it.
final class EchoHandler: StreamHandler {
    func received(_ bytes: RawSpan, on channel: StreamChannel) {
        do throws(IOError) {
            try channel.send(bytes)
            // What is above the high-water mark waits in the kernel until the queue has drained.
            if channel.isOverfull { channel.pauseReading() }
        } catch {
            channel.close()
        }
    }

    func drained(_ channel: StreamChannel) {
        channel.resumeReading()
    }

    func closed(_ channel: StreamChannel, because reason: CloseReason) {}
}

extension ByteSlice {
    /// So many bytes that say where they are from.
    static func pattern(_ count: Int, salt: Int = 0) -> ByteSlice {
        // Whole copies of one stretch, whose length is no power of two: byte by byte would take seconds unoptimised.
        let stretch = (0..<8_191).map { UInt8(truncatingIfNeeded: ($0 &* 31 &+ $0 >> 8) &+ salt) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count { bytes.append(contentsOf: stretch.prefix(count - bytes.count)) }
        return ByteSlice(bytes)
    }
}

/// All that comes until the peer ends its side.
func receiveAll(_ confined: LoopConfined<Conversation>) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    while let part = try await confined.value.receive() {
        unsafe part.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }
    return bytes
}
