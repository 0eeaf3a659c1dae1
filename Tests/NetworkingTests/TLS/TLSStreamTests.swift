#if TLS
    import Networking
    import TestKit
    import Testing

    /// D-190: however bytes are cut, and whatever else TLS says between them, the data arrives as it was sent.
    @Suite struct TLSStreamTests {
        static func random(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
            (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        }

        @Test(arguments: TLSVersion.both, [1, 2, 5, 6, 1000])
        func `D-190: a whole connection in small pieces`(_ version: TLSVersion, _ size: Int) throws {
            let pair = try TLSPair(
                client: TLSFixtures.mutualClient, server: TLSFixtures.mutualServer.only(version))
            pair.run(pieces: { size })
            try #require(pair.client.engine.isEstablished && pair.server.engine.isEstablished)
            let data = (0..<5000).map { UInt8(truncatingIfNeeded: $0) }
            try pair.client.send(data)
            try pair.server.send(data.reversed())
            pair.run(pieces: { size })
            #expect(pair.server.received == data)
            #expect(pair.client.received == data.reversed())
            pair.client.engine.close()
            pair.run(pieces: { size })
            #expect(pair.server.events == [.handshakeCompleted, .closedByPeer])
        }

        @Test(arguments: TLSVersion.both)
        func `D-190: a record cut in two at every byte`(_ version: TLSVersion) throws {
            let pair = try TLSPair.established(server: TLSFixtures.server.only(version))
            let data = Array("forty-two bytes, of which none is superfluous".utf8)
            var cut = 1
            repeat {
                try pair.client.send(data)
                let record = pair.client.engine.takeOutput()
                pair.server.receive(record[..<cut])
                #expect(pair.server.received == [])
                pair.server.receive(record[cut...])
                #expect(pair.server.takeReceived() == data)
                cut += 1
                if cut == record.count { break }
            } while true
            #expect(cut > data.count)
        }

        @Test(arguments: TLSVersion.both)
        func `D-190: two thousand records of one byte in one piece, into little room`(_ version: TLSVersion) throws {
            let pair = try TLSPair.established(server: TLSFixtures.server.only(version))
            let data = (0..<2000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            for byte in data { try pair.client.send([byte]) }
            pair.server.receive(pair.client.engine.takeOutput(), room: 33)
            #expect(pair.server.received == data)
        }

        @Test func `many small records fill the room in one call`() throws {
            let pair = try TLSPair.established()
            for byte in 0..<100 { try pair.client.send([UInt8(byte)]) }
            try pair.server.feed(pair.client.engine.takeOutput())
            var room = [UInt8](repeating: 0, count: 64)
            #expect(try pair.server.engine.read(into: &room) == .plaintext(64))
            #expect(try pair.server.engine.read(into: &room) == .plaintext(36))
            #expect(try pair.server.engine.read(into: &room) == .starved)
        }

        @Test(arguments: TLSVersion.both)
        func `D-190: data of any size, cut anywhere, both ways, with new keys in between`(_ version: TLSVersion) throws
        {
            var generator = Seed.forThisRun().generator
            let pair = try TLSPair.established(server: TLSFixtures.server.only(version))
            var (toServer, toClient) = ([UInt8](), [UInt8]())
            for _ in 0..<200 {
                let size = 1 << Int.random(in: 0...16, using: &generator)
                let data = TLSStreamTests.random(Int.random(in: 0...size, using: &generator), &generator)
                if Bool.random(using: &generator) {
                    try pair.client.send(data)
                    toServer += data
                } else {
                    try pair.server.send(data)
                    toClient += data
                }
                let side = Bool.random(using: &generator) ? pair.client : pair.server
                if Int.random(in: 0..<4, using: &generator) == 0 {
                    try side.engine.updateKeys(ofPeerToo: Bool.random(using: &generator))
                }
                let room = Int.random(in: 1...70_000, using: &generator)
                pair.run(room: room) { Int.random(in: 1...50_000, using: &generator) }
            }
            #expect(pair.server.error == nil && pair.client.error == nil)
            #expect(pair.server.received == toServer)
            #expect(pair.client.received == toClient)
        }

        @Test func `D-190: a peer that is asked for new keys has them before its next data`() throws {
            let pair = try TLSPair.established()
            try pair.server.engine.updateKeys(ofPeerToo: true)
            try pair.server.send([1])
            pair.client.receive(pair.server.engine.takeOutput())
            #expect(pair.client.received == [1])
            // Two records: the answer, and one byte; each with a header of 5 and a tag of 16 bytes.
            try pair.client.send([2])
            #expect(pair.client.engine.outputCount == (5 + 5 + 1 + 16) + (5 + 1 + 1 + 16))
            pair.run()
            #expect(pair.server.received == [2])
            try pair.client.send([3])
            #expect(pair.client.engine.outputCount == 5 + 1 + 1 + 16)
            pair.run()
            #expect(pair.server.received == [2, 3])
        }

        @Test func `D-190: tickets after the handshake are neither data nor in its way`() throws {
            let pair = try TLSPair(server: TLSFixtures.server.only(.tls13))
            pair.server.receive(pair.client.engine.takeOutput())
            pair.client.receive(pair.server.engine.takeOutput())
            #expect(pair.client.events == [.handshakeCompleted])
            pair.server.receive(pair.client.engine.takeOutput())
            #expect(pair.server.events == [.handshakeCompleted])
            // The tickets, and data behind them, in one piece.
            #expect(pair.server.engine.outputCount > 100)
            try pair.server.send([1, 2, 3])
            pair.client.receive(pair.server.engine.takeOutput())
            #expect(pair.client.received == [1, 2, 3])
            #expect(pair.client.error == nil)
        }

        @Test func `the last message of the handshake and the first data may come in one piece`() throws {
            let pair = try TLSPair()
            pair.server.receive(pair.client.engine.takeOutput())
            pair.client.receive(pair.server.engine.takeOutput())
            try pair.client.send([1, 2, 3])
            pair.server.receive(pair.client.engine.takeOutput())
            #expect(pair.server.events == [.handshakeCompleted])
            #expect(pair.server.received == [1, 2, 3])
        }

        @Test(arguments: TLSVersion.both)
        func `ten megabytes in one call`(_ version: TLSVersion) throws {
            let pair = try TLSPair.established(server: TLSFixtures.server.only(version))
            let data = (0..<10_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            try pair.client.send(data)
            pair.run(pieces: { 64 << 10 })
            #expect(pair.server.received == data)
        }

        @Test func `sending nothing sends nothing`() throws {
            let pair = try TLSPair.established()
            try pair.client.send([])
            #expect(pair.client.engine.outputCount == 0)
        }
    }
#endif
