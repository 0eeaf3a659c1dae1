/// Writes names and texts so that Cassandra reads back the same.
public enum CQLIdentifier {
    /// `name` as CQL needs it: as it is where that is enough, else in double quotes.
    public static func quoted(_ name: String) -> String {
        let isPlain =
            name.utf8.first.map { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") } == true
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
        return isPlain && !reserved.contains(name) ? name : enclosed(name)
    }

    /// `name` in double quotes, whether it needs them or not.
    static func enclosed(_ name: String) -> String {
        enclosed(name, in: "\"")
    }

    /// `text` as a CQL string literal.
    public static func stringLiteral(_ text: String) -> String {
        enclosed(text, in: "'")
    }

    private static func enclosed(_ text: String, in quote: Unicode.Scalar) -> String {
        var result = String(quote)
        for scalar in text.unicodeScalars {
            if scalar == quote { result.unicodeScalars.append(quote) }
            result.unicodeScalars.append(scalar)
        }
        result.unicodeScalars.append(quote)
        return result
    }

    /// Words that are names only in quotes: Cassandra's reserved ones, and the two that it reads as constants.
    private static let reserved: Set<String> = [
        "add", "allow", "alter", "and", "apply", "asc", "authorize", "batch", "begin", "by", "columnfamily", "create",
        "default", "delete", "desc", "describe", "drop", "entries", "execute", "false", "from", "full", "grant", "if",
        "in",
        "index", "infinity", "insert", "into", "is", "keyspace", "limit", "materialized", "mbean", "mbeans", "modify",
        "nan", "norecursive", "not", "null", "of", "on", "or", "order", "primary", "rename", "replace", "revoke",
        "schema", "select", "set", "table", "to", "token", "true", "truncate", "unlogged", "unset", "update", "use",
        "using",
        "view", "where", "with",
    ]
}
