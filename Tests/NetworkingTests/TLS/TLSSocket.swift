#if TLS
    import Networking

    #if canImport(Glibc)
        import Glibc
    #else
        import Darwin
    #endif

    /// A blocking TCP socket on the loopback address, whose every call ends in time.
    final class TLSSocket {
        struct Failure: Error {
            let call: String
            let errno: Int32
        }

        private let descriptor: Int32
        private var buffer = [UInt8](repeating: 0, count: 64 << 10)

        private init(owning descriptor: Int32, _ call: String) throws {
            guard descriptor >= 0 else { throw Failure(call: call, errno: errno) }
            self.descriptor = descriptor
            var timeout = timeval(tv_sec: 20, tv_usec: 0)
            for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
                unsafe setsockopt(
                    descriptor, SOL_SOCKET, option, &timeout, socklen_t(MemoryLayout<timeval>.size))
            }
            #if canImport(Darwin)
                var on: Int32 = 1
                unsafe setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
            #endif
        }

        deinit {
            _ = close(descriptor)
        }

        private static func new() -> Int32 {
            #if canImport(Glibc)
                socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            #else
                socket(AF_INET, SOCK_STREAM, 0)
            #endif
        }

        convenience init(connectingTo port: UInt16) throws {
            try self.init(owning: TLSSocket.new(), "socket")
            try unsafe withAddress(port) { (place, size) in
                try TLSSocket.check(unsafe connect(descriptor, place, size), "connect")
            }
        }

        /// A socket that listens on a free port.
        static func listening() throws -> TLSSocket {
            let listener = try TLSSocket(owning: new(), "socket")
            try unsafe listener.withAddress(0) { (place, size) in
                try check(unsafe bind(listener.descriptor, place, size), "bind")
            }
            try check(listen(listener.descriptor, 4), "listen")
            return listener
        }

        var port: UInt16 {
            get throws {
                var place = sockaddr_in()
                var size = socklen_t(MemoryLayout<sockaddr_in>.size)
                let status = unsafe withUnsafeMutablePointer(to: &place) { place in
                    unsafe place.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                        unsafe getsockname(descriptor, generic, &size)
                    }
                }
                try TLSSocket.check(status, "getsockname")
                return UInt16(bigEndian: place.sin_port)
            }
        }

        func accept() throws -> TLSSocket {
            #if canImport(Glibc)
                try TLSSocket(owning: Glibc.accept(descriptor, nil, nil), "accept")
            #else
                try TLSSocket(owning: Darwin.accept(descriptor, nil, nil), "accept")
            #endif
        }

        private func withAddress(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Void) throws {
            var place = sockaddr_in()
            place.sin_family = sa_family_t(AF_INET)
            place.sin_port = port.bigEndian
            place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            try unsafe withUnsafePointer(to: place) { place in
                try unsafe place.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                    try unsafe body(generic, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }

        private static func check(_ status: Int32, _ call: String) throws {
            guard status >= 0 else { throw Failure(call: call, errno: errno) }
        }

        /// Sends all of it; a peer that has gone is not noticed here.
        func send(_ bytes: [UInt8]) {
            var sent = 0
            while sent < bytes.count {
                let count = unsafe bytes.withUnsafeBytes { bytes in
                    #if canImport(Glibc)
                        unsafe Glibc.send(
                            descriptor, bytes.baseAddress.map { unsafe $0 + sent }, bytes.count - sent,
                            Int32(MSG_NOSIGNAL))
                    #else
                        unsafe Darwin.send(
                            descriptor, bytes.baseAddress.map { unsafe $0 + sent }, bytes.count - sent, 0)
                    #endif
                }
                if count <= 0 { return }
                sent += count
            }
        }

        /// What has arrived; nothing at the stream's end, which a reset is too.
        func receive() throws -> [UInt8] {
            let count = unsafe buffer.withUnsafeMutableBytes { room in
                unsafe recv(descriptor, room.baseAddress, room.count, 0)
            }
            if count < 0 && errno != ECONNRESET { throw Failure(call: "recv", errno: errno) }
            return Array(buffer[..<max(0, count)])
        }
    }

    /// An engine at a socket.
    final class TLSConnection {
        let side: TLSSide
        private let socket: TLSSocket
        /// How many bytes of ciphertext have come.
        private(set) var arrived = 0

        init(_ engine: TLSEngine, _ socket: TLSSocket) {
            side = TLSSide(engine)
            self.socket = socket
        }

        /// A client's.
        convenience init(to port: UInt16, _ configuration: TLSConfiguration, host: String = "localhost") throws {
            let context = try TLSContext(client: configuration)
            try self.init(TLSEngine(context, role: .client(peer: TLSPeer(host))), TLSSocket(connectingTo: port))
        }

        var text: String { String(decoding: side.received, as: UTF8.self) }

        func send(_ text: String) throws {
            try side.send(Array(text.utf8))
            flush()
        }

        func flush() {
            while side.engine.outputCount > 0 { socket.send(side.engine.takeOutput(at: 64 << 10)) }
        }

        /// Carries bytes until `condition` holds, the stream ends, or there is an error, which is returned.
        @discardableResult func run(until condition: (TLSSide) -> Bool) throws -> TLSError? {
            while true {
                flush()
                if side.error != nil || condition(side) { return side.error }
                let bytes = try socket.receive()
                arrived += bytes.count
                if bytes.isEmpty {
                    side.endOfInput()
                    return side.error
                }
                side.receive(bytes)
            }
        }

        /// Until the handshake is complete, or has failed.
        @discardableResult func handshake() throws -> TLSError? {
            try run { $0.engine.isEstablished }
        }

        func close() {
            side.engine.close()
            flush()
        }
    }
#endif
