/// CREATE, ALTER and DROP of roles and users.
extension TokenCursor {
    mutating func createRole() throws(ParseFailure) -> RoleStatement {
        let isUser = current.is(.user)
        advance()
        let ifNotExists = try acceptIfNotExists()
        let name = try isUser ? userName() : roleName()
        var options = try isUser ? userOptions() : roleOptions()
        if isUser {
            options.canLogin = true
            if options.isSuperuser == nil { options.isSuperuser = false }
        }
        return .create(name, options, ifNotExists: ifNotExists)
    }

    mutating func alterRole() throws(ParseFailure) -> RoleStatement {
        let isUser = current.is(.user)
        advance()
        let ifExists = try acceptIfExists()
        let name = try isUser ? userName() : roleName()
        return .alter(name, try isUser ? userOptions() : roleOptions(), ifExists: ifExists)
    }

    mutating func dropRole() throws(ParseFailure) -> RoleStatement {
        let isUser = current.is(.user)
        advance()
        let ifExists = try acceptIfExists()
        return .drop(try isUser ? userName() : roleName(), ifExists: ifExists)
    }

    // MARK: Names

    var isAtRoleName: Bool { current.isName || current.kind == .string || current.kind == .questionMark }

    /// Unlike other names a role's may be a string too.
    mutating func roleName() throws(ParseFailure) -> String {
        if current.kind == .questionMark { throw invalid("Bind variables cannot be used for role names") }
        guard isAtRoleName else { throw unexpected() }
        defer { advance() }
        return current.kind == .string ? content(ofString: current) : name(of: current)
    }

    /// A user's name, in the letters in which it is written.
    private mutating func userName() throws(ParseFailure) -> String {
        switch current.kind {
        case .string:
            defer { advance() }
            return content(ofString: current)
        case .word where current.keyword == nil:
            defer { advance() }
            return text(of: current)
        case .quotedName:
            throw invalid(
                "Quoted strings are are not supported for user names and USER is deprecated, please use ROLE")
        default: throw unexpected()
        }
    }

    // MARK: Options

    /// `[WITH] PASSWORD 'x' SUPERUSER`
    private mutating func userOptions() throws(ParseFailure) -> RoleOptions {
        var options = RoleOptions()
        if accept(.with) {
            let isHashed = accept(.hashed)
            if !isHashed, !current.is(.password) { throw unexpected() }
            try expect(.password)
            let text = try stringLiteral()
            if isHashed { options.hashedPassword = text } else { options.password = text }
        }
        if accept(.superuser) {
            options.isSuperuser = true
        } else if accept(.nosuperuser) {
            options.isSuperuser = false
        }
        return options
    }

    private mutating func roleOptions() throws(ParseFailure) -> RoleOptions {
        var options = RoleOptions()
        guard accept(.with) else { return options }
        repeat { try roleOption(&options) } while accept(.and)
        if options.password != nil, options.hashedPassword != nil {
            throw invalid("Options 'password' and 'hashed password' are mutually exclusive")
        }
        return options
    }

    private mutating func roleOption(_ options: inout RoleOptions) throws(ParseFailure) {
        switch current.keyword {
        case .password:
            advance()
            try expect(.equal)
            try set(&options.password, to: try stringLiteral(), "PASSWORD")
        case .hashed:
            advance()
            try expect(.password)
            try expect(.equal)
            try set(&options.hashedPassword, to: try stringLiteral(), "HASHED_PASSWORD")
        case .superuser:
            advance()
            try set(&options.isSuperuser, to: try booleanValue(), "SUPERUSER")
        case .login:
            advance()
            try set(&options.canLogin, to: try booleanValue(), "LOGIN")
        case .options:
            advance()
            try expect(.equal)
            try customOptions()
            guard !options.hasCustomOptions else { throw invalid("Multiple definition for property 'OPTIONS'") }
            options.hasCustomOptions = true
        case .access:
            advance()
            try access(&options)
        default: throw unexpected()
        }
    }

    private func set<Value>(
        _ place: inout Value?, to value: Value, _ name: String
    ) throws(ParseFailure) {
        guard place == nil else { throw invalid("Multiple definition for property '\(name)'") }
        place = value
    }

    private mutating func stringLiteral() throws(ParseFailure) -> String {
        guard current.kind == .string else { throw mismatch(expecting: Token.Kind.string.expectation) }
        defer { advance() }
        return content(ofString: current)
    }

    private mutating func booleanValue() throws(ParseFailure) -> Bool {
        try expect(.equal)
        if accept(.true) { return true }
        guard accept(.false) else { throw mismatch(expecting: "BOOLEAN") }
        return false
    }

    /// `{'a': 'b'}`, which is read and never used.
    private mutating func customOptions() throws(ParseFailure) {
        try expect(.openBrace)
        if accept(.closeBrace) { return }
        repeat {
            _ = try term()
            try expect(.colon)
            _ = try term()
        } while accept(.comma)
        try expect(.closeBrace)
    }

    /// `TO ALL DATACENTERS`, `FROM CIDRS {'a', 'b'}`
    private mutating func access(_ options: inout RoleOptions) throws(ParseFailure) {
        let isPlace = accept(.to)
        if !isPlace, !accept(.from) { throw unexpected() }
        let isAll = accept(.all)
        try expect(isPlace ? .datacenters : .cidrs)
        var access = RoleOptions.Access.everywhere
        if !isAll {
            try expect(.openBrace)
            var names: [String] = []
            repeat {
                let name = try stringLiteral()
                if !names.contains(name) { names.append(name) }
            } while accept(.comma)
            try expect(.closeBrace)
            access = .only(names)
        }
        let wasSet = isPlace ? options.datacenters != nil : options.addresses != nil
        guard !wasSet else {
            throw failedParsing("IllegalArgumentException \(isPlace ? "DCs" : "CIDRs") have already been set")
        }
        if isPlace { options.datacenters = access } else { options.addresses = access }
    }
}
