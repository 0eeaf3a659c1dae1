#if TLS
    #if canImport(Darwin)
        import Darwin
    #else
        import Glibc
    #endif

    /// Which end of a connection an engine is.
    package enum TLSRole: Sendable, Equatable {
        case client(peer: TLSPeer)
        case server
    }

    /// Whom a client connects to, which is whose certificate it wants to see.
    package struct TLSPeer: Sendable, Hashable {
        /// The name of a host, or an IPv4 or IPv6 address.
        package let text: String
        /// A certificate must have an address as an address: as a name it does not count.
        package let isAddress: Bool

        /// Tells names from addresses; a dot at the end of a name and the zone of an address (`%eth0`) are dropped,
        /// because no certificate has them.
        package init(_ text: String) throws(TLSError) {
            let address = String(text.prefix { $0 != "%" })
            if TLSPeer.isAddress(address) {
                self.text = address
                isAddress = true
                return
            }
            let name = text.hasSuffix(".") ? String(text.dropLast()) : text
            // To OpenSSL an empty name means that none is checked, a zero byte that the name ends, and a dot in front
            // that every host of the domain will do.
            guard name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !name.isEmpty, name.utf8.count <= 255,
                !name.hasPrefix(".")
            else { throw .configuration(.invalidServerName(text)) }
            self.text = name
            isAddress = false
        }

        private static func isAddress(_ text: String) -> Bool {
            guard !text.utf8.contains(0) else { return false }
            var address = in6_addr()
            return unsafe inet_pton(AF_INET, text, &address) == 1 || inet_pton(AF_INET6, text, &address) == 1
        }
    }
#endif
