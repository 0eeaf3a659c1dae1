/// Types as CREATE, ALTER and casts write them.
extension TokenCursor {
    mutating func type() throws(ParseFailure) -> TypeReference {
        try enter()
        defer { leave() }
        if current.kind == .string {
            defer { advance() }
            return .custom(content(ofString: current))
        }
        if peek(1).kind == .less, let keyword = current.keyword, let type = try parameterized(keyword) { return type }
        if let keyword = current.keyword, keyword.isNativeType, !(peek(1).kind == .dot) {
            defer { advance() }
            return .named(QualifiedName(name: name(of: current)))
        }
        let isQuoted = current.kind == .quotedName
        let name = try userTypeName()
        if isQuoted, name.keyspace == nil, TypeResolver.native[name.name] != nil { return .userDefined(name.name) }
        return .named(name)
    }

    private mutating func parameterized(_ keyword: Keyword) throws(ParseFailure) -> TypeReference? {
        switch keyword {
        case .list, .set, .map, .tuple, .vector, .frozen: break
        default: return nil
        }
        advance()
        advance()
        if keyword == .tuple, current.kind == .greater { throw failedParsing("NullPointerException null") }
        let first = try type()
        let type: TypeReference
        switch keyword {
        case .list: type = .list(first)
        case .set: type = .set(first)
        case .frozen: type = .frozen(first)
        case .map:
            try expect(.comma)
            type = try .map(first, self.type())
        case .vector:
            try expect(.comma)
            type = try .vector(first, dimension())
        default:
            var parts = [first]
            while accept(.comma) { parts.append(try self.type()) }
            type = .tuple(parts)
        }
        try expect(.greater)
        return type
    }

    private mutating func dimension() throws(ParseFailure) -> Int {
        guard current.kind == .integer else { throw mismatch(expecting: Token.Kind.integer.expectation) }
        let text = text(of: current)
        guard let dimension = Int32(text) else { throw invalid("For input string: \"\(describe(current))\"") }
        advance()
        return Int(dimension)
    }

    mutating func userTypeName() throws(ParseFailure) -> QualifiedName {
        var keyspace: String?
        if current.isName && peek(1).kind == .dot {
            keyspace = name(of: current)
            advance()
            advance()
        }
        guard current.kind == .quotedName || current.kind == .word && current.keyword?.isTypeName ?? true else {
            // It could be a keyspace, so the mistake is that there is no dot behind it.
            if keyspace == nil, current.isName { advance() }
            throw unexpected()
        }
        let name = name(of: current)
        if current.kind == .word, TokenCursor.reservedTypeNames.contains(text(of: current)) {
            throw invalid("Invalid (reserved) user type name \(name)")
        }
        advance()
        return QualifiedName(keyspace: keyspace, name: name)
    }

    private static let reservedTypeNames: Set<String> = [
        "byte", "complex", "enum", "date", "interval", "macaddr", "bitstring",
    ]

    /// How many tokens further a type ends that begins so far ahead, or `nil` where none does. Nothing is read.
    func lengthOfType(at start: Int, depth: Int = 0) -> Int? {
        guard depth <= CQLParser.maximumDepth else { return nil }
        let token = peek(start)
        if token.kind == .string { return 1 }
        guard token.isName || token.is(.set) else { return nil }
        guard peek(start + 1).kind == .less else {
            guard peek(start + 1).kind == .dot else { return token.isName ? 1 : nil }
            return peek(start + 2).isName ? 3 : nil
        }
        var length = 2
        while true {
            if peek(start + length).kind == .integer {
                length += 1
            } else {
                guard let inner = lengthOfType(at: start + length, depth: depth + 1) else { return nil }
                length += inner
            }
            switch peek(start + length).kind {
            case .comma: length += 1
            case .greater: return length + 1
            default: return nil
            }
        }
    }
}
