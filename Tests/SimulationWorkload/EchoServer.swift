import Bytes
import Networking

/// Sends back what it receives, frame by frame: what has not come completely is not answered.
final class FrameEcho: StreamHandler {
    private var reader: EchoFrameReader

    init(losesByteOfSplitFrame: Bool) {
        reader = EchoFrameReader(losesByteOfSplitFrame: losesByteOfSplitFrame)
    }

    func received(_ bytes: RawSpan, on channel: StreamChannel) {
        reader.append(bytes.array)
        while let frame = reader.next() {
            do throws(IOError) {
                try channel.send(ByteSlice(EchoFrame.encode(frame.number, frame.payload)))
            } catch {
                return channel.close()
            }
        }
    }

    func closed(_ channel: StreamChannel, because reason: CloseReason) {}
}

/// Sends back bytes as they come, as fast as the peer takes them.
final class RawEcho: StreamHandler {
    func received(_ bytes: RawSpan, on channel: StreamChannel) {
        do throws(IOError) {
            try channel.send(bytes)
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

enum EchoServer {
    static let framePort: UInt16 = 9042
    static let rawPort: UInt16 = 9043

    /// Listens on both ports whenever the host's process starts.
    static func install(on host: SimulatedHost, _ bug: PlantedBug?) {
        host.handlesAtRest = 2
        let losesByte = bug == .serverLosesByteOfSplitFrame
        host.whenStarted { loop in
            var options = ChannelOptions()
            options.closeTimeout = .seconds(2)
            // Else a client that vanished would be waited for for ever: one of the two asks when nothing is on its way,
            // the other gives up when something is.
            options.socketOptions += [
                .keepAlive(idleSeconds: 10, intervalSeconds: 2, probes: 3), .unacknowledgedTimeout(milliseconds: 8000),
            ]
            _ = try Listener(at: host.address(port: framePort), on: loop, spreadOver: host.group, options: options) {
                _ in
                FrameEcho(losesByteOfSplitFrame: losesByte)
            }
            _ = try Listener(at: host.address(port: rawPort), on: loop, spreadOver: host.group, options: options) { _ in
                RawEcho()
            }
        }
    }
}
