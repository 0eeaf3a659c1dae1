/// Where a socket listens or connects to.
package enum SocketAddress: Hashable, Sendable {
    case v4(UInt32, port: UInt16)
    case v6(high: UInt64, low: UInt64, port: UInt16, scope: UInt32)
    case unix(String)

    /// The longest path a Unix socket can have; the rest of the 108 bytes is its terminating zero.
    package static let longestPath = 103  // macOS has 104 bytes, so the shorter limit holds on both

    package static func loopback(port: UInt16) -> SocketAddress { .v4(0x7f00_0001, port: port) }
    package static func loopback6(port: UInt16) -> SocketAddress { .v6(high: 0, low: 1, port: port, scope: 0) }

    /// The port, or `nil` for a path.
    package var port: UInt16? {
        switch self {
        case .v4(_, let port), .v6(_, _, let port, _): port
        case .unix: nil
        }
    }

    /// The same host with another port; a path stays as it is.
    package func with(port: UInt16) -> SocketAddress {
        switch self {
        case .v4(let host, _): .v4(host, port: port)
        case .v6(let high, let low, _, let scope): .v6(high: high, low: low, port: port, scope: scope)
        case .unix: self
        }
    }

    package var isV6: Bool {
        if case .v6 = self { true } else { false }
    }
}

extension SocketAddress: CustomStringConvertible {
    package var description: String {
        switch self {
        case .v4(_, let port): "\(host):\(port)"
        case .v6(_, _, let port, _): "[\(host)]:\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }

    /// The address without its port, as people write it.
    package var host: String {
        switch self {
        case .v4(let host, _):
            "\(host >> 24).\(host >> 16 & 255).\(host >> 8 & 255).\(host & 255)"
        case .v6(let high, let low, _, let scope):
            Self.text(high, low) + (scope == 0 ? "" : "%\(scope)")
        case .unix(let path): path
        }
    }

    /// RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups as `::`.
    private static func text(_ high: UInt64, _ low: UInt64) -> String {
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: ($0 < 4 ? high : low) >> UInt64((3 - $0 % 4) * 16)) }
        if high == 0, low >> 32 == 0xffff {
            return "::ffff:" + SocketAddress.v4(UInt32(truncatingIfNeeded: low), port: 0).host
        }
        var longest = 0..<0
        var start = 0
        for index in 0...8 where index == 8 || groups[index] != 0 {
            if index - start > max(longest.count, 1) { longest = start..<index }
            start = index + 1
        }
        let hexadecimal = { (range: Range<Int>) in
            groups[range].map { String($0, radix: 16) }.joined(separator: ":")
        }
        if longest.isEmpty { return hexadecimal(0..<8) }
        return hexadecimal(0..<longest.lowerBound) + "::" + hexadecimal(longest.upperBound..<8)
    }
}
