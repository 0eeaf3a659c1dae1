#if TLS
    import Bytes
    import Networking
    import Testing

    /// An encrypted channel that reads in fits and starts.
    @Suite struct EncryptedBackPressureTests {
        /// Records that do not fit into what is decrypted at once, so that some stay in the engine when reading pauses.
        private static let piece = 15_000

        @Test(arguments: EventLoopGroup.Driver.allCases, [TLSVersion.tls12, .tls13])
        func `what is decrypted after a pause comes before the end, however early the end has come`(
            driver: EventLoopGroup.Driver, version: TLSVersion
        ) async throws {
            try await onLoop(driver) { loop, _ in
                var server = ChannelOptions()
                server.tls = try TLSContextSource(server: TLSFixtures.server)
                // Each answer fills the queue, so the echo pauses each time and goes on when the turn has sent it.
                server.highWater = 1
                server.lowWater = 0
                let listener = try Listener(at: .loopback(port: 0), on: loop, options: server) { _ in EchoHandler() }
                let endpoint = Endpoint.name("localhost", port: try #require(listener.address.port))
                var client = ChannelOptions()
                client.tls = try TLSContextSource(client: TLSFixtures.client.only(version))
                client.highWater = 4 << 20

                for pieces in 1...40 {
                    let conversation = try await Conversation.connect(to: endpoint, on: loop, options: client)
                    let sent = ByteSlice.pattern(pieces * Self.piece)
                    for start in stride(from: 0, to: sent.count, by: Self.piece) {
                        try conversation.channel.send(sent.slice(start..<start + Self.piece))
                    }
                    conversation.endSending()
                    let back = ByteSlice(try await receiveAll(LoopConfined(conversation, to: loop)))
                    let isWhole = back == sent
                    #expect(isWhole, "\(back.count) of \(sent.count) bytes")
                    conversation.close()
                }
            }
        }
    }
#endif
