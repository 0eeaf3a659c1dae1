import Bytes

/// Writes a value as CQL would, until there is enough of it.
struct ValueText {
    private(set) var text = ""
    private let limits: FrameInspector.Limits
    private var isCut = false

    init(_ value: CQLValue, limits: FrameInspector.Limits) {
        self.limits = limits
        append(value)
    }

    /// Whether nothing more may be written; a sign of it is then at the end.
    private mutating func isFull() -> Bool {
        if !isCut, text.utf8.count >= limits.characters {
            text += "…"
            isCut = true
        }
        return isCut
    }

    private mutating func append(_ value: CQLValue) {
        switch value {
        case .null: text += "null"
        case .unset: text += "unset"
        case .empty: text += "(empty)"
        case .ascii(let value), .text(let value): append(quoted: value)
        case .bigint(let number), .counter(let number): text += String(number)
        case .blob(let bytes), .custom(let bytes): text += Notation.bytes(bytes, limit: limits.bytes)
        case .boolean(let value): text += value ? "true" : "false"
        case .date(let date): text += date.description
        case .decimal(let number): append(number.unscaled, number.description)
        case .double(let number): text += number.description
        case .duration(let duration): text += duration.description
        case .float(let number): text += number.description
        case .inet(let address): text += address.description
        case .int(let number): text += String(number)
        case .smallint(let number): text += String(number)
        case .time(let time): text += time.description
        case .timestamp(let timestamp): text += timestamp.description
        case .timeuuid(let uuid), .uuid(let uuid): text += uuid.description
        case .tinyint(let number): text += String(number)
        case .varint(let number): append(number, number.description)
        case .list(let values), .vector(let values): append(values, "[", "]")
        case .set(let values): append(values, "{", "}")
        case .tuple(let values): append(values, "(", ")")
        case .map(let entries):
            append(count: entries.count, "{", "}") { text, index in
                text.append(entries[index].key)
                text.text += ": "
                text.append(entries[index].value)
            }
        case .udt(let value):
            append(count: value.values.count, "{", "}") { text, index in
                text.text += Notation.text(CQLIdentifier.quoted(value.type.fields[index].name), limit: 48) + ": "
                text.append(value.values[index])
            }
        }
    }

    private mutating func append(quoted value: String) {
        text += "'"
        for scalar in value.unicodeScalars {
            if isFull() { return }
            if scalar == "'" { text += "'" }
            Notation.append(scalar, to: &text)
        }
        text += "'"
    }

    /// A number's digits, unless there are so many that working them out takes long.
    private mutating func append(_ number: CQLVarint, _ digits: @autoclosure () -> String) {
        text +=
            number.byteCount <= 128
            ? digits() : Notation.bytes(ByteSlice(number.bigEndianTwosComplement), limit: limits.bytes)
    }

    private mutating func append(_ values: [CQLValue], _ open: String, _ close: String) {
        append(count: values.count, open, close) { text, index in text.append(values[index]) }
    }

    private mutating func append(
        count: Int, _ open: String, _ close: String, _ element: (inout ValueText, Int) -> Void
    ) {
        text += open
        for index in 0..<count {
            if index > 0 { text += ", " }
            if index == limits.items {
                text += "… (\(count) in all)"
                break
            }
            if isFull() { return }
            element(&self, index)
        }
        text += isCut ? "" : close
    }
}
