#if TLS
    import Networking
    import Testing

    /// One side of a connection in memory, and what it has been told.
    final class TLSSide {
        let engine: TLSEngine
        private(set) var received: [UInt8] = []
        private(set) var events: [TLSProgress] = []
        private(set) var error: TLSError?

        init(_ engine: TLSEngine) {
            self.engine = engine
        }

        /// Hands over ciphertext and reads until more is needed.
        func receive(_ ciphertext: some Collection<UInt8>, room: Int = 64 << 10) {
            guard error == nil else { return }
            do throws(TLSError) {
                try feed(Array(ciphertext))
                try read(room: room)
            } catch {
                self.error = error
            }
        }

        func feed(_ ciphertext: [UInt8]) throws(TLSError) {
            try unsafe engine.feed(ciphertext.span.bytes)
        }

        func read(room: Int = 64 << 10) throws(TLSError) {
            var buffer = [UInt8](repeating: 0, count: room)
            while true {
                switch try engine.read(into: &buffer) {
                case .plaintext(let count): received += buffer[..<count]
                case .starved: return
                case .handshakeCompleted: events.append(.handshakeCompleted)
                case .closedByPeer:
                    if events.last != .closedByPeer { events.append(.closedByPeer) }
                    return
                }
            }
        }

        /// The transport's end, and what is still to be read.
        func endOfInput() {
            guard error == nil else { return }
            do throws(TLSError) {
                try engine.endOfInput()
                try read()
            } catch {
                self.error = error
            }
        }

        func send(_ bytes: [UInt8]) throws {
            try unsafe engine.send(bytes.span.bytes)
        }

        func takeReceived() -> [UInt8] {
            defer { received = [] }
            return received
        }
    }

    extension TLSEngine {
        func read(into room: inout [UInt8]) throws(TLSError) -> TLSProgress {
            var bytes = room.mutableSpan
            return try unsafe bytes.withUnsafeMutableBytes { (room) throws(TLSError) in
                try unsafe read(into: room)
            }
        }

        /// All the ciphertext that waits.
        func takeOutput(at most: Int = .max) -> [UInt8] {
            let count = min(most, outputCount)
            return unsafe [UInt8](unsafeUninitializedCapacity: count) { room, taken in
                taken = unsafe takeOutput(
                    into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(room)[..<count]))
            }
        }
    }

    /// A client and a server, connected in memory.
    final class TLSPair {
        let client: TLSSide
        let server: TLSSide

        init(
            client: TLSConfiguration = TLSFixtures.client, server: TLSConfiguration = TLSFixtures.server,
            host: String = "localhost"
        ) throws {
            let peer = try TLSPeer(host)
            self.client = TLSSide(try TLSEngine(TLSContext(client: client), role: .client(peer: peer)))
            self.server = TLSSide(try TLSEngine(TLSContext(server: server), role: .server))
        }

        init(client: TLSContext, server: TLSContext) throws {
            self.client = TLSSide(try TLSEngine(client, role: .client(peer: TLSPeer("localhost"))))
            self.server = TLSSide(try TLSEngine(server, role: .server))
        }

        /// Carries ciphertext both ways until there is none, cut into pieces of the size that `pieces` says.
        func run(room: Int = 64 << 10, pieces: () -> Int = { .max }) {
            while client.engine.outputCount > 0 || server.engine.outputCount > 0 {
                let size = pieces()
                server.receive(client.engine.takeOutput(at: size), room: room)
                client.receive(server.engine.takeOutput(at: size), room: room)
            }
        }

        /// A pair after its handshake.
        static func established(
            client: TLSConfiguration = TLSFixtures.client, server: TLSConfiguration = TLSFixtures.server,
            host: String = "localhost"
        ) throws -> TLSPair {
            let pair = try TLSPair(client: client, server: server, host: host)
            pair.run()
            try #require(pair.client.error == nil && pair.server.error == nil)
            try #require(pair.client.engine.isEstablished && pair.server.engine.isEstablished)
            return pair
        }
    }

    extension TLSVersion {
        static let both: [TLSVersion] = [.tls12, .tls13]
    }
#endif
