import CassandraWire

extension RoleCatalog {
    /// The rows of a table of `system_auth`; none of those that only other authorizers fill.
    func rows(of table: String) -> [SystemRow] {
        switch table {
        case "roles": all.map(row)
        case "role_members":
            all.flatMap { member in
                member.memberOf.map { SystemRow(columns: ["role": .text($0), "member": .text(member.name)]) }
            }
        case "role_permissions":
            grants.flatMap { role, grants in
                grants.map { resource, permissions in
                    SystemRow(columns: [
                        "role": .text(role), "resource": .text(resource.path),
                        "permissions": .set(permissions.list.map(\.name).sorted().map(CQLValue.text)),
                    ])
                }
            }
        case "resource_role_permissons_index":
            holders.flatMap { resource, roles in
                roles.map { SystemRow(columns: ["resource": .text(resource.path), "role": .text($0)]) }
            }
        default: []
        }
    }

    private func row(_ role: Role) -> SystemRow {
        var columns: [String: CQLValue] = [
            "role": .text(role.name), "can_login": .boolean(role.canLogin), "is_superuser": .boolean(role.isSuperuser),
        ]
        if let password = role.password { columns["salted_hash"] = .text(password.text) }
        if !role.memberOf.isEmpty { columns["member_of"] = .set(role.memberOf.sorted().map(CQLValue.text)) }
        return SystemRow(columns: columns)
    }
}
