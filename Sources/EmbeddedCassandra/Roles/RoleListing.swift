import Bytes
import CassandraWire

/// What LIST gives.
struct RoleListing {
    let roles: RoleCatalog
    /// Whoever asks.
    let user: String

    private var seesAllRoles: Bool {
        roles.isSuperuser(user) || roles.permissions(of: user, on: .allRoles).contains(.describe)
    }

    func roles(of role: String?, isRecursive: Bool) throws(ServerError) -> QueryResult {
        try requireRole(role)
        let found = try names(of: role, isRecursive: isRecursive)
        guard !found.isEmpty else { return .void }
        let columns: [(String, CQLType)] = [
            ("role", .text), ("super", .boolean), ("login", .boolean), ("options", .map(key: .text, value: .text)),
            ("datacenters", .text),
        ]
        // Role managers of other makes have options; a map without entries is a count of zero.
        let noOptions = ByteSlice([0, 0, 0, 0])
        return rows(
            of: "roles", columns,
            found.map {
                [
                    Self.text($0.name), Self.boolean($0.isSuperuser), Self.boolean($0.canLogin), noOptions,
                    Self.text("ALL"),
                ]
            })
    }

    func users() throws(ServerError) -> QueryResult {
        let found = try names(of: nil, isRecursive: false)
        guard !found.isEmpty else { return .void }
        return rows(
            of: "users", [("name", .text), ("super", .boolean), ("datacenters", .text)],
            found.filter(\.canLogin).map {
                [Self.text($0.name), Self.boolean(roles.isSuperuser($0.name)), Self.text("ALL")]
            })
    }

    private func names(of role: String?, isRecursive: Bool) throws(ServerError) -> [RoleCatalog.Role] {
        if seesAllRoles, role == nil { return roles.all }
        if !seesAllRoles, let role, !roles.roles(of: user).contains(role) {
            throw RoleExecution.unauthorized("You are not authorized to view roles granted to \(role) ")
        }
        let found = roles.roles(of: role ?? user, isRecursive: isRecursive)
        return roles.all.filter { found.contains($0.name) }
    }

    private func requireRole(_ name: String?) throws(ServerError) {
        guard let name, roles.roles[name] == nil else { return }
        throw .invalid("\(SecuredResource.role(name).text) doesn't exist")
    }

    /// - Parameter resources: the only ones that count; `nil` for all.
    func permissions(
        _ permissions: PermissionSet, on resources: [SecuredResource]?, of role: String?
    ) throws(ServerError) -> QueryResult {
        try requireRole(role)
        let isOwn = role.map(roles.roles(of: user).contains) ?? false
        guard isOwn || roles.isSuperuser(user) else {
            throw RoleExecution.unauthorized(
                "You are not authorized to view \(role.map { "\($0)'s" } ?? "everyone's") permissions")
        }
        let holders = role.map { roles.roles(of: $0) }
        var rows: [[ByteSlice]] = []
        for (holder, grants) in roles.grants.sorted(by: { $0.key < $1.key }) where holders?.contains(holder) ?? true {
            for (resource, granted) in grants.sorted(by: { $0.key.path < $1.key.path })
            where resources?.contains(resource) ?? true {
                for permission in granted.intersection(permissions).list {
                    rows.append([holder, holder, resource.text, permission.name].map(Self.text))
                }
            }
        }
        guard !rows.isEmpty else { return .void }
        return self.rows(
            of: "permissions", ["role", "username", "resource", "permission"].map { ($0, CQLType.text) }, rows)
    }

    // MARK: Rows

    private static func text(_ text: String) -> ByteSlice { ByteSlice(text.utf8) }
    private static func boolean(_ value: Bool) -> ByteSlice { ByteSlice([value ? 1 : 0]) }

    private func rows(
        of table: String, _ columns: [(name: String, type: CQLType)], _ rows: [[ByteSlice]]
    ) -> QueryResult {
        var writer = ByteWriter(capacity: 256)
        for row in rows {
            for cell in row { writer.writeCell(cell) }
        }
        let metadata = ResultMetadata(
            columns: columns.map {
                ColumnMetadata(keyspace: "system_auth", table: table, name: $0.name, type: $0.type)
            },
            isOfOneTable: true)
        return .rows(RowsResult(metadata: metadata, rowCount: rows.count, bytes: ByteSlice(writer.finish())))
    }
}
