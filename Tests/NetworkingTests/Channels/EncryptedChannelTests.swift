#if TLS
    import Bytes
    import Networking
    import Synchronization
    import Testing

    @Suite struct EncryptedChannelTests {
        /// A listener that sends back what comes, and what a client needs to reach it as `localhost`.
        private static func listen(
            on loop: EventLoop, _ configuration: TLSConfiguration = TLSFixtures.server,
            refused: Listener.Refused? = nil
        ) throws -> Endpoint {
            var options = ChannelOptions()
            options.tls = try TLSContextSource(server: configuration)
            let listener = try Listener(at: .loopback(port: 0), on: loop, options: options, refused: refused) { _ in
                EchoHandler()
            }
            return .name("localhost", port: try #require(listener.address.port))
        }

        private static func options(_ configuration: TLSConfiguration = TLSFixtures.client) throws -> ChannelOptions {
            var options = ChannelOptions()
            options.tls = try TLSContextSource(client: configuration)
            return options
        }

        @Test(arguments: EventLoopGroup.Driver.allCases, [TLSVersion.tls12, .tls13])
        func `five megabytes come back through TLS, and closing ends both sides in order`(
            driver: EventLoopGroup.Driver, version: TLSVersion
        ) async throws {
            try await onLoop(driver) { loop, _ in
                let endpoint = try Self.listen(on: loop)
                let options = try Self.options(TLSFixtures.client.only(version))
                let conversation = try await Conversation.connect(to: endpoint, on: loop, options: options)
                #expect(conversation.channel.tls?.negotiatedVersion == version)
                let sent = ByteSlice.pattern(5_000_000)
                let reader = LoopConfined(conversation, to: loop)
                async let back = receiveAll(reader)
                for start in stride(from: 0, to: sent.count, by: 50_000) {
                    try await conversation.send(sent.slice(start..<start + 50_000))
                }
                conversation.endSending()
                #expect(ByteSlice(try await back) == sent)
                #expect(await conversation.closed() == .ended)
            }
        }

        @Test(arguments: EventLoopGroup.Driver.allCases)
        func `D-187 a certificate for another name ends the connection with what was found`(
            driver: EventLoopGroup.Driver
        ) async throws {
            try await onLoop(driver) { loop, _ in
                let endpoint = try Self.listen(on: loop, TLSFixtures.server.showing("wrong-name"))
                let error = await #expect(throws: IOError.self) {
                    try await StreamChannel.connect(to: endpoint, on: loop, options: Self.options())
                }
                guard case .tls(.certificate(let reason)) = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                #expect(reason.description.contains("localhost"))
            }
        }

        @Test(arguments: EventLoopGroup.Driver.allCases)
        func `D-188 a plain server and a TLS client find out at once`(driver: EventLoopGroup.Driver) async throws {
            try await onLoop(driver) { loop, _ in
                let plain = try Listener(at: .loopback(port: 0), on: loop) { _ in EchoHandler() }
                var configuration = TLSFixtures.client
                configuration.verification = .none
                let options = try Self.options(configuration)
                let began = loop.driver.now()
                // It sends the client's own first message back, which is no answer.
                await #expect(throws: IOError.self) {
                    try await StreamChannel.connect(to: .address(plain.address), on: loop, options: options)
                }
                #expect(loop.driver.now().duration(since: began) < .seconds(5))
            }
        }

        @Test(arguments: EventLoopGroup.Driver.allCases)
        func `D-188 a TLS server tells a plain client, and says who it was`(driver: EventLoopGroup.Driver) async throws
        {
            let refusal = Mutex<IOError?>(nil)
            try await onLoop(driver) { loop, _ in
                let endpoint = try Self.listen(on: loop) { _, error in refusal.withLock { $0 = error } }
                let conversation = try await Conversation.connect(to: endpoint, on: loop)
                try await conversation.send(ByteSlice([4, 0, 0, 0, 5, 0, 0, 0, 0]))
                let answer = try await conversation.receive()
                #expect(answer?.first == 0x15, "an alert")
                #expect(try await conversation.receive() == nil)
            }
            guard case .tls(.notTLS(.cassandra, _)) = refusal.withLock({ $0 }) else {
                Issue.record("\(String(describing: refusal.withLock { $0 }))")
                return
            }
        }

        @Test(arguments: EventLoopGroup.Driver.allCases)
        func `D-192 a server that accepts and says nothing ends with the handshake's deadline`(
            driver: EventLoopGroup.Driver
        ) async throws {
            try await onLoop(driver) { loop, _ in
                let silent = try Listener(at: .loopback(port: 0), on: loop) { _ in SilentHandler() }
                var configuration = TLSFixtures.client
                configuration.handshakeTimeout = .milliseconds(150)
                let options = try Self.options(configuration)
                await #expect(throws: IOError.handshakeTimedOut(.milliseconds(150))) {
                    try await StreamChannel.connect(to: .address(silent.address), on: loop, options: options)
                }
            }
        }

        @Test(arguments: EventLoopGroup.Driver.allCases)
        func `D-192 a connect that is cancelled during the handshake leaves nothing behind`(
            driver: EventLoopGroup.Driver
        ) async throws {
            let closed = Mutex(false)
            try await onLoop(driver) { loop, _ in
                let accepted = AcceptedSignal()
                let silent = try Listener(at: .loopback(port: 0), on: loop) { _ in
                    accepted.handler { closed.withLock { $0 = true } }
                }
                let options = try Self.options()
                let address = silent.address
                let connecting = Task(executorPreference: loop) {
                    _ = try await StreamChannel.connect(to: .address(address), on: loop, options: options)
                }
                await accepted.wait(on: loop)
                connecting.cancel()
                await #expect(throws: IOError.cancelled) { try await connecting.value }
                try await until(on: loop) { closed.withLock { $0 } }
            }
        }
    }

    /// Receives and says nothing.
    final class SilentHandler: StreamHandler {
        private let whenClosed: () -> Void

        init(_ whenClosed: @escaping () -> Void = {}) {
            self.whenClosed = whenClosed
        }

        func received(_ bytes: RawSpan, on channel: StreamChannel) {}

        func closed(_ channel: StreamChannel, because reason: CloseReason) {
            whenClosed()
        }
    }

    /// Says when a connection has been accepted.
    private final class AcceptedSignal: Sendable {
        private let isAccepted = Mutex(false)

        func handler(_ whenClosed: @escaping () -> Void) -> any StreamHandler {
            isAccepted.withLock { $0 = true }
            return SilentHandler(whenClosed)
        }

        func wait(on loop: EventLoop) async {
            try? await until(on: loop) { isAccepted.withLock { $0 } }
        }
    }

    /// Waits until `condition` holds, a turn at a time; whoever calls has a deadline.
    func until(on loop: EventLoop, _ condition: () -> Bool) async throws {
        while !condition() { try await loop.sleep(for: .milliseconds(1)) }
    }
#endif
