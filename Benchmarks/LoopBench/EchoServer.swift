import Dispatch
import Networking

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Sends back what it receives.
final class Echo: StreamHandler {
    func received(_ bytes: RawSpan, on channel: StreamChannel) {
        do {
            try channel.send(bytes)
        } catch {
            channel.reset()
        }
    }

    func closed(_ channel: StreamChannel, because reason: CloseReason) {}
}

enum EchoServer {
    /// Serves for so many seconds, on one loop. With `isAlone`, one connection only, so that the loop has no descriptor
    /// but that, as a client's has.
    static func serve(_ driver: EventLoopGroup.Driver, seconds: Int, isAlone: Bool = false) throws {
        raiseDescriptorLimit()
        let group = try EventLoopGroup(loops: 1, driver: driver)
        let bound = DispatchSemaphore(value: 0)
        let door = Door()
        group.loops[0].submit { loop in
            do {
                let listener = try Listener(at: .loopback(port: 0), on: loop) { _ in
                    if isAlone { door.listener?.close() }
                    return Echo()
                }
                door.listener = listener
                print(listener.address.port ?? 0)
            } catch {
                print(error)
            }
            // Who reads this is a program, so it goes out now.
            fflush(nil)
            bound.signal()
        }
        bound.wait()
        sleep(UInt32(seconds))
        withExtendedLifetime(group) {}
    }

    #if canImport(Glibc)
        private static var descriptors: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_NOFILE.rawValue) }
    #else
        private static var descriptors: Int32 { RLIMIT_NOFILE }
    #endif

    private static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard unsafe getrlimit(descriptors, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = unsafe setrlimit(descriptors, &limit)
    }
}

/// What a connection closes behind it.
private final class Door: @unchecked Sendable {  // only the loop's thread touches it
    var listener: Listener?
}
