/// What permissions are granted on. Who may do something on one may do it on all that lie below.
enum SecuredResource: Hashable, Sendable {
    case allKeyspaces
    case keyspace(String)
    case allTables(String)
    /// As a statement names it the keyspace may be missing, and is empty then.
    case table(keyspace: String, name: String)
    case allRoles
    case role(String)
    case allFunctions
    case functions(String)
    case allBeans
    case bean(String)

    /// Those of the system's keyspaces that are tables on a disk. What is granted on all keyspaces is not on these.
    static let systemKeyspaces = replicatedSystemKeyspaces.union(["system", "system_schema"])
    static let replicatedSystemKeyspaces: Set = ["system_auth", "system_distributed", "system_traces"]

    /// The one that this lies in.
    var parent: SecuredResource? {
        switch self {
        case .allKeyspaces, .allRoles, .allFunctions, .allBeans: nil
        case .keyspace(let name): Self.systemKeyspaces.contains(name) ? nil : .allKeyspaces
        case .allTables(let keyspace): .keyspace(keyspace)
        case .table(let keyspace, _): .allTables(keyspace)
        case .role: .allRoles
        case .functions: .allFunctions
        case .bean: .allBeans
        }
    }

    /// Itself and all that it lies in.
    var chain: [SecuredResource] {
        var chain = [self]
        while let parent = chain[chain.count - 1].parent { chain.append(parent) }
        return chain
    }

    /// What system_auth's tables call it; lists are in the order of these names.
    var path: String {
        switch self {
        case .allKeyspaces: "data"
        case .keyspace(let name): "data/\(name)"
        case .allTables(let keyspace): "data/\(keyspace)/*"
        case .table(let keyspace, let name): "data/\(keyspace)/\(name)"
        case .allRoles: "roles"
        case .role(let name): "roles/\(name)"
        case .allFunctions: "functions"
        case .functions(let keyspace): "functions/\(keyspace)"
        case .allBeans: "mbean"
        case .bean(let name): "mbean/\(name)"
        }
    }

    /// As messages and lists show it.
    var text: String {
        switch self {
        case .allKeyspaces: "<all keyspaces>"
        case .keyspace(let name): "<keyspace \(name)>"
        case .allTables(let keyspace): "<all tables in \(keyspace)>"
        case .table(let keyspace, let name): "<table \(keyspace).\(name)>"
        case .allRoles: "<all roles>"
        case .role(let name): "<role \(name)>"
        case .allFunctions: "<all functions>"
        case .functions(let keyspace): "<all functions in \(keyspace)>"
        case .allBeans: "<all mbeans>"
        case .bean(let name): "<mbean \(name)>"
        }
    }

    /// What can be granted on it.
    var applicable: PermissionSet {
        switch self {
        case .allKeyspaces, .keyspace, .allTables:
            PermissionSet([.create, .alter, .drop, .select, .modify, .authorize, .unmask, .selectMasked])
        case .table: PermissionSet([.alter, .drop, .select, .modify, .authorize, .unmask, .selectMasked])
        case .allRoles: PermissionSet([.create, .alter, .drop, .authorize, .describe])
        case .role: PermissionSet([.alter, .drop, .authorize, .describe])
        case .allFunctions, .functions: PermissionSet([.create, .alter, .drop, .authorize, .execute])
        case .allBeans, .bean: PermissionSet([.select, .modify, .authorize, .describe, .execute])
        }
    }

    /// As the message names it that says that nothing of what was asked for can be granted on it.
    var kind: String {
        switch self {
        case .allKeyspaces, .keyspace, .allTables, .table: "DataResource"
        case .allRoles, .role: "RoleResource"
        case .allFunctions, .functions: "FunctionResource"
        case .allBeans, .bean: "JMXResource"
        }
    }

    /// The keyspace that it is, or lies in, as far as data are concerned.
    var keyspace: String? {
        switch self {
        case .keyspace(let name), .allTables(let name), .table(let name, _): name
        default: nil
        }
    }

    /// Whether it goes when the keyspace does.
    func belongs(to keyspace: String) -> Bool {
        if case .functions(let own) = self { return own == keyspace }
        return self.keyspace == keyspace
    }
}
