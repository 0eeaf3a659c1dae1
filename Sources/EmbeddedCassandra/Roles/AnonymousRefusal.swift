import CassandraWire

/// How statements about roles are refused where nobody logs in.
enum AnonymousRefusal {
    static let notLoggedIn = ServerError(
        code: .unauthorized, message: "You have to be logged in and not anonymous to perform this request")

    /// A server looks at some things before it looks at who asks.
    static func error(of statement: RoleStatement, superuser: String) -> ServerError {
        switch statement {
        case .create(let name, let options, _):
            if let unsupported = unsupported(options) { return RoleExecution.notSupported(unsupported) }
            return name.isEmpty ? .invalid("Role name can't be an empty string") : notLoggedIn
        case .alter(_, let options, _):
            return unsupported(options).map(RoleExecution.notSupported) ?? notLoggedIn
        case .drop(superuser, _):
            return RoleExecution.unauthorized("Only superusers can drop a role with superuser status")
        default: return notLoggedIn
        }
    }

    private static func unsupported(_ options: RoleOptions) -> String? {
        options.given.first { $0 != "LOGIN" && $0 != "SUPERUSER" }
    }
}
