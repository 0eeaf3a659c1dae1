import Bytes
import CassandraWire

/// A statement that is being written: values stand in it as literals, or as markers with their bytes beside.
struct StatementText {
    let isPrepared: Bool
    /// Whether markers have names, and whether values are bound by them.
    let hasNames: Bool
    let bindsNames: Bool
    var text = ""
    private(set) var values: [String] = []

    init(isPrepared: Bool, _ dice: inout Dice) {
        self.isPrepared = isPrepared
        hasNames = isPrepared && dice.once(in: 6)
        bindsNames = hasNames && dice.once(in: 2)
    }

    /// The value's place in the text.
    mutating func place(_ value: CQLValue, _ type: CQLType, _ dice: inout Dice) -> String {
        guard isPrepared, !dice.once(in: 5) else { return StatementText.literal(value) }
        return marker(StatementText.bytes(value, type))
    }

    /// The place of a value that may be left as it is.
    mutating func placeOrUnset(_ value: CQLValue, _ type: CQLType, _ dice: inout Dice) -> String {
        guard isPrepared, dice.once(in: 12) else { return place(value, type, &dice) }
        return marker("unset")
    }

    /// A marker for a list of values, or for a tuple of them; `nil` where they have to be written.
    mutating func placeWhole(_ value: CQLValue, _ type: CQLType, _ dice: inout Dice) -> String? {
        isPrepared && dice.once(in: 3) ? marker(StatementText.bytes(value, type)) : nil
    }

    private mutating func marker(_ value: String) -> String {
        values.append(value)
        return hasNames ? ":v\(values.count)" : "?"
    }

    static func literal(_ value: CQLValue) -> String {
        value.cqlLiteral ?? "null"
    }

    private static func bytes(_ value: CQLValue, _ type: CQLType) -> String {
        if case .null = value { return "null" }
        var writer = WireWriter()
        guard (try? value.encodeContents(to: &writer, plan: type)) != nil else { return "null" }
        return "0x" + ByteSlice(writer.finish()).hexadecimal
    }

    private var bound: Step.Values {
        Step.Values(values, names: bindsNames && !values.isEmpty ? values.indices.map { "v\($0 + 1)" } : nil)
    }

    func step(_ options: Step.Options = Step.Options()) -> Step {
        isPrepared
            ? Step(.prepare(text, keptAs: nil, values: [bound]), options)
            : Step(.query(text, values: nil), options)
    }

    /// Values of batches have no names.
    var batchPart: Step.BatchPart {
        Step.BatchPart(text: text, isPrepared: isPrepared, values: isPrepared ? Step.Values(values) : nil)
    }
}
