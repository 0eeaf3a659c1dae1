import Bytes

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A TCP socket whose every call ends in time. All calls of the system are here.
final class BlockingSocket {
    enum Failure: Error, Equatable {
        /// A call that was given up, or refused by the system.
        case system(String, errno: Int32)
        case notAnAddress(String)
    }

    private let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    /// Connects to an IPv4 address; each later call may take as long as this one.
    init(address: String, port: UInt16, timeoutSeconds: Int) throws {
        let numbers = address.split(separator: ".").compactMap { UInt8($0) }
        guard numbers.count == 4 else { throw Failure.notAnAddress(address) }
        #if canImport(Glibc)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        descriptor = socket(AF_INET, kind, 0)
        try BlockingSocket.check(descriptor, "socket")
        var timeout = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        // The limit of sending is that of connecting too.
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            try BlockingSocket.check(unsafe setsockopt(descriptor, SOL_SOCKET, option, &timeout, size), "setsockopt")
        }
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = port.bigEndian
        place.sin_addr.s_addr = numbers.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }.bigEndian
        let status = unsafe withUnsafePointer(to: place) { place in
            unsafe place.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe connect(descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try BlockingSocket.check(status, "connect")
    }

    deinit {
        _ = close(descriptor)
    }

    func send(_ bytes: ByteSlice) throws {
        #if canImport(Glibc)
            let flags = Int32(MSG_NOSIGNAL)
        #else
            let flags: Int32 = 0
        #endif
        try unsafe bytes.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let part = unsafe UnsafeRawBufferPointer(rebasing: bytes[sent...])
                let count = unsafe write(part, flags: flags)
                try BlockingSocket.check(Int32(clamping: count), "send")
                sent += count
            }
        }
    }

    private func write(_ part: UnsafeRawBufferPointer, flags: Int32) -> Int {
        #if canImport(Glibc)
            unsafe Glibc.send(descriptor, part.baseAddress, part.count, flags)
        #else
            unsafe Darwin.send(descriptor, part.baseAddress, part.count, flags)
        #endif
    }

    /// What has arrived, at least one byte; nothing at the stream's end.
    func receive() throws -> [UInt8] {
        let count = unsafe buffer.withUnsafeMutableBytes { room in
            unsafe recv(descriptor, room.baseAddress, room.count, 0)
        }
        try BlockingSocket.check(Int32(clamping: count), "recv")
        return Array(buffer[..<count])
    }

    private static func check(_ status: Int32, _ call: String) throws {
        guard status >= 0 else { throw Failure.system(call, errno: errno) }
    }
}
