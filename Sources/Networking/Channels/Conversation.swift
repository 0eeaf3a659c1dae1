package import Bytes

/// A channel for a task that runs on its loop and wants to wait for what comes: `receive`, `send`, `receive`, …
///
/// What nobody has received yet is kept, up to a limit; then the peer has to wait. One task at a time receives.
package final class Conversation: StreamHandler {
    package let channel: StreamChannel
    private var received: [ByteSlice] = []
    private var firstReceived = 0
    private var buffered = 0
    private var hasEnded = false
    private var reader: ReceiveWait?
    private var closing: [CloseWait] = []
    private var isClosed = false

    private static let mostBuffered = 256 * 1024
    private static let fewBuffered = 64 * 1024

    package init(_ channel: StreamChannel) {
        self.channel = channel
        channel.start(self)
    }

    /// Connects, for a task that runs on `loop`.
    package static func connect(
        to endpoint: Endpoint, on loop: EventLoop, options: ChannelOptions = ChannelOptions()
    ) async throws(IOError) -> Conversation {
        Conversation(try await StreamChannel.connect(to: endpoint, on: loop, options: options))
    }

    /// What has come, at least a byte; `nil` when the peer has ended its side. Throws when the connection failed or was
    /// closed here; what came before that is given first.
    package func receive() async throws(IOError) -> ByteSlice? {
        channel.loop.requireCurrent()
        if firstReceived < received.count { return takeReceived() }
        if hasEnded { return nil }
        if let reason = channel.closeReason { throw reason.error }
        precondition(reader == nil, "one task at a time receives")
        return try await ReceiveWait(self).value(on: channel.loop)
    }

    /// Exactly so many bytes; `nil` when the peer ended its side before the first of them, an error when it did so later.
    package func receive(exactly count: Int) async throws(IOError) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count {
            guard let part = try await receive() else {
                if bytes.isEmpty { return nil }
                throw .ended
            }
            let wanted = min(part.count, count - bytes.count)
            bytes.append(contentsOf: part.slice(0..<wanted))
            if wanted < part.count { putBack(part.slice(wanted..<part.count)) }
        }
        return bytes
    }

    /// Sends, after having waited for room in the queue.
    package func send(_ bytes: ByteSlice) async throws(IOError) {
        try await channel.sendWaiting(bytes)
    }

    package func endSending() { channel.endSending() }
    package func close() { channel.close() }

    /// Sends what is queued, and waits until the channel is closed.
    @discardableResult
    package func finish() async -> CloseReason {
        channel.closeWhenSent()
        return await closed()
    }

    /// Waits until the channel is closed, by whomever.
    package func closed() async -> CloseReason {
        if isClosed, let reason = channel.closeReason { return reason }
        let wait = CloseWait(self)
        // Cancelled: the task wants to go on, so it gets what there is.
        return (try? await wait.value(on: channel.loop)) ?? .failed(.cancelled)
    }

    package func received(_ bytes: RawSpan, on channel: StreamChannel) {
        let slice = unsafe bytes.withUnsafeBytes { ByteSlice(unsafe ByteStorage.copying($0)) }
        if let reader {
            self.reader = nil
            reader.finish(.success(slice))
            return
        }
        received.append(slice)
        buffered += slice.count
        if buffered > Self.mostBuffered { channel.pauseReading() }
    }

    package func inputEnded(_ channel: StreamChannel) {
        hasEnded = true
        endReader(.success(nil))
    }

    package func closed(_ channel: StreamChannel, because reason: CloseReason) {
        isClosed = true
        endReader(reason == .ended ? .success(nil) : .failure(reason.error))
        let waiting = closing
        closing = []
        for wait in waiting { wait.finish(.success(reason)) }
    }

    private func endReader(_ result: Result<ByteSlice?, IOError>) {
        let reader = self.reader.take()
        reader?.finish(result)
    }

    private func takeReceived() -> ByteSlice {
        let slice = received[firstReceived]
        firstReceived += 1
        buffered -= slice.count
        if firstReceived == received.count {
            received.removeAll(keepingCapacity: true)
            firstReceived = 0
        }
        if buffered < Self.fewBuffered { channel.resumeReading() }
        return slice
    }

    private func putBack(_ slice: ByteSlice) {
        if firstReceived > 0 {
            firstReceived -= 1
            received[firstReceived] = slice
        } else {
            received.insert(slice, at: 0)
        }
        buffered += slice.count
    }

    private final class ReceiveWait: LoopWait<ByteSlice?>, @unchecked Sendable {  // only the loop touches it
        private let conversation: Conversation

        init(_ conversation: Conversation) {
            self.conversation = conversation
        }

        override func begin(on loop: EventLoop) {
            conversation.reader = self
        }

        override func abandon(on loop: EventLoop) {
            conversation.reader = nil
        }
    }

    private final class CloseWait: LoopWait<CloseReason>, @unchecked Sendable {  // only the loop touches it
        private let conversation: Conversation

        init(_ conversation: Conversation) {
            self.conversation = conversation
        }

        override func begin(on loop: EventLoop) {
            conversation.closing.append(self)
        }

        override func abandon(on loop: EventLoop) {
            conversation.closing.removeAll { $0 === self }
        }
    }
}
