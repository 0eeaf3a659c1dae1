/// The number of a server's error (v4 §9). Servers may send numbers that are not named here.
public struct ErrorCode: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: Int32

    /// A code of any number.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// Something unexpected happened on the server.
    public static let serverError = ErrorCode(rawValue: 0x0000)
    /// The client's message was not what the protocol allows.
    public static let protocolError = ErrorCode(rawValue: 0x000A)
    /// The login failed.
    public static let badCredentials = ErrorCode(rawValue: 0x0100)
    /// Too few replicas are alive for the consistency level.
    public static let unavailable = ErrorCode(rawValue: 0x1000)
    /// The node refuses the request because it has too much to do.
    public static let overloaded = ErrorCode(rawValue: 0x1001)
    /// The node is starting and cannot coordinate yet.
    public static let isBootstrapping = ErrorCode(rawValue: 0x1002)
    /// A truncation failed.
    public static let truncateError = ErrorCode(rawValue: 0x1003)
    /// Too few replicas answered a write in time.
    public static let writeTimeout = ErrorCode(rawValue: 0x1100)
    /// Too few replicas answered a read in time.
    public static let readTimeout = ErrorCode(rawValue: 0x1200)
    /// A replica failed while reading.
    public static let readFailure = ErrorCode(rawValue: 0x1300)
    /// A user-defined function failed.
    public static let functionFailure = ErrorCode(rawValue: 0x1400)
    /// A replica failed while writing.
    public static let writeFailure = ErrorCode(rawValue: 0x1500)
    /// The change-data-capture log is full.
    public static let cdcWriteFailure = ErrorCode(rawValue: 0x1600)
    /// Whether a conditional write was applied is not known.
    public static let casWriteUnknown = ErrorCode(rawValue: 0x1700)
    /// The statement is not CQL.
    public static let syntaxError = ErrorCode(rawValue: 0x2000)
    /// The user may not do this.
    public static let unauthorized = ErrorCode(rawValue: 0x2100)
    /// The statement is CQL, but cannot be executed.
    public static let invalid = ErrorCode(rawValue: 0x2200)
    /// The statement would make an impossible configuration.
    public static let configError = ErrorCode(rawValue: 0x2300)
    /// The keyspace or table is there already.
    public static let alreadyExists = ErrorCode(rawValue: 0x2400)
    /// The node does not know the prepared statement.
    public static let unprepared = ErrorCode(rawValue: 0x2500)

    private static let names: [ErrorCode: String] = [
        .serverError: "SERVER_ERROR", .protocolError: "PROTOCOL_ERROR", .badCredentials: "AUTH_ERROR",
        .unavailable: "UNAVAILABLE", .overloaded: "OVERLOADED", .isBootstrapping: "IS_BOOTSTRAPPING",
        .truncateError: "TRUNCATE_ERROR", .writeTimeout: "WRITE_TIMEOUT", .readTimeout: "READ_TIMEOUT",
        .readFailure: "READ_FAILURE", .functionFailure: "FUNCTION_FAILURE", .writeFailure: "WRITE_FAILURE",
        .cdcWriteFailure: "CDC_WRITE_FAILURE", .casWriteUnknown: "CAS_WRITE_UNKNOWN", .syntaxError: "SYNTAX_ERROR",
        .unauthorized: "UNAUTHORIZED", .invalid: "INVALID", .configError: "CONFIG_ERROR",
        .alreadyExists: "ALREADY_EXISTS", .unprepared: "UNPREPARED",
    ]
}

extension ErrorCode: CustomStringConvertible {
    /// The code's name in capitals, or its number.
    public var description: String {
        ErrorCode.names[self] ?? "0x" + String(UInt32(bitPattern: rawValue), radix: 16)
    }
}
