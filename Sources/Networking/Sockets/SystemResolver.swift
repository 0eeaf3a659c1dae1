import Dispatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Asks the system, on threads that may block: `getaddrinfo` knows the hosts file, DNS and whatever else is configured.
package final class SystemResolver: NameResolver {
    // A look-up that hangs must not hold up the others; how many threads there are at most is Dispatch's decision.
    private let queue = DispatchQueue(label: "martlet-resolver", attributes: .concurrent)

    package init() {}

    package func resolve(
        _ host: String, port: UInt16, on loop: EventLoop,
        _ deliver: @escaping @Sendable (Result<[SocketAddress], IOError>) -> Void
    ) {
        queue.async {
            let answer = Self.lookUp(host, port: port)
            loop.submit { _ in deliver(answer) }
        }
    }

    static func lookUp(_ host: String, port: UInt16) -> Result<[SocketAddress], IOError> {
        guard !host.isEmpty, !host.utf8.contains(0) else { return .failure(.unknownHost(host, "not a name")) }
        var hints = unsafe addrinfo()
        #if os(Linux)
            unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            unsafe hints.ai_socktype = SOCK_STREAM
        #endif
        unsafe hints.ai_family = AF_UNSPEC
        var first: UnsafeMutablePointer<addrinfo>?
        var status: Int32
        var number: ErrorNumber
        repeat {
            status = unsafe getaddrinfo(host, nil, &hints, &first)
            number = .last
        } while status == EAI_SYSTEM && number == .interrupted
        guard status == 0 else {
            let reason = unsafe status == EAI_SYSTEM ? number.description : String(cString: gai_strerror(status))
            return .failure(.unknownHost(host, reason))
        }
        defer { unsafe freeaddrinfo(first) }
        var addresses: [SocketAddress] = []
        var next = unsafe first
        while let info = unsafe next {
            if let address = unsafe address(info.pointee, port: port), !addresses.contains(address) {
                addresses.append(address)
            }
            unsafe next = info.pointee.ai_next
        }
        return addresses.isEmpty ? .failure(.unknownHost(host, "no address")) : .success(addresses)
    }

    private static func address(_ info: addrinfo, port: UInt16) -> SocketAddress? {
        guard let native = unsafe info.ai_addr else { return nil }
        var storage = sockaddr_storage()
        let length = unsafe min(Int(info.ai_addrlen), MemoryLayout<sockaddr_storage>.size)
        unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            unsafe bytes.copyMemory(from: UnsafeRawBufferPointer(start: native, count: length))
        }
        return SocketAddress(native: &storage, length: socklen_t(length))?.with(port: port)
    }
}
