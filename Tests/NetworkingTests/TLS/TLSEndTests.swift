#if TLS
    import Networking
    import TestKit
    import Testing

    /// D-189: how a stream ends, and that nothing before its end is lost.
    @Suite struct TLSEndTests {
        @Test(arguments: TLSVersion.both)
        func `D-189: a stream that ends without a word, after its data was read`(_ version: TLSVersion) throws {
            let pair = try TLSPair.established(server: TLSFixtures.server.only(version))
            try pair.server.send(Array("the last".utf8))
            pair.run()
            pair.client.endOfInput()
            #expect(pair.client.received == Array("the last".utf8))
            #expect(pair.client.error == .truncated(beforeAnyData: false))
            #expect(throws: TLSError.truncated(beforeAnyData: false)) { try pair.client.read() }
        }

        @Test(arguments: TLSVersion.both)
        func `D-189: data that is not read yet comes before the error`(_ version: TLSVersion) throws {
            let pair = try TLSPair.established(server: TLSFixtures.server.only(version))
            let data = [UInt8](repeating: 7, count: 40_000)
            try pair.server.send(data)
            let ciphertext = pair.server.engine.takeOutput()
            try pair.client.feed(ciphertext)
            try pair.client.engine.endOfInput()
            #expect(throws: TLSError.truncated(beforeAnyData: false)) { try pair.client.read(room: 1000) }
            #expect(pair.client.received == data)
        }

        @Test func `D-189: a record that is cut is not given, those before it are`() throws {
            let pair = try TLSPair.established()
            try pair.server.send([1, 2, 3])
            try pair.server.send([4, 5, 6])
            pair.client.receive(pair.server.engine.takeOutput().dropLast())
            pair.client.endOfInput()
            #expect(pair.client.received == [1, 2, 3])
            #expect(pair.client.error == .truncated(beforeAnyData: false))
        }

        @Test(arguments: TLSVersion.both)
        func `D-189: with a word before, the end is an end`(_ version: TLSVersion) throws {
            let pair = try TLSPair.established(server: TLSFixtures.server.only(version))
            try pair.server.send([1, 2, 3])
            pair.server.engine.close()
            pair.server.engine.close()
            pair.run()
            #expect(pair.client.received == [1, 2, 3])
            #expect(pair.client.events == [.handshakeCompleted, .closedByPeer])
            pair.client.endOfInput()
            #expect(pair.client.error == nil)
            #expect(pair.client.events == [.handshakeCompleted, .closedByPeer])
        }

        @Test func `D-189: an end that is not read yet is an end too`() throws {
            let pair = try TLSPair.established()
            try pair.server.send([1, 2, 3])
            pair.server.engine.close()
            try pair.client.feed(pair.server.engine.takeOutput())
            pair.client.endOfInput()
            #expect(pair.client.error == nil)
            #expect(pair.client.received == [1, 2, 3])
            #expect(pair.client.events == [.handshakeCompleted, .closedByPeer])
        }

        @Test(arguments: TLSVersion.both)
        func `after one side's end the other may still send`(_ version: TLSVersion) throws {
            let pair = try TLSPair.established(server: TLSFixtures.server.only(version))
            pair.client.engine.close()
            pair.run()
            #expect(pair.server.events.last == .closedByPeer)
            try pair.server.send(Array("an answer nevertheless".utf8))
            pair.server.engine.close()
            pair.run()
            #expect(pair.client.received == Array("an answer nevertheless".utf8))
            #expect(pair.client.events.last == .closedByPeer)
        }

        @Test(arguments: TLSVersion.both)
        func `D-189: a stream that ends at any byte of the handshake`(_ version: TLSVersion) throws {
            let server = try TLSContext(server: TLSFixtures.server.only(version))
            let client = try TLSContext(client: TLSFixtures.client)
            let whole = try TLSPair(client: client, server: server)
            let hello = whole.client.engine.takeOutput()
            whole.server.receive(hello)
            let answer = whole.server.engine.outputCount
            for length in stride(from: 1, to: hello.count, by: 3) {
                let pair = try TLSPair(client: client, server: server)
                pair.server.receive(pair.client.engine.takeOutput(at: length))
                pair.server.endOfInput()
                #expect(pair.server.error == .closedDuringHandshake(beforeAnyAnswer: false))
            }
            for length in stride(from: 1, to: answer, by: 11) {
                let pair = try TLSPair(client: client, server: server)
                pair.server.receive(pair.client.engine.takeOutput())
                pair.client.receive(pair.server.engine.takeOutput(at: min(length, pair.server.engine.outputCount - 1)))
                pair.client.endOfInput()
                #expect(pair.client.error == .closedDuringHandshake(beforeAnyAnswer: false))
            }
        }

        @Test func `before the handshake is complete there is no way to say goodbye`() throws {
            let pair = try TLSPair()
            let waiting = pair.client.engine.outputCount
            pair.client.engine.close()
            #expect(pair.client.engine.outputCount == waiting)
            pair.run()
            #expect(pair.client.engine.isEstablished)
        }
    }
#endif
