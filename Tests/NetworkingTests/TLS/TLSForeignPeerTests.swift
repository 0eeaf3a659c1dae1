#if TLS
    import Networking
    import TestKit
    import Testing

    /// D-188: one side speaks TLS and the other does not. Nobody waits for a timeout.
    @Suite struct TLSForeignPeerTests {
        /// A frame that a plain node of Cassandra sends back: an error about the version.
        static let cqlError: [UInt8] = [0x84, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 10, 0, 2, 0x68, 0x69]
        static let cqlOptions: [UInt8] = [0x04, 0, 0, 0, 5, 0, 0, 0, 0]

        @Test(arguments: [
            (cqlError, TLSError.ForeignAnswer.cassandra), (Array("HTTP/1.1 400 Bad Request\r\n".utf8), .http),
            (Array("SSH-2.0-OpenSSH_9.6\r\n".utf8), .ssh), ([0x16, 0x84, 1], .unknown), ([0, 0, 0, 0], .unknown),
        ])
        func `D-188: a client at a server without TLS`(_ answer: [UInt8], _ kind: TLSError.ForeignAnswer) throws {
            let client = try TLSPair().client
            client.receive(answer)
            guard case .notTLS(let found, let bytes) = client.error else {
                Issue.record("\(String(describing: client.error))")
                return
            }
            #expect(found == kind)
            #expect(bytes == Array(answer.prefix(8)))
        }

        @Test func `D-188: the first byte is enough`() throws {
            let pair = try TLSPair()
            pair.client.receive([0x84])
            #expect(pair.client.error == .notTLS(.cassandra, firstBytes: [0x84]))
            #expect(
                pair.client.error?.description == """
                    the peer does not speak TLS: it speaks plain CQL, without encryption (first bytes 84)
                    """)
            pair.server.receive([0x16])
            #expect(pair.server.error == nil)
            pair.server.receive([0x03])
            #expect(pair.server.error == nil)
            let other = try TLSPair().server
            other.receive([0x16])
            other.receive([0x31, 0x32])
            #expect(other.error == .notTLS(.unknown, firstBytes: [0x16, 0x31, 0x32]))
        }

        @Test func `D-188: a server tells a client without TLS what it is, in an alert`() throws {
            let server = try TLSPair().server
            server.receive(TLSForeignPeerTests.cqlOptions)
            #expect(server.error == .notTLS(.cassandra, firstBytes: [4, 0, 0, 0, 5, 0, 0, 0]))
            #expect(server.engine.takeOutput() == [0x15, 3, 3, 0, 2, 2, 70])
        }

        @Test func `D-188: the end of the stream instead of an answer`() throws {
            let client = try TLSPair().client
            client.endOfInput()
            #expect(client.error == .closedDuringHandshake(beforeAnyAnswer: true))
            let server = try TLSPair().server
            server.endOfInput()
            #expect(server.error == .closedDuringHandshake(beforeAnyAnswer: true))
        }

        @Test func `D-188: an alert in plain text is the peer's word`() throws {
            let client = try TLSPair().client
            client.receive([0x15, 3, 3, 0, 2, 2, 70])
            #expect(client.error == .refusedByPeer(.protocolVersion))
            #expect(
                client.error?.description == """
                    TLS: handshake refused by the peer: protocol version (it speaks none of the versions of TLS that \
                    are allowed here)
                    """)
            let other = try TLSPair().client
            other.receive([0x15, 3, 3, 0, 2, 2, 40])
            #expect(other.error == .refusedByPeer(.handshakeFailure))
        }

        @Test func `an alert without a name has its number`() {
            #expect(TLSError.alert(TLSAlert(code: 199)).description == "TLS: the peer ended the connection: alert 199")
        }

        @Test(arguments: TLSVersion.both)
        func `a record of data in the middle of a handshake is against the protocol`(_ version: TLSVersion) throws {
            let pair = try TLSPair(server: TLSFixtures.server.only(version))
            pair.client.receive([0x17, 3, 3, 0, 5, 1, 2, 3, 4, 5])
            guard case .malformed = pair.client.error else {
                Issue.record("\(String(describing: pair.client.error))")
                return
            }
        }
    }
#endif
