import CassandraWire
import Networking

/// Where a node listens.
typealias NodeAddress = Networking.Endpoint

/// A configuration that has been checked.
struct SessionSettings: Sendable {
    let endpoints: [NodeAddress]
    let keyspace: String?
    let credentials: Configuration.Credentials?
    let wireCompression: Compression?
    let loops: Int
    let pool: Configuration.Pool
    let timeouts: Configuration.Timeouts
    let profile: ExecutionProfile
    let preparedCacheBytes: Int
    let channelOptions: ChannelOptions

    init(_ configuration: Configuration) throws(CassandraError) {
        endpoints = try Self.endpoints(configuration)
        keyspace = configuration.keyspace
        credentials = configuration.credentials
        wireCompression = configuration.compression == .lz4 ? .lz4 : nil
        loops = configuration.loops
        pool = configuration.pool
        timeouts = configuration.timeouts
        profile = configuration.profile
        preparedCacheBytes = configuration.preparedCacheBytes
        channelOptions = try Self.channelOptions(configuration)
        if let wireCompression, !wireCompression.isAvailable {
            throw Self.wrong("compression", "lz4 is not built in (the trait LZ4 is off)")
        }
        try Self.check(keyspace != "", "keyspace", "an empty name")
        try Self.check((1...256).contains(loops), "loops", "\(loops) is not between 1 and 256")
        try Self.check((1...64).contains(pool.connectionsPerLoop), "pool.connectionsPerLoop", "not between 1 and 64")
        try Self.check(
            (1...32_767).contains(pool.requestsPerConnection), "pool.requestsPerConnection", "not between 1 and 32767")
        try Self.check(pool.waitingRequests >= 0, "pool.waitingRequests", "negative")
        try Self.check(pool.waitingBytes >= 0, "pool.waitingBytes", "negative")
        try Self.check(timeouts.connect > .zero, "timeouts.connect", "not positive")
        try Self.check(timeouts.close >= .zero, "timeouts.close", "negative")
        try Self.check(preparedCacheBytes >= 0, "preparedCacheBytes", "negative")
        try Self.check(profile)
    }

    private static func channelOptions(_ configuration: Configuration) throws(CassandraError) -> ChannelOptions {
        var options = ChannelOptions()
        options.connectTimeout = configuration.timeouts.connect
        options.highWater = 1 << 20
        // The kernel finds out that a node's machine is gone: by asking it when it is silent, and by what it does not
        // acknowledge when it is not.
        options.socketOptions += [
            .keepAlive(idleSeconds: 30, intervalSeconds: 10, probes: 3), .unacknowledgedTimeout(milliseconds: 60_000),
        ]
        #if TLS
            options.tls = try configuration.tls?.contexts(connectTimeout: configuration.timeouts.connect)
        #else
            try check(configuration.tls == nil, "tls", "encryption is not built in (the trait TLS is off)")
        #endif
        return options
    }

    /// What can be wrong with a profile, wherever it is given.
    static func check(_ profile: ExecutionProfile) throws(CassandraError) {
        try check(profile.timeout > .zero, "profile.timeout", "not positive")
        try check(profile.pageSize.rows ?? 1 > 0, "profile.pageSize", "not positive")
        if let serial = profile.serialConsistency {
            try check(serial.isSerial, "profile.serialConsistency", "\(serial) is not a serial level")
        }
    }

    private static func endpoints(_ configuration: Configuration) throws(CassandraError) -> [NodeAddress] {
        try check(!configuration.contactPoints.isEmpty, "contactPoints", "there is none")
        var endpoints: [NodeAddress] = []
        for text in configuration.contactPoints {
            guard let endpoint = endpoint(text, port: configuration.port) else {
                throw wrong("contactPoints", "'\(text)' is neither host, host:port nor [address]:port")
            }
            endpoints.append(endpoint)
        }
        return endpoints
    }

    private static func endpoint(_ text: String, port: UInt16) -> NodeAddress? {
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let host = String(text[text.index(after: text.startIndex)..<end])
            let rest = text[text.index(after: end)...]
            if rest.isEmpty { return NodeAddress(host: host, port: port) }
            guard rest.first == ":", let given = UInt16(rest.dropFirst()) else { return nil }
            return NodeAddress(host: host, port: given)
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        switch parts.count {
        case 1 where !text.isEmpty: return NodeAddress(host: text, port: port)
        case 2:
            guard !parts[0].isEmpty, let given = UInt16(parts[1]) else { return nil }
            return NodeAddress(host: String(parts[0]), port: given)
        case 3...: return SocketAddress(literal: text, port: port).map { .address($0) }
        default: return nil
        }
    }

    private static func check(_ holds: Bool, _ field: String, _ reason: String) throws(CassandraError) {
        if !holds { throw wrong(field, reason) }
    }

    private static func wrong(_ field: String, _ reason: String) -> CassandraError {
        CassandraError(.configuration(field: field, reason: reason))
    }
}
