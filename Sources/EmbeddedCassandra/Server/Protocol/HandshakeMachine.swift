import CassandraWire

/// Knows what a client may send now, and what follows from it (v4 §4.1).
struct HandshakeMachine: ~Copyable {
    private enum Stage {
        case initial
        case authenticating
        case ready
    }

    private var stage = Stage.initial

    enum Verdict {
        case accepted
        case refused(ServerError)
        /// Answered on stream 0 whatever stream was asked on: before STARTUP nobody has looked at streams.
        case refusedOnStreamZero(ServerError)
    }

    var isReady: Bool { if case .ready = stage { true } else { false } }

    func judge(_ opcode: RequestOpcode) -> Verdict {
        switch stage {
        case .ready:
            return opcode == .startup ? .refused(.alreadyInitialized) : .accepted
        case .initial:
            if opcode == .startup || opcode == .options { return .accepted }
            return .refusedOnStreamZero(.unexpected(opcode, expecting: "STARTUP or OPTIONS"))
        case .authenticating:
            if opcode == .authResponse || opcode == .credentials { return .accepted }
            return .refused(.unexpected(opcode, expecting: "SASL_RESPONSE"))
        }
    }

    mutating func started(needsLogin: Bool) {
        stage = needsLogin ? .authenticating : .ready
    }

    mutating func loggedIn() {
        stage = .ready
    }
}

/// What STARTUP asks for, once it is read and found to make sense (v4 §4.1.1).
struct StartupRequest {
    /// By names in capitals.
    var options: [Startup.Option] = []
    var compression: Compression?

    init(from reader: inout RequestReader) throws(ServerError) {
        for _ in 0..<(try reader.integer(UInt16.self)) {
            let name = try reader.string().uppercased()
            options.append(Startup.Option(name: name, value: try reader.string()))
        }
        guard let version = options.last(where: { $0.name == "CQL_VERSION" })?.value else {
            throw .protocolError("Missing value CQL_VERSION in STARTUP message")
        }
        try Self.check(version)
        guard let name = options.last(where: { $0.name == "COMPRESSION" })?.value.lowercased() else { return }
        if name == "snappy" { throw .protocolError("This instance does not support Snappy compression") }
        guard let compression = Compression(rawValue: name), compression.isAvailable else {
            throw .protocolError("Unknown compression algorithm: \(name)")
        }
        self.compression = compression
    }

    private static func check(_ version: String) throws(ServerError) {
        let digits = version.prefix { $0.isASCII && $0.isNumber }
        guard let major = Int(digits) else { throw .protocolError("Invalid version value: \(version)") }
        guard major >= 3 else {
            throw .protocolError(
                "CQL version \(version) is not supported by the binary protocol (supported version are >= 3.0.0)")
        }
    }
}
