import Bytes
import CassandraWire

/// A statement that is being written: values stand in it as literals, or as markers with their bytes beside.
struct StatementText {
    let isPrepared: Bool
    var text = ""
    private(set) var values: [String] = []

    init(isPrepared: Bool) {
        self.isPrepared = isPrepared
    }

    /// The value's place in the text.
    mutating func place(_ value: CQLValue, _ type: CQLType, _ dice: inout Dice) -> String {
        guard isPrepared, !dice.once(in: 5) else { return StatementText.literal(value) }
        values.append(StatementText.bytes(value, type))
        return "?"
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

    func step(_ options: Step.Options = Step.Options()) -> Step {
        isPrepared
            ? Step(.prepare(text, keptAs: nil, values: [Step.Values(values)]), options)
            : Step(.query(text, values: nil), options)
    }

    var batchPart: Step.BatchPart {
        Step.BatchPart(text: text, isPrepared: isPrepared, values: isPrepared ? Step.Values(values) : nil)
    }
}
