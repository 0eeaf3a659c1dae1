/// A statement about roles, or about what they may do.
enum RoleStatement: Sendable {
    case create(String, RoleOptions, ifNotExists: Bool)
    case alter(String, RoleOptions, ifExists: Bool)
    case drop(String, ifExists: Bool)
    /// `nil`: of all, or of whoever asks.
    case list(of: String?, isRecursive: Bool)
    case listUsers
    case grantRole(String, to: String)
    case revokeRole(String, from: String)
    case grant(PermissionSet, on: SecuredResource, to: String)
    case revoke(PermissionSet, on: SecuredResource, from: String)
    case listPermissions(PermissionSet, on: SecuredResource?, of: String?, isRecursive: Bool)
}

/// What follows WITH.
struct RoleOptions: Sendable {
    enum Access: Sendable {
        case everywhere
        /// Only with these names, each one once.
        case only([String])
    }

    var password: String?
    var hashedPassword: String?
    var isSuperuser: Bool?
    var canLogin: Bool?
    /// OPTIONS, which are for role managers of other makes.
    var hasCustomOptions = false
    var datacenters: Access?
    var addresses: Access?

    /// Nothing of what a role manager sets; where a role may be used is not among it.
    var isEmpty: Bool { given.isEmpty }

    /// What is given, as messages name it.
    var given: [String] {
        var names: [String] = []
        if isSuperuser != nil { names.append("SUPERUSER") }
        if canLogin != nil { names.append("LOGIN") }
        if password != nil { names.append("PASSWORD") }
        if hashedPassword != nil { names.append("HASHED_PASSWORD") }
        if hasCustomOptions { names.append("OPTIONS") }
        return names
    }
}
