import CassandraWire

/// A statement: its text, and the values that go with it.
///
/// Written as a literal, an interpolated value is not put into the text but bound: `?` stands there instead, and the value
/// travels beside it, so there is nothing to quote and nothing to inject. The text without its values stays the same from
/// call to call, so it is prepared once.
///
/// ```swift
/// try await session.execute("INSERT INTO position (id, at, lat) VALUES (\(id), \(now), \(lat))")
/// ```
///
/// Names cannot be bound: `\(identifier: table)` puts one in, quoted if it needs to be. Text that is made at run time is
/// `CQL(unsafe: text)`, or a part of one `\(unsafe: text)`; a `String` variable does not compile.
public struct CQL: Sendable {
    /// The text, with a `?` for each value.
    public let text: String
    let values: [any CQLEncodable]
    /// Why it cannot be executed, found where an initialiser cannot throw.
    let fault: String?

    /// Text that is no literal. Whoever made it is answerable for what is in it: nothing is quoted here.
    public init(unsafe text: String) {
        self.text = text
        values = []
        fault = nil
    }

    /// A `String` is no statement.
    @available(
        *, unavailable,
        message: "write the statement as a literal, its values as \\(value); text made at run time is CQL(unsafe:)"
    )
    @_disfavoredOverload
    public init(_ text: String) {
        self.init(unsafe: text)
    }
}

extension CQL: ExpressibleByStringInterpolation {
    /// A statement without values.
    public init(stringLiteral text: String) {
        self.init(unsafe: text)
    }

    /// A statement with the values of its interpolations.
    public init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        values = stringInterpolation.values
        fault = stringInterpolation.fault
    }

    /// Collects the parts of a literal.
    public struct StringInterpolation: StringInterpolationProtocol {
        var text = ""
        var values: [any CQLEncodable] = []
        var fault: String?
        private var quotes = OpenQuote.none

        private enum OpenQuote {
            case none
            case single
            case double
        }

        /// For the compiler.
        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount)
            values.reserveCapacity(interpolationCount)
        }

        /// A part of the text.
        public mutating func appendLiteral(_ literal: String) {
            text += literal
            for byte in literal.utf8 {
                switch (byte, quotes) {
                case (UInt8(ascii: "'"), .none): quotes = .single
                case (UInt8(ascii: "'"), .single): quotes = .none
                case (UInt8(ascii: "\""), .none): quotes = .double
                case (UInt8(ascii: "\""), .double): quotes = .none
                default: break
                }
            }
        }

        /// A value, which is bound.
        public mutating func appendInterpolation<Value: CQLEncodable>(_ value: Value) {
            if case .none = quotes {
            } else if fault == nil {
                fault = "value \(values.count + 1) stands between quotes, where it would be text: leave the quotes out"
            }
            text += "?"
            values.append(value)
        }

        /// A value that is none.
        @available(
            *, unavailable,
            message: "no CQL value: a type is bound when it is CQLEncodable; a name is \\(identifier: name)"
        )
        public mutating func appendInterpolation<Value>(_ value: Value) {
            text += "?"
        }

        /// A name of a keyspace, table or column, quoted if it needs to be.
        public mutating func appendInterpolation(identifier name: String) {
            if name.isEmpty || name.utf8.contains(0), fault == nil { fault = "a name is empty, or has a zero in it" }
            text += CQLIdentifier.quoted(name)
        }

        /// Text as it is: nothing is quoted.
        public mutating func appendInterpolation(unsafe part: String) {
            text += part
        }
    }
}

extension CQL {
    /// What kind of statement it is, as far as its first word tells.
    enum Verb {
        case select
        /// INSERT, UPDATE, DELETE, BEGIN BATCH.
        case write
        case use
        /// Whatever changes the schema, and the rest.
        case other
    }

    static func verb(of text: String) -> Verb {
        switch firstWord(text.utf8) {
        case "SELECT": .select
        case "INSERT", "UPDATE", "DELETE", "BEGIN": .write
        case "USE": .use
        default: .other
        }
    }

    /// The first word, in capitals, behind blanks and comments.
    private static func firstWord(_ text: String.UTF8View) -> String {
        var rest = text[...]
        while let first = rest.first {
            let next = rest.dropFirst().first
            if first == UInt8(ascii: " ") || (9...13).contains(first) {
                rest = rest.dropFirst()
            } else if first == UInt8(ascii: "-") && next == first || first == UInt8(ascii: "/") && next == first {
                rest = rest.drop { $0 != 10 && $0 != 13 }
            } else if first == UInt8(ascii: "/") && next == UInt8(ascii: "*") {
                rest = rest.dropFirst(2)
                while !rest.isEmpty, !rest.starts(with: "*/".utf8) { rest = rest.dropFirst() }
                rest = rest.dropFirst(2)
            } else {
                break
            }
        }
        let word = rest.prefix { ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z") }
        return String(decoding: word.map { $0 & 0xDF }, as: UTF8.self)
    }
}
