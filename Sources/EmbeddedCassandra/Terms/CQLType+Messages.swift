import CassandraWire

extension CQLType {
    /// The type as the server's messages name it: user-defined types without their keyspace, tuples as frozen.
    var messageName: String { named(isFrozen: false) }

    private func named(isFrozen: Bool) -> String {
        func enclosed(_ text: String) -> String { isFrozen ? "frozen<\(text)>" : text }
        return switch self {
        case .frozen(let inner): inner.named(isFrozen: true)
        case .list(let element): enclosed("list<\(element.named(isFrozen: false))>")
        case .set(let element): enclosed("set<\(element.named(isFrozen: false))>")
        case .map(let key, let value):
            enclosed("map<\(key.named(isFrozen: false)), \(value.named(isFrozen: false))>")
        case .tuple(let types):
            "frozen<tuple<\(types.map { $0.named(isFrozen: false) }.joined(separator: ", "))>>"
        case .udt(let type): enclosed(CQLIdentifier.quoted(type.name))
        case .vector(let element, let dimension): "vector<\(element.named(isFrozen: false)), \(dimension)>"
        case .ascii, .bigint, .blob, .boolean, .counter, .date, .decimal, .double, .duration, .float, .inet, .int,
            .smallint, .text, .time, .timestamp, .timeuuid, .tinyint, .uuid, .varint, .custom:
            cqlText
        }
    }

    /// Whether values of `other` can stand where this type is asked for.
    func accepts(_ other: CQLType) -> Bool {
        if self == other { return true }
        return switch (self, other) {
        case (.blob, _), (.text, .ascii), (.uuid, .timeuuid), (.bigint, .timestamp), (.timestamp, .bigint),
            (.date, .int), (.time, .bigint), (.varint, .int), (.varint, .bigint), (.varint, .timestamp),
            (.timeuuid, .legacyTimeUUID), (.uuid, .legacyTimeUUID):
            true
        case (.frozen(.tuple(let mine)), .frozen(.tuple(let others))), (.tuple(let mine), .frozen(.tuple(let others))),
            (.frozen(.tuple(let mine)), .tuple(let others)):
            mine.count >= others.count && zip(mine, others).allSatisfy { $0.accepts($1) }
        default: false
        }
    }
}
