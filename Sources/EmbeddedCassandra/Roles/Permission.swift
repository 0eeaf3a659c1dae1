/// What a role may be allowed to do, in the order in which servers list it.
enum Permission: UInt8, CaseIterable, Sendable {
    case create, alter, drop, select, modify, authorize, describe, execute, unmask, selectMasked

    /// As statements and messages name it.
    var name: String {
        switch self {
        case .create: "CREATE"
        case .alter: "ALTER"
        case .drop: "DROP"
        case .select: "SELECT"
        case .modify: "MODIFY"
        case .authorize: "AUTHORIZE"
        case .describe: "DESCRIBE"
        case .execute: "EXECUTE"
        case .unmask: "UNMASK"
        case .selectMasked: "SELECT_MASKED"
        }
    }

    init?(_ keyword: Keyword) {
        switch keyword {
        case .create: self = .create
        case .alter: self = .alter
        case .drop: self = .drop
        case .select: self = .select
        case .modify: self = .modify
        case .authorize: self = .authorize
        case .describe: self = .describe
        case .execute: self = .execute
        case .unmask: self = .unmask
        case .selectMasked: self = .selectMasked
        default: return nil
        }
    }
}

/// Several permissions, a bit each.
struct PermissionSet: OptionSet, Hashable, Sendable {
    let rawValue: UInt16

    init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    init(_ permission: Permission) {
        self.init(rawValue: 1 << UInt16(permission.rawValue))
    }

    init(_ permissions: [Permission]) {
        self = permissions.reduce(into: []) { $0.formUnion(PermissionSet($1)) }
    }

    static let all = PermissionSet(Permission.allCases)

    func contains(_ permission: Permission) -> Bool { contains(PermissionSet(permission)) }

    /// In the order in which servers list them.
    var list: [Permission] { Permission.allCases.filter(contains) }
}
