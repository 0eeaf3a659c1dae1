import CassandraWire

/// What a client may do, as far as it has been asked for: looking it up costs more than a row.
struct ClientRights {
    /// The catalog's, when this was found out.
    var version = -1
    var isSuperuser = false
    /// What may be done with each table.
    var tables: [CQLUUID: PermissionSet] = [:]
}

/// Says whether a statement may be executed by whoever sent it.
struct StatementGuard {
    let roles: RoleCatalog
    let schema: Schema

    /// Called with each request of those who may not do everything.
    func check(_ plan: PreparedPlan, _ client: ClientState) throws(ServerError) {
        if client.rights.version != roles.version { update(client) }
        switch plan {
        case let plan as StatementPlan: try check(plan.statement, client)
        case _ where client.rights.isSuperuser: break
        case let plan as ModificationPlan: try check(plan, client)
        case let plan as SelectPlan: try require(.select, on: plan.table, client)
        case let plan as BatchPlan: for plan in plan.statements { try check(plan, client) }
        case let plan as FaultStatementPlan: try check(plan.modification, client)
        default: break
        }
    }

    private func update(_ client: ClientState) {
        client.rights = ClientRights(
            version: roles.version, isSuperuser: client.user.map(roles.isSuperuser) ?? false)
    }

    // MARK: Data

    private func check(_ plan: ModificationPlan, _ client: ClientState) throws(ServerError) {
        try require(.modify, on: plan.table, client)
        // Whether a condition holds tells what is stored.
        if plan.condition.isConditional { try require(.select, on: plan.table, client) }
    }

    private func require(_ permission: Permission, on table: Table, _ client: ClientState) throws(ServerError) {
        if client.rights.tables[table.id]?.contains(permission) == true { return }
        let resource = SecuredResource.table(keyspace: table.keyspace, name: table.name)
        var permissions = client.user.map { roles.permissions(of: $0, on: resource) } ?? []
        if Self.isReadByAll(table.keyspace, table.name) { permissions.insert(PermissionSet(.select)) }
        client.rights.tables[table.id] = permissions
        guard permissions.contains(permission) else { throw Self.refusal(permission, resource, client) }
    }

    /// What drivers, cqlsh and tracing need.
    private static func isReadByAll(_ keyspace: String, _ table: String) -> Bool {
        switch keyspace {
        case "system_schema", "system_virtual_schema", "system_traces": true
        case "system": ["local", "peers", "peers_v2", "size_estimates", "table_estimates"].contains(table)
        default: false
        }
    }

    static func refusal(_ permission: Permission, _ resource: SecuredResource, _ client: ClientState) -> ServerError {
        ServerError(
            code: .unauthorized,
            message: "User \(client.user ?? "anonymous") has no \(permission.name) permission on \(resource.text) or "
                + "any of its parents")
    }

    // MARK: Schema

    private func check(_ statement: Statement, _ client: ClientState) throws(ServerError) {
        guard let (permission, resource) = need(of: statement, client.keyspace) else { return }
        try preventSystemChange(permission, resource)
        if client.rights.isSuperuser { return }
        let permissions = client.user.map { roles.permissions(of: $0, on: resource) } ?? []
        guard permissions.contains(permission) else { throw Self.refusal(permission, resource, client) }
    }

    /// What a statement without values needs; nothing for those that all may use, and where no keyspace is named.
    private func need(
        of statement: Statement, _ current: String?
    ) -> (permission: Permission, resource: SecuredResource)? {
        func inTables(_ permission: Permission, of name: QualifiedName) -> (Permission, SecuredResource)? {
            (name.keyspace ?? current).map { (permission, .allTables($0)) }
        }
        func onTable(_ permission: Permission, _ name: QualifiedName) -> (Permission, SecuredResource)? {
            (name.keyspace ?? current).map { (permission, .table(keyspace: $0, name: name.name)) }
        }
        switch statement {
        case .createKeyspace: return (.create, .allKeyspaces)
        case .alterKeyspace(let statement): return (.alter, .keyspace(statement.name))
        case .dropKeyspace(let name, _): return (.drop, .keyspace(name))
        case .createTable(let statement): return inTables(.create, of: statement.table)
        case .alterTable(let statement): return onTable(.alter, statement.table)
        case .dropTable(let name, _): return onTable(.drop, name)
        case .createType(let statement): return inTables(.create, of: statement.name)
        case .alterType(let statement): return inTables(.alter, of: statement.name)
        case .dropType(let name, _): return inTables(.drop, of: name)
        case .createIndex(let statement): return onTable(.alter, statement.table)
        case .dropIndex(let name, _):
            guard let keyspace = name.keyspace ?? current,
                let (table, _) = schema.keyspaces[keyspace]?.index(name.name)
            else { return nil }
            return (.alter, .table(keyspace: keyspace, name: table.name))
        case .truncate(let name): return onTable(.modify, name)
        case .select, .modification, .batch, .use, .describe, .role, .unsupported: return nil
        }
    }

    /// Nobody changes the system's keyspaces, but for how those are replicated that are.
    private func preventSystemChange(
        _ permission: Permission, _ resource: SecuredResource
    ) throws(ServerError) {
        guard permission != .modify, let keyspace = resource.keyspace,
            schema.keyspaces[keyspace]?.isSystem == true
        else { return }
        guard SecuredResource.replicatedSystemKeyspaces.contains(keyspace) else {
            throw SchemaEditor.notModifiable(keyspace)
        }
        if permission == .alter, case .keyspace = resource { return }
        throw ServerError(code: .unauthorized, message: "Cannot \(permission.name) \(resource.text)")
    }
}
