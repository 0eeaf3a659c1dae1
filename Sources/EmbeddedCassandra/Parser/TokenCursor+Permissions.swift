/// GRANT, REVOKE and LIST.
extension TokenCursor {
    mutating func grantOrRevoke() throws(ParseFailure) -> RoleStatement {
        let isGrant = current.is(.grant)
        advance()
        let end: Keyword = isGrant ? .to : .from
        guard isAtPermissions else {
            let role = try roleName()
            try expect(end)
            let other = try roleName()
            return isGrant ? .grantRole(role, to: other) : .revokeRole(role, from: other)
        }
        let asked = try permissions()
        try expect(.on)
        let resource = try securedResource()
        let permissions = asked.intersection(resource.applicable)
        guard !permissions.isEmpty else {
            throw invalid("Resource type \(resource.kind) does not support any of the requested permissions")
        }
        try expect(end)
        let role = try roleName()
        return isGrant ? .grant(permissions, on: resource, to: role) : .revoke(permissions, on: resource, from: role)
    }

    mutating func listOfRoles() throws(ParseFailure) -> RoleStatement {
        advance()
        if accept(.users) { return .listUsers }
        if accept(.roles) {
            let role = try accept(.of) ? roleName() : nil
            return .list(of: role, isRecursive: !accept(.norecursive))
        }
        guard current.is(.all) || current.keyword.flatMap({ Permission($0) }) != nil else { throw unlistable() }
        let permissions = try permissions()
        let resource = try accept(.on) ? securedResource() : nil
        let role = try accept(.of) ? roleName() : nil
        return .listPermissions(permissions, on: resource, of: role, isRecursive: !accept(.norecursive))
    }

    /// Servers find out one word late that nothing of the name can be listed, and show the word before.
    private func unlistable() -> ParseFailure {
        guard current.kind != .end, current.kind != .invalid, index > 0 else { return unexpected() }
        let between = Int(peek(-1).end)..<Int(current.end)
        let text = String(decoding: bytes[between].filter { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        let isAtEnd = bytes[Int(current.end)...].allSatisfy { $0 == UInt8(ascii: "\n") }
        let position = position(of: Int(current.start))
        return ParseFailure(
            line: position.line, column: position.column,
            reason: "no viable alternative at input '\(describe(current))' ([LIST]\(text)\(isAtEnd ? "" : "..."))")
    }

    // MARK: Permissions

    /// Some words mean a permission as well as they may name a role: what follows tells.
    private var isAtPermissions: Bool {
        guard let keyword = current.keyword else { return false }
        guard keyword == .all || Permission(keyword) != nil else { return false }
        return keyword.isReserved || !(peek(1).is(.to) || peek(1).is(.from))
    }

    private mutating func permissions() throws(ParseFailure) -> PermissionSet {
        if accept(.all) {
            accept(.permissions)
            return .all
        }
        var permissions: PermissionSet = []
        repeat {
            guard let permission = current.keyword.flatMap({ Permission($0) }) else {
                throw failedParsing(
                    "NullPointerException Cannot invoke \"Object.getClass()\" because \"e\" is null")
            }
            advance()
            accept(.permission)
            permissions.insert(PermissionSet(permission))
        } while accept(.comma)
        return permissions
    }

    // MARK: Resources

    private mutating func securedResource() throws(ParseFailure) -> SecuredResource {
        switch current.keyword {
        case .all:
            if let resource = try everything() { return resource }
        case .keyspace:
            advance()
            return .keyspace(try keyspaceName())
        case .table: advance()
        case .role where !(peek(1).is(.to) || peek(1).is(.from)) && peek(1).kind != .dot:
            advance()
            return .role(try roleName())
        case .mbean where peek(1).kind == .string, .mbeans where peek(1).kind == .string:
            advance()
            defer { advance() }
            return .bean(content(ofString: current))
        case .function where peek(1).isFunctionName:
            advance()
            _ = try functionName()
            try expect(.openParenthesis)
            if !accept(.closeParenthesis) {
                repeat { _ = try type() } while accept(.comma)
                try expect(.closeParenthesis)
            }
            refuse(UnsupportedFeature.functions)
            return .allFunctions
        default: break
        }
        let name = try tableName()
        return .table(keyspace: name.keyspace ?? "", name: name.name)
    }

    /// What begins with ALL; a table may be called so too.
    private mutating func everything() throws(ParseFailure) -> SecuredResource? {
        switch peek(1).keyword {
        case .keyspaces: skip(2, .allKeyspaces)
        case .roles: skip(2, .allRoles)
        case .mbeans: skip(2, .allBeans)
        case .tables:
            try .allTables(keyspaceOfAll())
        case .functions where peek(2).is(.in):
            try .functions(keyspaceOfAll())
        case .functions: skip(2, .allFunctions)
        default: nil
        }
    }

    private mutating func skip(_ count: Int, _ resource: SecuredResource) -> SecuredResource {
        for _ in 0..<count { advance() }
        return resource
    }

    private mutating func keyspaceOfAll() throws(ParseFailure) -> String {
        advance()
        advance()
        try expect(.in)
        try expect(.keyspace)
        return try keyspaceName()
    }
}
