import Bytes
import Networking

/// The other end of a churned connection. The first byte says what it does with the rest.
enum PeerManner: UInt8, CaseIterable {
    /// Sends everything back.
    case echo
    /// Resets, or closes, in the middle of its answer.
    case reset, close
    /// Ends its side at once and swallows the rest.
    case endAtOnce
    /// Takes everything and says nothing.
    case silent
    /// Stops reading, and resets when the asker's patience is over.
    case deaf
}

final class ChurnPeer: StreamHandler {
    private var manner: PeerManner?
    private var answered = 0

    func received(_ bytes: RawSpan, on channel: StreamChannel) {
        let manner = self.manner ?? Self.manner(of: bytes)
        self.manner = manner
        do throws(IOError) {
            switch manner {
            case .echo: try answer(bytes, on: channel)
            case .reset, .close:
                try answer(bytes, on: channel)
                guard answered > 5_000 else { return }
                if manner == .reset { channel.reset() } else { channel.close() }
            case .endAtOnce: channel.endSending()
            case .silent: break
            case .deaf:
                channel.pauseReading()
                channel.loop.after(.milliseconds(5)) { channel.reset() }
            }
        } catch {
            channel.close()
        }
    }

    private static func manner(of bytes: RawSpan) -> PeerManner {
        unsafe bytes.withUnsafeBytes { unsafe PeerManner(rawValue: $0[0]) } ?? .echo
    }

    private func answer(_ bytes: RawSpan, on channel: StreamChannel) throws(IOError) {
        try channel.send(bytes)
        answered += bytes.byteCount
        if channel.isOverfull { channel.pauseReading() }
    }

    func drained(_ channel: StreamChannel) {
        channel.resumeReading()
    }

    func closed(_ channel: StreamChannel, because reason: CloseReason) {}
}
