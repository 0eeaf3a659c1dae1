#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension SocketAddress {
    /// An address written as people write it: `127.0.0.1`, `::1`, `fe80::1%2`. `nil` for anything else, names too.
    package init?(literal text: String, port: UInt16) {
        var v4 = in_addr()
        if unsafe inet_pton(AF_INET, text, &v4) == 1 {
            self = .v4(UInt32(bigEndian: v4.s_addr), port: port)
            return
        }
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        var scope: UInt32 = 0
        if parts.count == 2 {
            guard let number = UInt32(parts[1]) ?? SocketAddress.interface(named: String(parts[1])) else { return nil }
            scope = number
        }
        var v6 = in6_addr()
        guard let host = parts.first, unsafe inet_pton(AF_INET6, String(host), &v6) == 1 else { return nil }
        self = .v6(v6, port: port, scope: scope)
    }

    private static func interface(named name: String) -> UInt32? {
        let index = unsafe if_nametoindex(name)
        return index == 0 ? nil : index
    }

    private static func v6(_ address: in6_addr, port: UInt16, scope: UInt32) -> SocketAddress {
        unsafe withUnsafeBytes(of: address) { bytes in
            let high = unsafe UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
            let low = unsafe UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            return .v6(high: high, low: low, port: port, scope: scope)
        }
    }

    /// The system's address family.
    var family: Int32 {
        switch self {
        case .v4: AF_INET
        case .v6: AF_INET6
        case .unix: AF_UNIX
        }
    }

    /// Calls `body` with the address as the system wants it. `nil` when a path is too long to be one.
    func withNative<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result? {
        switch self {
        case .v4(let host, let port):
            var native = sockaddr_in()
            native.sin_family = sa_family_t(AF_INET)
            native.sin_port = port.bigEndian
            native.sin_addr.s_addr = host.bigEndian
            return unsafe Self.call(&native, body)
        case .v6(let high, let low, let port, let scope):
            var native = sockaddr_in6()
            native.sin6_family = sa_family_t(AF_INET6)
            native.sin6_port = port.bigEndian
            native.sin6_scope_id = scope
            unsafe withUnsafeMutableBytes(of: &native.sin6_addr) { bytes in
                unsafe bytes.storeBytes(of: high.bigEndian, as: UInt64.self)
                unsafe bytes.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
            }
            return unsafe Self.call(&native, body)
        case .unix(let path):
            guard path.utf8.count <= Self.longestPath, !path.utf8.contains(0) else { return nil }
            var native = sockaddr_un()
            native.sun_family = sa_family_t(AF_UNIX)
            unsafe withUnsafeMutableBytes(of: &native.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
            return unsafe Self.call(&native, body)
        }
    }

    private static func call<Native, Result>(
        _ native: inout Native, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        unsafe withUnsafePointer(to: &native) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe body(address, socklen_t(MemoryLayout<Native>.size))
            }
        }
    }

    /// Reads what a call filled in: its family decides what lies there. `nil` for families that are not ours.
    init?(native storage: inout sockaddr_storage, length: socklen_t) {
        let family = Int32(storage.ss_family)
        let address: SocketAddress? = unsafe withUnsafeBytes(of: &storage) { bytes in
            switch family {
            case AF_INET:
                let native = unsafe bytes.loadUnaligned(as: sockaddr_in.self)
                return .v4(UInt32(bigEndian: native.sin_addr.s_addr), port: UInt16(bigEndian: native.sin_port))
            case AF_INET6:
                let native = unsafe bytes.loadUnaligned(as: sockaddr_in6.self)
                let port = UInt16(bigEndian: native.sin6_port)
                return Self.v6(native.sin6_addr, port: port, scope: native.sin6_scope_id)
            case AF_UNIX:
                let start = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
                let end = max(start, min(Int(length), bytes.count))
                let path = unsafe bytes[start..<end].prefix { $0 != 0 }
                return unsafe .unix(String(decoding: path, as: UTF8.self))
            default: return nil
            }
        }
        guard let address else { return nil }
        self = address
    }
}
