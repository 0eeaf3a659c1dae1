@testable import EmbeddedCassandra

extension SyntaxText {
    static func text(of statement: RoleStatement) -> String {
        switch statement {
        case .create(let name, let options, let ifNotExists):
            "create role \(name)\(ifNotExists ? " unless" : "")\(text(of: options))"
        case .alter(let name, let options, let ifExists):
            "alter role \(name)\(ifExists ? " if" : "")\(text(of: options))"
        case .drop(let name, let ifExists): "drop role \(name)\(ifExists ? " if" : "")"
        case .list(let role, let isRecursive): "list roles\(text(of: role, isRecursive))"
        case .listUsers: "list users"
        case .grantRole(let role, let member): "grant role \(role) to \(member)"
        case .revokeRole(let role, let member): "revoke role \(role) from \(member)"
        case .grant(let permissions, let resource, let role):
            "grant \(text(of: permissions)) on \(resource.path) to \(role)"
        case .revoke(let permissions, let resource, let role):
            "revoke \(text(of: permissions)) on \(resource.path) from \(role)"
        case .listPermissions(let permissions, let resource, let role, let isRecursive):
            "list \(text(of: permissions))\(resource.map { " on \($0.path)" } ?? "")\(text(of: role, isRecursive))"
        }
    }

    private static func text(of permissions: PermissionSet) -> String {
        permissions == .all ? "all" : permissions.list.map { $0.name.lowercased() }.joined(separator: ", ")
    }

    private static func text(of role: String?, _ isRecursive: Bool) -> String {
        (role.map { " of \($0)" } ?? "") + (isRecursive ? "" : " only")
    }

    private static func text(of options: RoleOptions) -> String {
        var words: [String] = []
        if let password = options.password { words.append("password \(password)") }
        if let hash = options.hashedPassword { words.append("hash \(hash)") }
        if let isSuperuser = options.isSuperuser { words.append(isSuperuser ? "superuser" : "no superuser") }
        if let canLogin = options.canLogin { words.append(canLogin ? "login" : "no login") }
        if options.hasCustomOptions { words.append("options") }
        if let access = options.datacenters { words.append("to \(text(of: access))") }
        if let access = options.addresses { words.append("from \(text(of: access))") }
        return words.map { " \($0)" }.joined()
    }

    private static func text(of access: RoleOptions.Access) -> String {
        switch access {
        case .everywhere: "everywhere"
        case .only(let names): "[\(names.joined(separator: ", "))]"
        }
    }
}
