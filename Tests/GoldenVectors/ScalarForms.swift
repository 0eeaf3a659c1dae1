import Bytes
import CassandraWire

/// The Swift type of a scalar CQL type, and the way between it and the dynamic value.
struct ScalarForm<Value: CQLCodable & Codable & Hashable> {
    let get: @Sendable (CQLValue) -> Value?
    let make: @Sendable (Value) -> CQLValue
}

/// What is done with the Swift type once it is known.
protocol ScalarAction {
    func run<Value: CQLCodable & Codable & Hashable>(_ form: ScalarForm<Value>) throws(Mismatch)
}

enum ScalarForms {
    /// Runs the action with the Swift type of `type`; does nothing for a type that is no scalar.
    static func choose(_ type: CQLType, _ action: some ScalarAction) throws(Mismatch) {
        switch type.unfrozen {
        case .ascii:
            try action.run(ScalarForm(get: { if case .ascii(let v) = $0 { v } else { nil } }, make: CQLValue.ascii))
        case .bigint:
            try action.run(ScalarForm(get: { if case .bigint(let v) = $0 { v } else { nil } }, make: CQLValue.bigint))
        case .blob:
            try action.run(ScalarForm(get: { if case .blob(let v) = $0 { v } else { nil } }, make: CQLValue.blob))
            try action.run(
                ScalarForm(
                    get: { if case .blob(let v) = $0 { Array(v) } else { nil } },
                    make: { (bytes: [UInt8]) in .blob(ByteSlice(bytes)) }))
        case .boolean:
            try action.run(ScalarForm(get: { if case .boolean(let v) = $0 { v } else { nil } }, make: CQLValue.boolean))
        case .counter:
            try action.run(ScalarForm(get: { if case .counter(let v) = $0 { v } else { nil } }, make: CQLValue.counter))
        case .date:
            try action.run(ScalarForm(get: { if case .date(let v) = $0 { v } else { nil } }, make: CQLValue.date))
        case .decimal:
            try action.run(ScalarForm(get: { if case .decimal(let v) = $0 { v } else { nil } }, make: CQLValue.decimal))
        case .double:
            try action.run(ScalarForm(get: { if case .double(let v) = $0 { v } else { nil } }, make: CQLValue.double))
        case .duration:
            try action.run(
                ScalarForm(get: { if case .duration(let v) = $0 { v } else { nil } }, make: CQLValue.duration))
        case .float:
            try action.run(ScalarForm(get: { if case .float(let v) = $0 { v } else { nil } }, make: CQLValue.float))
        case .inet:
            try action.run(
                ScalarForm(get: { if case .inet(let v) = $0 { v } else { nil } }, make: { .inet($0) }))
        case .int: try action.run(ScalarForm(get: { if case .int(let v) = $0 { v } else { nil } }, make: CQLValue.int))
        case .smallint:
            try action.run(
                ScalarForm(get: { if case .smallint(let v) = $0 { v } else { nil } }, make: CQLValue.smallint))
        case .text:
            try action.run(ScalarForm(get: { if case .text(let v) = $0 { v } else { nil } }, make: CQLValue.text))
        case .time:
            try action.run(ScalarForm(get: { if case .time(let v) = $0 { v } else { nil } }, make: CQLValue.time))
        case .timestamp:
            try action.run(
                ScalarForm(get: { if case .timestamp(let v) = $0 { v } else { nil } }, make: CQLValue.timestamp))
        case .timeuuid:
            try action.run(
                ScalarForm(
                    get: { if case .timeuuid(let v) = $0 { TimeUUID(v) } else { nil } }, make: { .timeuuid($0.uuid) }))
        case .tinyint:
            try action.run(ScalarForm(get: { if case .tinyint(let v) = $0 { v } else { nil } }, make: CQLValue.tinyint))
        case .uuid:
            try action.run(ScalarForm(get: { if case .uuid(let v) = $0 { v } else { nil } }, make: CQLValue.uuid))
        case .varint:
            try action.run(ScalarForm(get: { if case .varint(let v) = $0 { v } else { nil } }, make: CQLValue.varint))
        case .list, .set, .map, .tuple, .udt, .vector, .custom, .frozen: break
        }
    }
}
