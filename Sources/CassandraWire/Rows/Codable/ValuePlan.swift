import Bytes

/// What is known of the values in one place of rows: their type, and, learnt from the first of them, how the Swift types
/// that are asked for there read them. Used by one decoding at a time.
final class ValuePlan {
    let type: CQLType
    private var outer: AnyObject?
    private var inner: AnyObject?
    private var parts = Parts.unknown

    private enum Parts {
        case unknown
        case record(RecordPlan)
        case element(ValuePlan)
        case entry(key: ValuePlan, value: ValuePlan)
    }

    init(_ type: CQLType) {
        self.type = type.unfrozen
    }

    /// Whether there is nothing for an optional: null, or zero bytes of a type that needs some.
    func isAbsent(_ cell: Cell) -> Bool {
        if cell.count != 0 { return cell.isNull }
        return switch type {
        case .ascii, .text, .blob, .custom, .tuple, .udt, .frozen: false
        default: true
        }
    }

    /// The reader for the type that a container asks for here.
    func reader<Value: Decodable>(_: Value.Type) throws -> ValueReader<Value> {
        if let known = outer as? ValueReader<Value> { return known }
        let made = try makeReader(Value.self)
        outer = made
        return made
    }

    /// The reader for the type that a value asks for by which it stands itself: a raw value, or what a wrapper holds.
    func innerReader<Value: Decodable>(_: Value.Type) throws -> ValueReader<Value> {
        if let known = inner as? ValueReader<Value> { return known }
        let made = try makeReader(Value.self)
        inner = made
        return made
    }

    private func makeReader<Value: Decodable>(_: Value.Type) throws -> ValueReader<Value> {
        guard let codec = Value.self as? any CQLDecodable.Type else { return DecodableReader<Value>() }
        if let reader = codec.reader(of: type) as? ValueReader<Value> { return reader }
        // Arrays and dictionaries take a tuple or a user-defined type apart; nothing else is tried where the codec says no.
        switch type {
        case .tuple, .udt: return DecodableReader<Value>()
        default: throw WireError.typeMismatch
        }
    }

    /// The fields, if these are values of a tuple or of a user-defined type.
    var record: RecordPlan? {
        if case .record(let plan) = parts { return plan }
        let plan: RecordPlan
        switch type {
        case .tuple(let types): plan = RecordPlan(names: [], types: types, kind: .tuple)
        case .udt(let type):
            plan = RecordPlan(names: type.fields.map(\.name), types: type.fields.map(\.type), kind: .userType)
        default: return nil
        }
        parts = .record(plan)
        return plan
    }

    /// What stands in a list, set or vector of `type`.
    func element(_ type: CQLType) -> ValuePlan {
        if case .element(let plan) = parts { return plan }
        let plan = ValuePlan(type)
        parts = .element(plan)
        return plan
    }

    /// What stands in a map.
    func entry(key: CQLType, value: CQLType) -> (key: ValuePlan, value: ValuePlan) {
        if case .entry(let key, let value) = parts { return (key, value) }
        let plans = (key: ValuePlan(key), value: ValuePlan(value))
        parts = .entry(key: plans.key, value: plans.value)
        return plans
    }
}

/// Reads the values of one place as one Swift type.
class ValueReader<Value> {
    func read(_ cell: Cell, of plan: ValuePlan, _ reader: WireReader, for owner: RecordDecoder) throws -> Value {
        preconditionFailure("a subclass reads")
    }
}

/// By the type's own codec.
private final class CodecReader<Value: CQLDecodable>: ValueReader<Value> {
    private let plan: Value.DecodingPlan

    private init(_ plan: Value.DecodingPlan) {
        self.plan = plan
    }

    override func read(
        _ cell: Cell, of _: ValuePlan, _ reader: WireReader, for _: RecordDecoder
    ) throws -> Value {
        try cell.read(Value.self, plan, from: reader)
    }

    /// A reader for values of `type`, unless the codec refuses them.
    static func make(_ type: CQLType) -> CodecReader? {
        Value.decodingPlan(for: type).map(CodecReader.init)
    }
}

/// By the type's `init(from:)`.
private final class DecodableReader<Value: Decodable>: ValueReader<Value> {
    override func read(
        _ cell: Cell, of plan: ValuePlan, _ reader: WireReader, for owner: RecordDecoder
    ) throws -> Value {
        try Value(from: ValueDecoder(plan, cell, reader, owner))
    }
}

extension CQLDecodable {
    /// A reader by this type's codec: where only the type's name is known, not that it has a codec.
    fileprivate static func reader(of type: CQLType) -> AnyObject? {
        CodecReader<Self>.make(type)
    }
}
