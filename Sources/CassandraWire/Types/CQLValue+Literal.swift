import Bytes

extension CQLValue {
    /// The value as a CQL literal, which a server reads back as the same value; `nil` where CQL has none.
    ///
    /// It is meant for tools: statements take their values bound, not written into the text.
    ///
    /// There is no literal for `unset`, for empty values of types that need some bytes, for values of custom types, for
    /// a null inside a collection, for NaNs but the usual one, and for a few scalars beyond what the server parses: a
    /// time outside the day, an IPv4 address in IPv6 clothes, a timeuuid of another version than 1, a duration or a
    /// decimal at the end of its range.
    public var cqlLiteral: String? {
        var text = ""
        return appendLiteral(to: &text) ? text : nil
    }

    /// Appends the literal; `false`, and part of it appended, when there is none.
    private func appendLiteral(to text: inout String) -> Bool {
        switch self {
        case .null: text += "NULL"
        case .list(let values), .vector(let values): return Self.append(values, between: "[", "]", to: &text)
        case .set(let values): return Self.append(values, between: "{", "}", to: &text)
        case .map(let entries): return Self.append(entries, to: &text)
        case .tuple(let values): return Self.append(tuple: values, to: &text)
        case .udt(let value): return Self.append(value, to: &text)
        case .unset, .empty, .ascii, .bigint, .blob, .boolean, .counter, .date, .decimal, .double, .duration, .float,
            .inet, .int, .smallint, .text, .time, .timestamp, .timeuuid, .tinyint, .uuid, .varint, .custom:
            guard let literal = scalarLiteral else { return false }
            text += literal
        }
        return true
    }

    private var scalarLiteral: String? {
        switch self {
        case .ascii(let text): text.utf8.allSatisfy { $0 < 0x80 } ? CQLIdentifier.stringLiteral(text) : nil
        case .bigint(let number), .counter(let number): String(number)
        case .blob(let bytes): "0x" + bytes.hexadecimal
        case .boolean(let value): value ? "true" : "false"
        case .date(let date): "'\(date)'"
        case .decimal(let number): number.literal
        case .double(let number): Self.literal(number, isUsualNaN: number.bitPattern == 0x7FF8_0000_0000_0000)
        case .duration(let duration): duration.literal
        case .float(let number): Self.literal(number, isUsualNaN: number.bitPattern == 0x7FC0_0000)
        // Java makes an IPv4 address of one in IPv6 clothes.
        case .inet(let address): address.isIPv4Mapped ? nil : "'\(address)'"
        case .int(let number): String(number)
        case .smallint(let number): String(number)
        case .text(let text): CQLIdentifier.stringLiteral(text)
        case .time(let time): time.isValid ? "'\(time)'" : nil
        case .timestamp(let timestamp): timestamp.literal
        case .timeuuid(let uuid): TimeUUID(uuid)?.description
        case .tinyint(let number): String(number)
        case .uuid(let uuid): uuid.description
        case .varint(let number): number.description
        case .null, .unset, .empty, .list, .set, .map, .tuple, .udt, .vector, .custom: nil
        }
    }

    /// The shortest digits that read back to the same bits.
    private static func literal(_ number: some BinaryFloatingPoint & CustomStringConvertible, isUsualNaN: Bool)
        -> String?
    {
        if number.isNaN { return isUsualNaN ? "NaN" : nil }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        return number.description
    }

    private static func append(_ values: [CQLValue], between open: String, _ close: String, to text: inout String)
        -> Bool
    {
        text += open
        for (index, value) in values.enumerated() {
            if index > 0 { text += ", " }
            guard value.appendElementLiteral(to: &text) else { return false }
        }
        text += close
        return true
    }

    private static func append(_ entries: [CQLMap<CQLValue, CQLValue>.Entry], to text: inout String) -> Bool {
        text += "{"
        for (index, entry) in entries.enumerated() {
            if index > 0 { text += ", " }
            guard entry.key.appendElementLiteral(to: &text) else { return false }
            text += ": "
            guard entry.value.appendElementLiteral(to: &text) else { return false }
        }
        text += "}"
        return true
    }

    /// Collections know no null.
    private func appendElementLiteral(to text: inout String) -> Bool {
        if case .null = self { return false }
        return appendLiteral(to: &text)
    }

    private static func append(tuple values: [CQLValue], to text: inout String) -> Bool {
        guard !values.isEmpty else { return false }
        text += "("
        for (index, value) in values.enumerated() {
            if index > 0 { text += ", " }
            guard value.appendLiteral(to: &text) else { return false }
        }
        text += ")"
        return true
    }

    private static func append(_ value: UDTValue, to text: inout String) -> Bool {
        guard !value.values.isEmpty else { return false }
        text += "{"
        for (index, (field, value)) in zip(value.type.fields, value.values).enumerated() {
            text += (index > 0 ? ", " : "") + CQLIdentifier.quoted(field.name) + ": "
            guard value.appendLiteral(to: &text) else { return false }
        }
        text += "}"
        return true
    }
}

extension CQLDecimal {
    /// The number with its scale; `nil` for the scale whose exponent is beyond what Java reads.
    fileprivate var literal: String? {
        guard scale != .min else { return nil }
        // With the point behind the first digit, the exponent of many digits could be too large.
        let text = scale < 0 && unscaled != 0 ? "\(unscaled)E+\(-scale)" : description
        // The server makes a double of whatever has a point or an exponent, and refuses the whole where that is infinite.
        let isWhole = text.utf8.allSatisfy { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "E") }
        return isWhole || Double(self).isFinite ? text : nil
    }
}

extension CQLDuration {
    /// The units; `nil` when a number has no positive counterpart, for the server negates what it has read.
    fileprivate var literal: String? {
        months == .min || days == .min || nanoseconds == .min ? nil : description
    }
}

extension CQLTimestamp {
    /// The instant as a text where all calendars agree on it, else as a number.
    fileprivate var literal: String {
        let year = date.map(\.components.year) ?? 0
        return (1583...9999).contains(year) ? "'\(self)'" : String(millisecondsSinceEpoch)
    }
}
