// The receiving side: what a packet does at its destination.

extension SimulatedSocket {
    func arrived(_ packet: Packet) {
        forgetAfterPowerFailure()
        lastHeard = world.now
        switch packet.kind {
        case .synchronize: break  // the host's business
        case .synchronizeAcknowledged: synchronized(by: packet.from)
        case .data(let start, let count, let ends): data(from: start, count, ends: ends, of: packet.from)
        case .acknowledged(let place, let window):
            guard state != .gone else { return refuse(packet.from) }
            becomeEstablished()
            acknowledged(upTo: place, window: window)
        case .reset: wasReset()
        }
    }

    /// Something in between has ended the connection.
    func endWithoutPeer() {
        guard state == .established, !hasEnded else { return }
        hasEnded = true
        received += 1
        changed()
        endIfDone()
    }

    func wasReset() {
        switch state {
        case .connecting: end(.connectionRefused)
        case .established, .accepted: end(hasEnded ? .brokenPipe : .connectionReset)
        case .fresh, .listening, .gone: break
        }
    }

    /// Answers a packet of a connection that is not known here.
    private func refuse(_ sender: SimulatedSocket) {
        world.send(
            Packet(
                from: self, to: sender, link: world.link(from: host, to: sender.host), destination: sender.host,
                kind: .reset))
    }

    // MARK: Beginning

    func beginConnecting(to address: SocketAddress, at host: SimulatedHost) {
        state = .connecting
        remote = address
        synchronize(address, host, attempt: 0)
    }

    /// The first packet, and again after 1, 2, 4, … seconds.
    private func synchronize(_ address: SocketAddress, _ destination: SimulatedHost, attempt: Int) {
        guard state == .connecting else { return }
        if attempt > 6 { return end(.timedOut) }
        let link = world.link(from: host, to: destination)
        if link.isUnreachable {
            world.schedule(after: .milliseconds(1)) { if self.state == .connecting { self.end(.hostUnreachable) } }
            return
        }
        world.send(Packet(from: self, to: nil, link: link, destination: destination, kind: .synchronize(address)))
        world.schedule(after: .seconds(1 << attempt)) { self.synchronize(address, destination, attempt: attempt + 1) }
    }

    /// A listener's answer to a first packet.
    func accept(_ client: SimulatedSocket, at address: SocketAddress) {
        if let known = client.peer { return known.send(.synchronizeAcknowledged) }
        // A full queue takes no notice, and the client asks again.
        guard waiting.count + halfOpen < backlog else { return }
        let socket = world.makeSocket(in: process)
        socket.local = address
        socket.remote = client.local
        socket.state = .accepted
        socket.peer = client
        socket.listener = self
        socket.window = client.receiveCapacity
        socket.receiveCapacity = receiveCapacity
        socket.sendCapacity = sendCapacity
        client.peer = socket
        halfOpen += 1
        socket.answer(attempt: 0)
    }

    private func answer(attempt: Int) {
        guard state == .accepted else { return }
        if attempt > 5 { return end(.timedOut) }
        send(.synchronizeAcknowledged)
        world.schedule(after: .seconds(1 << attempt)) { self.answer(attempt: attempt + 1) }
    }

    private func synchronized(by peer: SimulatedSocket) {
        switch state {
        case .connecting:
            self.peer = peer
            state = .established
            window = peer.receiveCapacity
            begin()
            acknowledge()
            changed()
        case .established: acknowledge()
        case .fresh, .listening, .accepted, .gone: refuse(peer)
        }
    }

    /// A listener's new connection is complete with the first thing that comes after its answer.
    private func becomeEstablished() {
        guard state == .accepted, let listener else { return }
        listener.halfOpen -= 1
        state = .established
        begin()
        self.listener = nil
        guard listener.state == .listening else { return abort() }
        listener.waiting.append(self)
        listener.changed()
    }

    private func begin() {
        progressed = world.now
        lastHeard = world.now
        offered = received + UInt64(receiveCapacity)
        if let keepAlive { scheduleKeepAlive(after: keepAlive.idle) }
    }

    // MARK: Bytes

    private func data(from start: UInt64, _ count: Int, ends: Bool, of sender: SimulatedSocket) {
        guard state != .gone else { return refuse(sender) }
        becomeEstablished()
        guard state == .established else { return }
        let end = start + UInt64(count)
        // One before this was lost: it and this come again.
        guard start <= received else { return acknowledge() }
        if end > received {
            // Nobody will read it.
            if isOrphan { return abort() }
            sender.copyBytes(from: received, count: Int(end - received), to: &incoming)
            received = end
        }
        if ends, received == end, !hasEnded {
            hasEnded = true
            received += 1
        }
        acknowledge()
        changed()
        endIfDone()
    }
}
