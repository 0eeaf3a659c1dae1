#if TLS
    import Bytes
    import Dispatch
    import Networking

    /// Many bytes through one encrypted connection of this process: a client on one loop, a server on another.
    enum TLSPour {
        /// Prints: bytes, wall nanoseconds, CPU nanoseconds of both ends.
        static func measure(mebibytes: Int, certificates folder: String) throws {
            let pem = { (name: String) in PEMSource.file("\(folder)/\(name).pem") }
            let trust = TLSConfiguration.Trust.authorities(pem("authority"))
            let identity = TLSIdentity(certificateChain: pem("server"), privateKey: pem("key"))
            var (server, client) = (ChannelOptions(), ChannelOptions())
            server.tls = try TLSContextSource(server: TLSConfiguration(trust: trust, identity: identity))
            client.tls = try TLSContextSource(client: TLSConfiguration(trust: trust))

            let group = try EventLoopGroup(loops: 2)
            let (clients, servers) = (group.loops[0], group.loops[1])
            let flow = Flow(bytes: mebibytes << 20)
            servers.submit { [server, client] loop in
                guard let listener = try? Listener(at: .loopback(port: 0), on: loop, options: server, { _ in flow })
                else { return }
                let (address, options) = (Endpoint.address(listener.address), client)
                clients.submit { loop in
                    _ = Connector(to: address, on: loop, options: options) { result in
                        do throws(IOError) {
                            let channel = try result.get()
                            let pump = FlowPump(bytes: mebibytes << 20)
                            flow.begun()
                            channel.start(pump)
                            pump.pump(channel)
                        } catch {
                            print(error)
                        }
                    }
                }
            }
            let (wall, cpu) = try flow.wait(seconds: 60)
            withExtendedLifetime(group) {}
            print(mebibytes << 20, wall, cpu, separator: "\t")
        }
    }

    /// The server's end: counts.
    private final class Flow: StreamHandler, @unchecked Sendable {  // read after the semaphore
        private var left: Int
        private var start = (wall: 0, cpu: 0)
        private var end = (wall: 0, cpu: 0)
        private let done = DispatchSemaphore(value: 0)

        init(bytes: Int) {
            left = bytes
        }

        func begun() {
            start = Time.now()
        }

        func received(_ bytes: RawSpan, on channel: StreamChannel) {
            left -= bytes.byteCount
            guard left <= 0 else { return }
            end = Time.now()
            done.signal()
        }

        func closed(_ channel: StreamChannel, because reason: CloseReason) {}

        func wait(seconds: Int) throws -> (wall: Int, cpu: Int) {
            guard done.wait(timeout: .now() + .seconds(seconds)) == .success else { throw IOError.peerSilent }
            return (end.wall - start.wall, end.cpu - start.cpu)
        }
    }

    /// The client's end: sends as much as the channel takes.
    private final class FlowPump: StreamHandler {
        private static let piece = ByteSlice([UInt8](repeating: 0, count: 16 * 1024))
        private var left: Int

        init(bytes: Int) {
            left = bytes
        }

        func pump(_ channel: StreamChannel) {
            while left > 0, !channel.isOverfull, (try? channel.send(Self.piece)) != nil { left -= Self.piece.count }
        }

        func drained(_ channel: StreamChannel) {
            pump(channel)
        }

        func received(_ bytes: RawSpan, on channel: StreamChannel) {}
        func closed(_ channel: StreamChannel, because reason: CloseReason) {}
    }
#endif
