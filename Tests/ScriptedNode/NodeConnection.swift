import Bytes
import CassandraWire
import Networking

/// One connection of a scripted node.
final class NodeConnection: StreamHandler {
    let number: Int
    private let channel: StreamChannel
    private let node: ScriptedNode
    private var decoder = FrameDecoder(direction: .request)

    init(_ channel: StreamChannel, number: Int, of node: ScriptedNode) {
        self.channel = channel
        self.number = number
        self.node = node
    }

    func received(_ bytes: RawSpan, on channel: StreamChannel) {
        var offset = 0
        do throws(FrameError) {
            while let event = try decoder.next(in: bytes, at: &offset) {
                guard case .frame(let frame) = event else { continue }
                received(Incoming(connection: number, frame: frame))
            }
        } catch {
            node.log.update { $0.faults.append(error.description) }
            channel.close()
        }
    }

    private func received(_ incoming: Incoming) {
        node.note(incoming)
        for order in node.script(incoming) ?? .usual { carryOut(order, for: incoming) }
    }

    func carryOut(_ order: Order, for incoming: Incoming?) {
        let stream = incoming?.stream ?? 0
        switch order {
        case .answer(let answer): send(answer.frame(stream))
        case .answerOn(let stream, let answer): send(answer.frame(stream))
        case .part(let answer, let bytes): send(Array(answer.frame(stream).prefix(bytes)))
        case .bytes(let bytes): send(bytes)
        case .flood(let bytes, let times): for _ in 0..<times { try? channel.send(bytes) }
        case .hold(let gate, let order):
            let confined = LoopConfined(self, to: channel.loop)
            gate.stand { confined.loop.submit { _ in confined.value.carryOut(order, for: incoming) } }
        case .usual:
            if let incoming { send(node.usual.answer(to: incoming).frame(stream)) }
        case .close: channel.closeWhenSent()
        case .reset: channel.reset()
        case .stopReading: channel.pauseReading()
        case .resumeReading: channel.resumeReading()
        }
    }

    /// A driver that has closed the connection misses nothing.
    private func send(_ bytes: [UInt8]) {
        try? channel.send(ByteSlice(bytes))
    }

    func closed(_ channel: StreamChannel, because reason: CloseReason) {
        node.closed(self)
    }
}
