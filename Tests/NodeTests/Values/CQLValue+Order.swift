import CassandraWire

extension CQLValue {
    /// The value with its sets and maps in an order that only their content decides: the server's is by type, and that of
    /// those who write is any.
    var inOneOrder: CQLValue {
        switch self {
        case .list(let values): .list(values.map(\.inOneOrder))
        case .vector(let values): .vector(values.map(\.inOneOrder))
        case .tuple(let values): .tuple(values.map(\.inOneOrder))
        case .set(let values): .set(CQLValue.sorted(values.map(\.inOneOrder)) { "\($0)" })
        case .map(let entries):
            .map(
                CQLValue.sorted(entries.map { .init(key: $0.key.inOneOrder, value: $0.value.inOneOrder) }) {
                    "\($0.key)"
                })
        case .udt(let value):
            UDTValue(value.type, values: value.values.map(\.inOneOrder)).map { .udt($0) } ?? self
        case .null, .unset, .empty, .ascii, .bigint, .blob, .boolean, .counter, .date, .decimal, .double, .duration,
            .float, .inet, .int, .smallint, .text, .time, .timestamp, .timeuuid, .tinyint, .uuid, .varint, .custom:
            self
        }
    }

    private static func sorted<Element>(_ elements: [Element], by text: (Element) -> String) -> [Element] {
        let texts = elements.map { (Array(text($0).utf8), $0) }
        return texts.sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
    }
}
