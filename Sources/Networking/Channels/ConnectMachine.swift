/// Decides when which address of a name is tried, so that an address that does not answer costs a quarter of a second
/// and not a time-out (RFC 8305).
///
/// Knows nothing of sockets or time: callers carry the orders out.
struct ConnectMachine: ~Copyable {
    enum Next: Equatable {
        /// Try this address; if it has no outcome when the delay has passed, say so.
        case attempt(SocketAddress)
        /// All that can be tried is on its way.
        case wait
        case giveUp([IOError.AddressFailure])
    }

    /// How long an attempt has before the next address is tried beside it.
    static let attemptDelay = Duration.milliseconds(250)

    private var untried: [SocketAddress]
    private var underWay = 0
    private var failures: [IOError.AddressFailure] = []

    /// Addresses in the resolver's order of preference.
    init(_ addresses: [SocketAddress]) {
        untried = Self.alternating(addresses).reversed()
    }

    mutating func begin() -> Next {
        next()
    }

    /// The attempt that was begun last has had its time.
    mutating func delayPassed() -> Next {
        next()
    }

    mutating func failed(_ address: SocketAddress, _ reason: String) -> Next {
        precondition(underWay > 0, "an attempt failed although none was under way")
        underWay -= 1
        failures.append(IOError.AddressFailure(address: address, reason: reason))
        return next()
    }

    private mutating func next() -> Next {
        if let address = untried.popLast() {
            underWay += 1
            return .attempt(address)
        }
        return underWay > 0 ? .wait : .giveUp(failures)
    }

    /// The first stays first; after it the families take turns, so that one that is broken as a whole costs one delay.
    private static func alternating(_ addresses: [SocketAddress]) -> [SocketAddress] {
        guard let first = addresses.first else { return [] }
        let preferred = addresses.filter { $0.isV6 == first.isV6 }
        let other = addresses.filter { $0.isV6 != first.isV6 }
        return (0..<max(preferred.count, other.count)).flatMap { index in
            [preferred, other].compactMap { index < $0.count ? $0[index] : nil }
        }
    }
}
