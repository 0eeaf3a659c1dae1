/// What follows WITH.
extension TokenCursor {
    /// `name = value AND …`
    mutating func properties() throws(ParseFailure) -> [Property] {
        var properties: [Property] = []
        var names: Set<String> = []
        repeat { properties.append(try property(beside: &names)) } while accept(.and)
        return properties
    }

    /// - Parameter names: those of the properties so far, none of which may come again.
    mutating func property(beside names: inout Set<String>) throws(ParseFailure) -> Property {
        guard current.isName else { throw unexpected() }
        let name = try name()
        guard names.insert(name).inserted else {
            throw invalid("Multiple definitions for property '\(name)'")
        }
        guard accept(.equal) else { throw unexpected() }
        if accept(.openBrace) { return try Property(name: name, value: .map(propertyMap())) }
        if let text = try rawConstant() { return Property(name: name, value: .text(text)) }
        guard current.kind == .word && current.isName else { throw unexpected() }
        return try Property(name: name, value: .text(self.name()))
    }

    private mutating func propertyMap() throws(ParseFailure) -> [(key: String, value: String)] {
        var entries: [(key: String, value: String)] = []
        var keys: Set<String> = []
        if accept(.closeBrace) { return entries }
        if current.kind == .end { throw mismatch(expecting: Token.Kind.closeBrace.expectation) }
        repeat {
            let key = try propertyPart { "Invalid property name: \($0)" }
            guard keys.insert(key).inserted else { throw invalid("Multiple definition for property \(key)") }
            try close(.colon)
            let value = try propertyPart { "Invalid property value: \($0) for property: \(key)" }
            entries.append((key, value))
        } while accept(.comma)
        try close(.closeBrace)
        return entries
    }

    private mutating func propertyPart(_ message: (String) -> String) throws(ParseFailure) -> String {
        if let text = try rawConstant() { return text }
        guard !isAtMarker else {
            let marker = current.kind == .colon ? ":" + describe(peek(1)) : "?"
            throw invalid(message(marker) + " (bind variables are not supported in DDL queries)")
        }
        throw unexpected()
    }

    /// A constant as it is written, without quotes.
    private mutating func rawConstant() throws(ParseFailure) -> String? {
        let token = current
        guard let constant = try constant() else { return nil }
        switch constant {
        case .string(let text), .float(let text): return text
        case .null: return nil
        default: return text(of: token)
        }
    }
}
