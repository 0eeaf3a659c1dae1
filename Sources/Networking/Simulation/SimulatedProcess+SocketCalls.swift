// The system calls of a simulated process, as Linux answers them.

extension SimulatedProcess: SocketCalls {
    /// Runs a call on an open descriptor and writes down what came of it.
    private func call(
        _ event: WorldTrace.Event, _ descriptor: Int32, _ body: (SimulatedSocket) -> CallResult
    ) -> CallResult {
        guard !hasEnded else { return CallResult(.badDescriptor) }
        guard let socket = socket(descriptor) else {
            world.blame("\(event) with the descriptor \(descriptor), which is not open, on \(host.name)")
            return CallResult(.badDescriptor)
        }
        let result = body(socket)
        world.note(event, socket.id, result.value ?? -Int(result.error?.code ?? 0))
        return result
    }

    package func openSocket(for address: SocketAddress) -> CallResult {
        guard !hasEnded else { return CallResult(.badDescriptor) }
        // Paths are not simulated: they connect within one machine only.
        if case .unix = address { return CallResult(.invalid) }
        if isInterrupted() { return CallResult(.interrupted) }
        guard openCount < mostDescriptors else { return CallResult(.noDescriptorsInProcess) }
        let socket = world.makeSocket(in: self)
        world.note(.open, socket.id)
        return insert(socket)
    }

    package func beginConnecting(_ descriptor: Int32, to address: SocketAddress) -> CallResult {
        call(.connect, descriptor) { socket in
            guard socket.state == .fresh else { return CallResult(.invalid) }
            guard let destination = world.host(at: address, from: host) else { return CallResult(.networkUnreachable) }
            if socket.local == nil { socket.local = host.address(towards: address).with(port: host.takePort()) }
            socket.beginConnecting(to: address, at: destination)
            return CallResult(isInterrupted() ? .interrupted : .inProgress)
        }
    }

    package func bindSocket(_ descriptor: Int32, to address: SocketAddress) -> CallResult {
        call(.bind, descriptor) { socket in
            guard socket.state == .fresh, socket.local == nil else { return CallResult(.invalid) }
            guard host.has(address) else { return CallResult(.addressNotAvailable) }
            let bound = address.port == 0 ? address.with(port: host.takePort()) : address
            guard host.listener(at: bound) == nil else { return CallResult(.addressInUse) }
            socket.local = bound
            return CallResult(0)
        }
    }

    package func beginListening(_ descriptor: Int32, backlog: Int32) -> CallResult {
        call(.listen, descriptor) { socket in
            guard let local = socket.local else { return CallResult(.invalid) }
            guard host.listener(at: local) == nil else { return CallResult(.addressInUse) }
            socket.state = .listening
            socket.backlog = Int(backlog)
            host.listeners.append(socket)
            socket.changed()
            return CallResult(0)
        }
    }

    package func acceptConnection(_ descriptor: Int32) -> CallResult {
        call(.accept, descriptor) { socket in
            guard socket.state == .listening else { return CallResult(.invalid) }
            if isInterrupted() { return CallResult(.interrupted) }
            guard let connection = socket.waiting.first else { return CallResult(.wouldBlock) }
            let result = insert(connection)
            if result.value != nil { socket.waiting.removeFirst() }
            return result
        }
    }

    package func receiveBytes(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> CallResult {
        call(.receive, descriptor) { socket in
            if isInterrupted() { return CallResult(.interrupted) }
            if !socket.incoming.isEmpty {
                if isRefused() { return CallResult(.wouldBlock) }
                let count = partOf(min(buffer.count, socket.incoming.count), oneIn: world.noise.shortReceives)
                unsafe socket.incoming.take(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
                socket.readSome()
                return CallResult(count)
            }
            if socket.hasEnded { return CallResult(0) }
            if let error = socket.takeError() { return CallResult(error) }
            switch socket.state {
            case .gone: return CallResult(0)
            case .established, .connecting: return CallResult(.wouldBlock)
            case .fresh, .listening, .accepted: return CallResult(.notConnected)
            }
        }
    }

    package func sendBytes(_ descriptor: Int32, _ parts: UnsafeBufferPointer<SendPart>) -> CallResult {
        call(.send, descriptor) { socket in
            if let error = socket.takeError() { return CallResult(error) }
            switch socket.state {
            case .gone, .fresh, .listening, .accepted: return CallResult(.brokenPipe)
            case .connecting: return CallResult(.wouldBlock)
            case .established: break
            }
            if socket.isWriteShut { return CallResult(.brokenPipe) }
            if isInterrupted() { return CallResult(.interrupted) }
            let room = socket.sendCapacity - socket.outgoing.count
            let wanted = unsafe parts.reduce(0) { $0 + $1.count }
            let most = min(room, wanted)
            if most <= 0 { return wanted == 0 ? CallResult(0) : CallResult(.wouldBlock) }
            if isRefused() { return CallResult(.wouldBlock) }
            return unsafe CallResult(socket.write(parts, atMost: partOf(most, oneIn: world.noise.shortSends)))
        }
    }

    package func endSending(_ descriptor: Int32) -> CallResult {
        call(.shutdown, descriptor) { socket in
            guard socket.state == .established else { return CallResult(.notConnected) }
            socket.endSending()
            return CallResult(0)
        }
    }

    package func closeDescriptor(_ descriptor: Int32) -> CallResult {
        call(.close, descriptor) { socket in
            if socket.watch != nil {
                world.blame("the descriptor \(descriptor) of \(host.name) was closed while a loop watched it")
            }
            if socket.state == .listening { host.listeners.removeAll { $0 === socket } }
            _ = remove(descriptor)
            socket.close()
            return CallResult(0)
        }
    }

    package func removeSocketFile(_ path: String) -> CallResult {
        CallResult(.noSuchFile)
    }

    package func set(_ option: SocketOption, of descriptor: Int32) -> CallResult {
        call(.option, descriptor) { socket in
            switch option {
            case .noDelay, .reuseAddress, .v6Only: break
            case .resetOnClose: socket.resetsOnClose = true
            case .unacknowledgedTimeout(let milliseconds):
                socket.unacknowledgedLimit = milliseconds == 0 ? nil : .milliseconds(Int64(milliseconds))
            case .keepAlive(let idle, let interval, let probes):
                socket.startKeepAlive(
                    idle: .seconds(Int64(idle)), interval: .seconds(Int64(interval)), probes: Int(probes))
            case .sendBuffer(let bytes): socket.sendCapacity = max(1, Int(bytes))
            case .receiveBuffer(let bytes): socket.receiveCapacity = max(1, Int(bytes))
            }
            return CallResult(0)
        }
    }

    package func takeError(_ descriptor: Int32) -> CallResult {
        guard !hasEnded else { return CallResult(.badDescriptor) }
        guard let socket = socket(descriptor) else { return CallResult(.badDescriptor) }
        return CallResult(Int(socket.takeError()?.code ?? 0))
    }

    package func localAddress(_ descriptor: Int32) -> SocketAddress? {
        socket(descriptor)?.local
    }

    package func peerAddress(_ descriptor: Int32) -> SocketAddress? {
        guard let socket = socket(descriptor), socket.state == .established else { return nil }
        return socket.remote
    }
}
