import Bytes
import CassandraWire
import Networking

/// One connection to a node: says hello, sends requests, and hands each answer to the request that waits for it.
///
/// Belongs to the loop of its shard.
final class Connection: StreamHandler, TimerTarget {
    private let shard: SessionShard
    let node: NodeAddress
    private let encoder = FrameEncoder()
    private var connector: Connector?
    private var channel: StreamChannel?
    private let decoder = LoopOwned(FrameDecoder(direction: .response, acceptsOtherVersions: true))
    private let streams: LoopOwned<StreamTable<StreamTarget>>
    private var handshake: HandshakeMachine
    private var deadline: DeadlineID?
    private var state = State.connecting
    private var readySince: LoopInstant?
    private var hasServed = false

    enum State: Equatable {
        case connecting
        case handshaking
        case ready
        case closed
    }

    /// The stream of what is said before there are requests.
    private static let handshakeStream: Int16 = 1

    init(to node: NodeAddress, of shard: SessionShard) {
        self.node = node
        self.shard = shard
        let configuration = shard.configuration
        streams = LoopOwned(StreamTable(limit: configuration.pool.requestsPerConnection))
        handshake = HandshakeMachine(
            compression: configuration.wireCompression, credentials: configuration.credentials,
            keyspace: configuration.keyspace)
    }

    var isReady: Bool { state == .ready }
    var inFlight: Int { streams.value.inFlight }
    var hasRoom: Bool { state == .ready && streams.value.hasRoom && channel?.isOverfull == false }

    /// Whether it was of use, so that a node that ends it is no node that ends them all.
    var hasProvenItself: Bool {
        guard let readySince else { return false }
        return hasServed || shard.loop.now.duration(since: readySince) >= .seconds(1)
    }

    func open() {
        let loop = shard.loop
        deadline = loop.after(shard.configuration.timeouts.connect, tell: self)
        #if TLS
            // Certificates are replaced while programs run. Files that cannot be used leave the old ones in place.
            _ = try? shard.configuration.channelOptions.tls?.reloadIfChanged()
        #endif
        connector = Connector(to: node, on: loop, options: shard.configuration.channelOptions) { [self] result in
            connector = nil
            guard state == .connecting else {
                if case .success(let channel) = result { channel.close() }
                return
            }
            switch result {
            case .success(let channel):
                self.channel = channel
                state = .handshaking
                channel.start(self)
                carryOut(handshake.connected())
            case .failure(let error):
                close(.connectionLost(node: node.description, reason: error.description))
            }
        }
    }

    func deadlinePassed(_ tag: UInt64, on loop: EventLoop) {
        deadline = nil
        let reason = "no answer to \(handshake.step) within \(shard.configuration.timeouts.connect)"
        close(.connectionLost(node: node.description, reason: reason))
    }

    // MARK: Requests

    /// Sends a request; there must be room.
    func send(_ cell: RequestCell) {
        guard let channel, let stream = streams.value.take(cell) else {
            preconditionFailure("a request is sent where there is room for it")
        }
        cell.connection = self
        cell.stream = stream
        do throws(IOError) {
            try Self.write(cell.frame, stream: stream, to: channel)
            cell.wasSent = true
        } catch {
            // The channel is closing, which fails all that wait on it, this one too.
            close(.connectionLost(node: node.description, reason: error.description))
        }
    }

    private static func write(_ frame: ByteSlice, stream: Int16, to channel: StreamChannel) throws(IOError) {
        let copied = frame.count < SharedFrame.from ? frame.count : FrameHeader.length
        let room = unsafe try channel.sendRoom(copied)
        unsafe frame.withUnsafeBytes { unsafe room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<copied])) }
        unsafe room.storeBytes(of: stream.bigEndian, toByteOffset: 2, as: Int16.self)
        if copied < frame.count { channel.sendRest(frame.slice(copied..<frame.count)) }
    }

    /// The frames that are not copied into the send area: only their headers are.
    private enum SharedFrame {
        static let from = 16 * 1024
    }

    /// Sends rows of a bulk load, as many as there is room for.
    func send(_ chunk: BulkChunk) {
        guard let channel else { return }
        while chunk.hasUnsent, hasRoom {
            let rows = chunk.nextRows(streams.value.room)
            let start = chunk.rows.start(of: rows.lowerBound)
            let count = chunk.rows.ends[rows.upperBound - 1] - start
            do throws(IOError) {
                let room = unsafe try channel.sendRoom(count)
                unsafe chunk.rows.bytes.withUnsafeBytes { bytes in
                    unsafe room.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + count]))
                }
                for row in rows where chunk.hasBytes(row) {
                    guard let stream = streams.value.take(chunk, tag: Int32(row)) else {
                        preconditionFailure("rows are sent where there is room for them")
                    }
                    let place = chunk.rows.start(of: row) - start + 2
                    unsafe room.storeBytes(of: stream.bigEndian, toByteOffset: place, as: Int16.self)
                    chunk.took(stream, row)
                }
                chunk.sent(upTo: rows.upperBound, on: self)
            } catch {
                return close(.connectionLost(node: node.description, reason: error.description))
            }
        }
    }

    /// The request does not wait any more; its id stays taken until the answer comes.
    func abandon(_ stream: Int16) {
        streams.value.abandon(stream)
    }

    // MARK: What comes

    func received(_ bytes: RawSpan, on channel: StreamChannel) {
        var offset = 0
        do throws(FrameError) {
            while state != .closed, let event = try decoder.value.next(in: bytes, at: &offset) {
                switch event {
                case .frame(let frame): received(frame)
                case .oversized(let header): receivedOversized(header)
                }
            }
        } catch {
            close(.protocolViolation(node: node.description, reason: inStep(error.description)))
        }
        if state == .ready { shard.pump() }
    }

    private func received(_ frame: Frame) {
        if state == .handshaking { return receivedInHandshake(frame) }
        if frame.header.opcode == .event, frame.header.stream >= 0 {
            let reason = "an event on stream \(frame.header.stream), where answers come"
            return close(.protocolViolation(node: node.description, reason: reason))
        }
        switch streams.value.answered(frame.header.stream) {
        case .request(let target, let tag):
            hasServed = true
            target.answered(frame, tag: tag)
        case .orphan: break
        case .unknown:
            // Events and whatever else comes unasked has a negative stream; 0 is for errors of the connection.
            if frame.header.stream >= 0 { receivedUnasked(frame) }
        }
    }

    private func receivedUnasked(_ frame: Frame) {
        var reason = "an answer on stream \(frame.header.stream), where nothing was asked"
        if let response = try? Response.decode(frame).response, case .error(let error) = response {
            reason = error.description
        }
        close(.protocolViolation(node: node.description, reason: reason))
    }

    private func receivedOversized(_ header: FrameHeader) {
        let reason = inStep("an answer of \(header.bodyLength) bytes is larger than is accepted")
        let kind = CassandraError.Kind.protocolViolation(node: node.description, reason: reason)
        switch streams.value.answered(header.stream) {
        case .request(let target, let tag): target.lost(kind, tag: tag)
        case .orphan: break
        case .unknown: close(kind)
        }
    }

    // MARK: The handshake

    private func receivedInHandshake(_ frame: Frame) {
        do throws(WireError) {
            carryOut(handshake.received(try Response.decode(frame).response))
        } catch {
            close(.protocolViolation(node: node.description, reason: "\(handshake.step): \(error)"))
        }
    }

    private func carryOut(_ order: HandshakeMachine.Order) {
        switch order {
        case .send(let request): send(request)
        case .ready(let compression):
            decoder.value.compression = compression
            decoder.value.acceptsOtherVersions = false
            state = .ready
            readySince = shard.loop.now
            if let deadline { shard.loop.cancel(deadline) }
            deadline = nil
            shard.opened(self)
        case .fail(let failure): close(kind(of: failure))
        }
    }

    private func send(_ request: Request) {
        decoder.value.compression = handshake.activeCompression
        var encoder = encoder
        encoder.compression = handshake.activeCompression
        do {
            let frame = try encoder.encode(request, stream: Self.handshakeStream)
            try channel?.send(frame)
        } catch {
            close(.connectionLost(node: node.description, reason: "\(handshake.step): \(error)"))
        }
    }

    private func kind(of failure: HandshakeFailure) -> CassandraError.Kind {
        switch failure {
        case .authentication(let reason): .authentication(node: node.description, reason: reason)
        case .server(let error, let step):
            .connectionLost(node: node.description, reason: "\(step): \(error.description)")
        case .unsupported(let what): .configuration(field: "compression", reason: "the node does not support \(what)")
        case .unexpected(let what): .protocolViolation(node: node.description, reason: what)
        }
    }

    // MARK: The end

    func drained(_ channel: StreamChannel) {
        shard.pump()
    }

    func closed(_ channel: StreamChannel, because reason: CloseReason) {
        close(.connectionLost(node: node.description, reason: inStep(reason.error.description)))
    }

    /// Until the connection takes requests, what goes wrong belongs to a step of the handshake.
    private func inStep(_ reason: String) -> String {
        state == .handshaking ? "\(handshake.step): \(reason)" : reason
    }

    /// Closes, and fails what waits on it. Calling it twice is fine.
    func close(_ kind: CassandraError.Kind) {
        guard state != .closed else { return }
        let wasReady = state == .ready
        state = .closed
        connector?.cancel()
        connector = nil
        if let deadline { shard.loop.cancel(deadline) }
        deadline = nil
        channel?.close()
        channel = nil
        let lost = streams.value.removeAll()
        shard.closed(self, wasReady: wasReady, kind)
        for (target, tag) in lost { target.lost(kind, tag: tag) }
    }
}
