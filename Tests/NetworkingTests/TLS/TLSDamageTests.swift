#if TLS
    import Networking
    import TestKit
    import Testing

    /// Bytes that were changed or lost on their way: an error or silence, never a trap, and never wrong data.
    @Suite struct TLSDamageTests {
        @Test(arguments: TLSVersion.both)
        func `a byte of the handshake is changed`(_ version: TLSVersion) throws {
            var generator = Seed.forThisRun().generator
            let server = try TLSContext(server: TLSFixtures.mutualServer.only(version))
            let client = try TLSContext(client: TLSFixtures.mutualClient)
            var failures = 0
            for _ in 0..<300 {
                let pair = try TLSPair(client: client, server: server)
                var untilFlip = Int.random(in: 0..<4, using: &generator)
                func carry(_ bytes: [UInt8], to side: TLSSide) {
                    var bytes = bytes
                    if !bytes.isEmpty {
                        untilFlip -= 1
                        if untilFlip == -1 {
                            let position = Int.random(in: 0..<bytes.count, using: &generator)
                            bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                        }
                    }
                    side.receive(bytes)
                }
                while pair.client.engine.outputCount + pair.server.engine.outputCount > 0 {
                    carry(pair.client.engine.takeOutput(), to: pair.server)
                    carry(pair.server.engine.takeOutput(), to: pair.client)
                }
                // A few bits mean nothing. Then everything must work as if nothing had been.
                if pair.client.error == nil, pair.client.engine.isEstablished, pair.server.engine.isEstablished {
                    try pair.client.send([1, 2, 3])
                    pair.run()
                    #expect(pair.server.received == [1, 2, 3])
                } else {
                    failures += 1
                }
            }
            #expect(failures > 200)
        }

        @Test(arguments: TLSVersion.both)
        func `a byte of the data is changed: what was before it arrives, and nothing after`(
            _ version: TLSVersion
        ) throws {
            var generator = Seed.forThisRun().generator
            let server = try TLSContext(server: TLSFixtures.server.only(version))
            let client = try TLSContext(client: TLSFixtures.client)
            for _ in 0..<200 {
                let pair = try TLSPair(client: client, server: server)
                pair.run()
                let data = TLSStreamTests.random(Int.random(in: 2...2000, using: &generator), &generator)
                try pair.client.send(Array(data[..<(data.count / 2)]))
                let first = pair.client.engine.outputCount
                try pair.client.send(Array(data[(data.count / 2)...]))
                var ciphertext = pair.client.engine.takeOutput()
                let position = Int.random(in: 0..<ciphertext.count, using: &generator)
                ciphertext[position] ^= UInt8.random(in: 1...255, using: &generator)
                let cut = Int.random(in: 0...ciphertext.count, using: &generator)
                pair.server.receive(ciphertext[..<cut])
                pair.server.receive(ciphertext[cut...])
                pair.server.endOfInput()
                #expect(pair.server.error != nil)
                let whole = position < first ? 0 : data.count / 2
                #expect(pair.server.received == Array(data.prefix(whole)))
            }
        }

        @Test(arguments: TLSVersion.both)
        func `a changed record is called that, and the peer is told`(_ version: TLSVersion) throws {
            let pair = try TLSPair.established(server: TLSFixtures.server.only(version))
            try pair.client.send([1, 2, 3])
            var record = pair.client.engine.takeOutput()
            record[record.count - 1] ^= 1
            pair.server.receive(record)
            #expect(pair.server.error == .badRecord)
            pair.run()
            // The client has received no data yet; in TLS 1.3 that looks like a late refusal of the handshake.
            let alert = TLSAlert(code: 20)
            #expect(pair.client.error == (version == .tls13 ? .refusedByPeer(alert) : .alert(alert)))
        }

        @Test func `an alert after data is no refusal of the handshake`() throws {
            let pair = try TLSPair.established()
            try pair.server.send([9])
            pair.run()
            try pair.client.send([1, 2, 3])
            var record = pair.client.engine.takeOutput()
            record[record.count - 1] ^= 1
            pair.server.receive(record)
            pair.run()
            #expect(pair.client.received == [9])
            #expect(pair.client.error == .alert(TLSAlert(code: 20)))
            #expect(pair.client.error?.description == "TLS: the peer ended the connection: bad record MAC")
        }

        @Test(arguments: TLSVersion.both)
        func `data that is cut at every byte`(_ version: TLSVersion) throws {
            let server = try TLSContext(server: TLSFixtures.server.only(version))
            let client = try TLSContext(client: TLSFixtures.client)
            var length = 0
            var whole = Int.max
            while length < whole {
                let pair = try TLSPair(client: client, server: server)
                pair.run()
                for _ in 0..<3 { try pair.client.send(Array("thirteen byte".utf8)) }
                let ciphertext = pair.client.engine.takeOutput()
                whole = ciphertext.count
                pair.server.receive(ciphertext[..<length])
                pair.server.endOfInput()
                #expect(pair.server.received.count == length * 3 / whole * 13)
                #expect(pair.server.error == .truncated(beforeAnyData: pair.server.received.isEmpty))
                length += 1
            }
        }

        @Test func `noise that begins like TLS`() throws {
            var generator = Seed.forThisRun().generator
            let server = try TLSContext(server: TLSFixtures.server)
            let client = try TLSContext(client: TLSFixtures.client)
            for round in 0..<2000 {
                let pair = try TLSPair(client: client, server: server)
                let length = Int.random(in: 0...80, using: &generator)
                var noise = [
                    UInt8.random(in: 0x14...0x17, using: &generator), 3, UInt8.random(in: 1...4, using: &generator),
                ]
                noise += [0, UInt8(length)] + TLSStreamTests.random(length + 10, &generator)
                let side = round % 2 == 0 ? pair.client : pair.server
                side.receive(noise)
                side.endOfInput()
                #expect(side.error != nil)
                #expect(!side.engine.isEstablished)
            }
        }
    }
#endif
