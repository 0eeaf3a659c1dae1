import CassandraWire

extension ServerError {
    static func invalid(_ message: String) -> ServerError { ServerError(code: .invalid, message: message) }
    static func syntax(_ message: String) -> ServerError { ServerError(code: .syntaxError, message: message) }
    static func configuration(_ message: String) -> ServerError { ServerError(code: .configError, message: message) }
    static func protocolError(_ message: String) -> ServerError { ServerError(code: .protocolError, message: message) }
    static func server(_ message: String) -> ServerError { ServerError(code: .serverError, message: message) }

    /// Understood, but not there.
    static func unsupported(_ feature: String) -> ServerError {
        .invalid("The embedded node does not support \(feature)")
    }
}
