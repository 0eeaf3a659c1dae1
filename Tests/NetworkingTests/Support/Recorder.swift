import Bytes
import Networking

/// Writes down what a channel tells its handler, and does what a test wants to be done then.
final class Recorder: StreamHandler {
    enum Event: Equatable {
        case received(Int)
        case drained
        case inputEnded
        case closed(CloseReason)
    }

    private(set) var events: [Event] = []
    private(set) var bytes: [UInt8] = []
    private(set) var closeReason: CloseReason?

    var whenReceived: (StreamChannel) -> Void = { _ in }
    var whenDrained: (StreamChannel) -> Void = { _ in }
    /// Nothing: a half-closed connection stays as it is.
    var whenInputEnded: (StreamChannel) -> Void = { _ in }
    var whenClosed: (StreamChannel) -> Void = { _ in }

    func received(_ bytes: RawSpan, on channel: StreamChannel) {
        unsafe bytes.withUnsafeBytes { unsafe self.bytes.append(contentsOf: $0) }
        events.append(.received(bytes.byteCount))
        whenReceived(channel)
    }

    func drained(_ channel: StreamChannel) {
        events.append(.drained)
        whenDrained(channel)
    }

    func inputEnded(_ channel: StreamChannel) {
        events.append(.inputEnded)
        whenInputEnded(channel)
    }

    func closed(_ channel: StreamChannel, because reason: CloseReason) {
        events.append(.closed(reason))
        closeReason = reason
        whenClosed(channel)
    }
}

extension EventLoop {
    /// A channel to a plain socket, which is its peer.
    func pair(
        _ recorder: Recorder? = nil, options: ChannelOptions = ChannelOptions(), receiveBuffer: Int32? = nil
    ) async throws -> (channel: StreamChannel, peer: PlainSocket) {
        let listener = try PlainSocket.listening()
        if let receiveBuffer {
            // Accepted sockets inherit it.
            _ = KernelCalls().set(.receiveBuffer(bytes: receiveBuffer), of: listener.descriptor)
        }
        let channel = try await StreamChannel.connect(to: .address(listener.address), on: self, options: options)
        if let recorder { channel.start(recorder) }
        return (channel, try listener.accept())
    }
}
