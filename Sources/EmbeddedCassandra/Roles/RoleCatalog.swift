import CassandraWire
import Networking

/// The roles of a cluster and what they may do: what a server keeps in `system_auth`.
///
/// All nodes have the same one, as of a keyspace that is replicated everywhere. There is none where nobody logs in.
final class RoleCatalog {
    struct Role: Sendable {
        let name: String
        var canLogin = false
        var isSuperuser = false
        var password: PasswordHash?
        /// The roles that were granted to it.
        var memberOf: Set<String> = []
        /// Microseconds since 1970 of the last change of the password.
        var passwordChanged: Int64?
    }

    private(set) var roles: [String: Role] = [:]
    private(set) var grants: [String: [SecuredResource: PermissionSet]] = [:]
    /// Who has permissions on a resource, so that they can go with it. As on a server REVOKE takes a role out even when
    /// other permissions of it are left, which then survive the resource.
    private(set) var holders: [SecuredResource: Set<String>] = [:]
    /// Changes with everything that may change what somebody may do.
    private(set) var version = 0
    private var random: SeededRandom

    static let defaultSuperuser = "cassandra"
    /// A server lets nobody change a password more often.
    private static let passwordInterval: Int64 = 5_000_000

    /// With one role, which may do everything.
    init(superuser: String, password: String, _ random: SeededRandom) {
        self.random = random
        roles[superuser] = Role(name: superuser, canLogin: true, isSuperuser: true, password: hash(password))
    }

    private func hash(_ password: String) -> PasswordHash { PasswordHash(of: password, salt: random.next()) }

    // MARK: Roles

    /// In the order of their names.
    var all: [Role] { roles.values.sorted { $0.name < $1.name } }

    func create(_ name: String, _ options: RoleOptions, now: Int64) throws(ServerError) {
        var role = Role(name: name)
        try set(options, of: &role, now: now)
        roles[name] = role
        version += 1
    }

    func alter(_ name: String, _ options: RoleOptions, now: Int64) throws(ServerError) {
        guard var role = roles[name] else { return }
        try set(options, of: &role, now: now)
        roles[name] = role
        version += 1
    }

    private func set(_ options: RoleOptions, of role: inout Role, now: Int64) throws(ServerError) {
        if options.password != nil || options.hashedPassword != nil {
            if let last = role.passwordChanged, now - last < Self.passwordInterval {
                throw ServerError(
                    code: .overloaded,
                    message: "Password for role \(role.name) can only be changed every "
                        + "\(Self.passwordInterval / 1000)ms.")
            }
            role.passwordChanged = now
        }
        if let password = options.password { role.password = hash(password) }
        if let text = options.hashedPassword { role.password = PasswordHash(text) }
        if let canLogin = options.canLogin { role.canLogin = canLogin }
        if let isSuperuser = options.isSuperuser { role.isSuperuser = isSuperuser }
    }

    func drop(_ name: String) {
        roles[name] = nil
        for member in roles.keys { roles[member]?.memberOf.remove(name) }
        for resource in (grants.removeValue(forKey: name) ?? [:]).keys { forget(name, holding: resource) }
        revokeAll(on: .role(name))
        version += 1
    }

    // MARK: Membership

    func add(_ member: String, to role: String) {
        roles[member]?.memberOf.insert(role)
        version += 1
    }

    func remove(_ member: String, from role: String) {
        roles[member]?.memberOf.remove(role)
        version += 1
    }

    /// The role itself and those that were granted to it, also by way of others when `isRecursive`.
    func roles(of name: String, isRecursive: Bool = true) -> Set<String> {
        guard let role = roles[name] else { return [] }
        var found: Set = [name]
        var next = role.memberOf.sorted()
        while let other = next.popLast() {
            guard found.insert(other).inserted, isRecursive else { continue }
            next += (roles[other]?.memberOf ?? []).sorted()
        }
        return found.filter { roles[$0] != nil }
    }

    /// Whether it, or a role that was granted to it, is a superuser.
    func isSuperuser(_ name: String) -> Bool {
        guard let role = roles[name] else { return false }
        return role.isSuperuser || roles(of: name).contains { roles[$0]?.isSuperuser == true }
    }

    // MARK: Permissions

    /// Gives those of the permissions that the role had before.
    func grant(_ permissions: PermissionSet, on resource: SecuredResource, to role: String) -> PermissionSet {
        let before = grants[role]?[resource] ?? []
        grants[role, default: [:]][resource] = before.union(permissions)
        holders[resource, default: []].insert(role)
        version += 1
        return before.intersection(permissions)
    }

    /// Gives those of the permissions that the role did not have.
    func revoke(_ permissions: PermissionSet, on resource: SecuredResource, from role: String) -> PermissionSet {
        let before = grants[role]?[resource] ?? []
        let left = before.subtracting(permissions)
        grants[role]?[resource] = left.isEmpty ? nil : left
        forget(role, holding: resource)
        version += 1
        return permissions.subtracting(before)
    }

    private func forget(_ role: String, holding resource: SecuredResource) {
        holders[resource]?.remove(role)
        if holders[resource]?.isEmpty == true { holders[resource] = nil }
    }

    private func revokeAll(on resource: SecuredResource) {
        for role in holders.removeValue(forKey: resource) ?? [] { grants[role]?[resource] = nil }
    }

    /// What the role has been granted, itself or by way of others, on the resource or what that lies in.
    func permissions(of name: String, on resource: SecuredResource) -> PermissionSet {
        let names = roles(of: name)
        var permissions: PermissionSet = []
        for resource in resource.chain {
            for name in names { permissions.formUnion(grants[name]?[resource] ?? []) }
        }
        return permissions
    }

    // MARK: Schema

    /// Who makes something may do everything with it, and with what is dropped go the permissions on it.
    func follow(_ change: SchemaChange, by user: String?) {
        switch (change.change, change.target) {
        case ("CREATED", .keyspace):
            own([.keyspace(change.keyspace), .functions(change.keyspace)], user)
        case ("CREATED", .table(let name)): own([.table(keyspace: change.keyspace, name: name)], user)
        case ("DROPPED", .keyspace):
            for resource in holders.keys.filter({ $0.belongs(to: change.keyspace) }) { revokeAll(on: resource) }
        case ("DROPPED", .table(let name)): revokeAll(on: .table(keyspace: change.keyspace, name: name))
        default: return
        }
        version += 1
    }

    private func own(_ resources: [SecuredResource], _ user: String?) {
        guard let user else { return }
        for resource in resources { _ = grant(resource.applicable, on: resource, to: user) }
    }

    // MARK: Logging in

    /// Whether somebody may log in so.
    func check(_ user: String, _ password: String) throws(ServerError) {
        guard let role = roles[user], let hash = role.password, hash.accepts(password) else {
            throw Authentication.wrongCredentials(of: user)
        }
        guard role.canLogin else {
            throw ServerError(code: .badCredentials, message: "\(user) is not permitted to log in")
        }
    }
}
