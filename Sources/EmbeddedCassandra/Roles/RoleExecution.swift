import CassandraWire

/// Executes statements about roles.
///
/// As on a server each one checks first whether whoever asks may do it, then whether it makes sense.
struct RoleExecution {
    let roles: RoleCatalog
    let schema: Schema
    let client: ClientState
    let datacenters: [String]
    /// Microseconds since 1970.
    let now: Int64
    /// Whoever asks.
    let user: String

    func run(_ statement: RoleStatement) throws(ServerError) -> Outcome {
        switch statement {
        case .create(let name, let options, let ifNotExists): try create(name, options, ifNotExists)
        case .alter(let name, let options, let ifExists): try alter(name, options, ifExists)
        case .drop(let name, let ifExists): try drop(name, ifExists)
        case .grantRole(let role, let member): try grant(role, to: member)
        case .revokeRole(let role, let member): try revoke(role, from: member)
        case .grant(let permissions, let resource, let role):
            return try changePermissions(permissions, resource, role, isGrant: true)
        case .revoke(let permissions, let resource, let role):
            return try changePermissions(permissions, resource, role, isGrant: false)
        case .list(let role, let isRecursive):
            return Outcome(.result(try listing.roles(of: role, isRecursive: isRecursive)))
        case .listUsers: return Outcome(.result(try listing.users()))
        case .listPermissions(let permissions, let resource, let role, let isRecursive):
            return Outcome(
                .result(try listPermissions(permissions, on: resource, of: role, isRecursive: isRecursive)))
        }
        return .void
    }

    private var listing: RoleListing { RoleListing(roles: roles, user: user) }
    private var isSuperuser: Bool { roles.isSuperuser(user) }

    // MARK: Checks

    static func unauthorized(_ message: String) -> ServerError {
        ServerError(code: .unauthorized, message: message)
    }

    private func may(_ permission: Permission, _ resource: SecuredResource) -> Bool {
        isSuperuser || roles.permissions(of: user, on: resource).contains(permission)
    }

    private func require(_ permission: Permission, onRole resource: SecuredResource) throws(ServerError) {
        guard may(permission, resource) else {
            throw Self.unauthorized(
                "User \(user) does not have sufficient privileges to perform the requested operation")
        }
    }

    private func requireRole(_ name: String) throws(ServerError) {
        guard roles.roles[name] != nil else { throw .invalid("\(name) doesn't exist") }
    }

    private func validate(_ options: RoleOptions) throws(ServerError) {
        if options.hasCustomOptions { throw Self.notSupported("OPTIONS") }
        if let hash = options.hashedPassword, PasswordHash(hash) == nil {
            guard PasswordHash.isBcrypt(hash) else {
                throw .invalid("Invalid hashed password value. Please use jBcrypt.")
            }
            throw .unsupported("bcrypt's hashes of passwords")
        }
        if case .only(let names) = options.datacenters {
            let unknown = names.filter { !datacenters.contains($0) }
            guard unknown.isEmpty else {
                throw .invalid(
                    "Invalid value(s) for DATACENTERS '[\(unknown.joined(separator: ", "))]',All values must be valid "
                        + "datacenters")
            }
        }
        if case .only(let names) = options.addresses {
            throw .invalid(
                "Invalid CIDR group(s): [\(names.joined(separator: ", "))]. Available CIDR Groups are: []")
        }
    }

    static func notSupported(_ option: String) -> ServerError {
        .invalid("org.apache.cassandra.auth.CassandraRoleManager doesn't support \(option)")
    }

    // MARK: Roles

    private func create(_ name: String, _ options: RoleOptions, _ ifNotExists: Bool) throws(ServerError) {
        try require(.create, onRole: .allRoles)
        if options.isSuperuser == true, !isSuperuser {
            throw Self.unauthorized("Only superusers can create a role with superuser status")
        }
        try validate(options)
        guard !name.isEmpty else { throw .invalid("Role name can't be an empty string") }
        if roles.roles[name] != nil {
            if ifNotExists { return }
            throw .invalid("\(name) already exists")
        }
        try roles.create(name, options, now: now)
        let resource = SecuredResource.role(name)
        _ = roles.grant(resource.applicable, on: resource, to: user)
    }

    private func alter(_ name: String, _ options: RoleOptions, _ ifExists: Bool) throws(ServerError) {
        try authorizeAltering(name, options)
        try validate(options)
        if options.isEmpty, options.datacenters == nil, options.addresses == nil {
            throw .invalid("ALTER [ROLE|USER] can't be empty")
        }
        guard roles.roles[name] != nil else {
            if ifExists { return }
            throw .invalid("Role \(name) doesn't exist")
        }
        try roles.alter(name, options, now: now)
        if options.datacenters != nil {
            throw .invalid("ACCESS TO DATACENTERS operations not supported by AllowAllNetworkAuthorizer")
        }
    }

    private func authorizeAltering(_ name: String, _ options: RoleOptions) throws(ServerError) {
        if options.isSuperuser != nil {
            if roles.roles(of: user).contains(name) {
                throw Self.unauthorized(
                    "You aren't allowed to alter your own superuser status or that of a role granted to you")
            }
            guard isSuperuser else {
                throw Self.unauthorized("Only superusers are allowed to alter superuser status")
            }
        }
        if isSuperuser { return }
        if options.datacenters != nil {
            throw Self.unauthorized("Only superusers are allowed to alter access to datacenters.")
        }
        if options.addresses != nil {
            throw Self.unauthorized("Only superusers are allowed to alter access from CIDR groups.")
        }
        guard name == user else { return try require(.alter, onRole: .role(name)) }
        // Of itself a role changes nothing but its password.
        for option in options.given where option != "PASSWORD" && option != "HASHED_PASSWORD" {
            throw Self.unauthorized("You aren't allowed to alter \(option)")
        }
    }

    private func drop(_ name: String, _ ifExists: Bool) throws(ServerError) {
        try require(.drop, onRole: .role(name))
        if roles.isSuperuser(name), !isSuperuser {
            throw Self.unauthorized("Only superusers can drop a role with superuser status")
        }
        if !ifExists { try requireRole(name) }
        guard name != user else { throw .invalid("Cannot DROP primary role for current login") }
        if roles.roles[name] != nil { roles.drop(name) }
    }

    // MARK: Membership

    private func grant(_ role: String, to member: String) throws(ServerError) {
        try checkMembership(role, member)
        if roles.roles(of: member).contains(role) { throw .invalid("\(member) is a member of \(role)") }
        if roles.roles(of: role).contains(member) { throw .invalid("\(role) is a member of \(member)") }
        roles.add(member, to: role)
    }

    private func revoke(_ role: String, from member: String) throws(ServerError) {
        try checkMembership(role, member)
        guard roles.roles(of: member, isRecursive: false).contains(role) else {
            throw .invalid("\(member) is not a member of \(role)")
        }
        roles.remove(member, from: role)
    }

    private func checkMembership(_ role: String, _ member: String) throws(ServerError) {
        try require(.authorize, onRole: .role(role))
        try requireRole(role)
        try requireRole(member)
    }

    // MARK: Permissions

    private func changePermissions(
        _ permissions: PermissionSet, _ resource: SecuredResource, _ role: String, isGrant: Bool
    ) throws(ServerError) -> Outcome {
        let resource = try resolved(resource)
        for permission in [.authorize] + permissions.list where !may(permission, resource) {
            throw StatementGuard.refusal(permission, resource, client)
        }
        guard roles.roles[role] != nil else { throw .invalid("Role \(role) doesn't exist") }
        guard exists(resource) else { throw .invalid("Resource \(resource.text) doesn't exist") }
        if isGrant { try checkSystemGrant(permissions, resource) }
        let idle =
            isGrant
            ? roles.grant(permissions, on: resource, to: role) : roles.revoke(permissions, on: resource, from: role)
        guard !idle.isEmpty else { return .void }
        let names = idle.list.map(\.name).joined(separator: ", ")
        let warning = "Role '\(role)' was \(isGrant ? "already" : "not") granted \(names) on \(resource.text)"
        return Outcome(.result(.void), warnings: [warning])
    }

    private func checkSystemGrant(
        _ permissions: PermissionSet, _ resource: SecuredResource
    ) throws(ServerError) {
        guard let keyspace = resource.keyspace, SecuredResource.systemKeyspaces.contains(keyspace) else { return }
        var allowed = PermissionSet(.select)
        if SecuredResource.replicatedSystemKeyspaces.contains(keyspace), case .keyspace = resource {
            allowed.insert(PermissionSet(.alter))
        }
        guard permissions.isSubset(of: allowed) else {
            throw Self.unauthorized(
                "Granting permissions on system keyspaces is strictly limited, this operation is not permitted")
        }
    }

    private func listPermissions(
        _ permissions: PermissionSet, on resource: SecuredResource?, of role: String?, isRecursive: Bool
    ) throws(ServerError) -> QueryResult {
        var chain: [SecuredResource]?
        if let resource {
            let resource = try resolved(resource)
            guard exists(resource) else { throw .invalid("\(resource.text) doesn't exist") }
            chain = isRecursive ? resource.chain : [resource]
        }
        return try listing.permissions(permissions, on: chain, of: role)
    }

    private func resolved(_ resource: SecuredResource) throws(ServerError) -> SecuredResource {
        guard case .table("", let name) = resource else { return resource }
        return .table(keyspace: try SchemaEditor.keyspaceName(QualifiedName(name: name), client.keyspace), name: name)
    }

    private func exists(_ resource: SecuredResource) -> Bool {
        switch resource {
        case .allKeyspaces, .allRoles, .allFunctions, .allBeans: true
        case .keyspace(let name), .allTables(let name), .functions(let name): schema.keyspaces[name] != nil
        case .table(let keyspace, let name): schema.table(keyspace, name) != nil
        case .role(let name): roles.roles[name] != nil
        // What a Java process shows of itself, which this is not.
        case .bean: false
        }
    }
}
