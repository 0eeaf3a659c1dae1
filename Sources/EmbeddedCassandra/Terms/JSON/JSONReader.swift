import CassandraWire

/// Reads a JSON document out of a text. What stands behind the document is not looked at.
///
/// Arrays and objects that are open are on a stack of its own, so a document's depth costs no stack of the thread.
struct JSONReader {
    static let maximumDepth = 1_000

    let units: [UInt16]
    var position = 0
    private var line = 1
    private var lineStart = 0
    private var open: [Container] = []

    private struct Container {
        let isObject: Bool
        let place: JSONPlace
        var key = ""
        var elements: [JSONValue] = []
        var object = JSONObject()
        var hasEntries = false

        var name: String { isObject ? "Object" : "Array" }
        var end: UInt16 { UInt16(UInt8(ascii: isObject ? "}" : "]")) }
    }

    private init(_ text: String) {
        units = Array(text.utf16)
    }

    /// A document of any kind.
    static func value(_ text: String) throws(JSONFailure) -> JSONValue {
        var reader = JSONReader(text)
        return try reader.document(isObject: false)
    }

    /// An object; `nil` for a null. Anything else is a failure.
    static func object(_ text: String) throws(JSONFailure) -> JSONObject? {
        var reader = JSONReader(text)
        guard case .object(let object) = try reader.document(isObject: true) else { return nil }
        return object
    }

    // MARK: Places

    var current: UInt16? { position < units.count ? units[position] : nil }

    func place(_ position: Int) -> JSONPlace { JSONPlace(line: line, column: position - lineStart + 1) }

    func unexpected(_ comment: String) -> JSONFailure {
        .unexpected(current ?? 0, ": " + comment, place(position))
    }

    func malformed(_ reason: String) -> JSONFailure {
        JSONFailure(kind: .malformed, reason: reason, place: place(position))
    }

    func truncated(_ where: String) -> JSONFailure {
        JSONFailure(kind: .truncated, reason: "Unexpected end-of-input" + `where`, place: place(units.count))
    }

    /// The next character that is no space; it stays where it is.
    private mutating func significant() throws(JSONFailure) -> UInt16? {
        while let unit = current {
            switch unit {
            case 0x20, 0x09: break
            case 0x0A, 0x0D:
                if unit == 0x0D, position + 1 < units.count, units[position + 1] == 0x0A { position += 1 }
                line += 1
                lineStart = position + 1
            case 0..<0x20:
                throw JSONFailure(
                    kind: .malformed,
                    reason: "Illegal character (\(JSONFailure.describe(unit))): "
                        + "only regular white space (\\r, \\n, \\t) is allowed between tokens",
                    place: place(position))
            case UInt16(UInt8(ascii: "/")):
                throw unexpected(
                    "maybe a (non-standard) comment? (not recognized as one since Feature 'ALLOW_COMMENTS' "
                        + "not enabled for parser)")
            default: return unit
            }
            position += 1
        }
        return nil
    }

    // MARK: The document

    private mutating func document(isObject: Bool) throws(JSONFailure) -> JSONValue {
        while true {
            guard var unit = try significant() else { throw endOfInput }
            var value: JSONValue?
            if unit == UInt16(UInt8(ascii: "]")) || unit == UInt16(UInt8(ascii: "}")) {
                value = try close(unit)
            } else {
                if let container = open.last {
                    if container.hasEntries { unit = try comma(in: container) }
                    if container.isObject { unit = try key(unit) }
                }
                let isRoot = open.isEmpty
                let start = place(position)
                if isRoot, isObject, unit == UInt16(UInt8(ascii: "[")) { throw Self.mismatch(.array([]), start) }
                value = try token(unit)
                if isRoot, isObject, let value { try Self.checkRoot(value, start) }
            }
            guard let value else { continue }
            guard !open.isEmpty else { return value }
            add(value)
        }
    }

    private var endOfInput: JSONFailure {
        guard let container = open.last else {
            return JSONFailure(
                kind: .mismatched, reason: "No content to map due to end-of-input", place: JSONPlace(line: line))
        }
        return truncated(": expected close marker for \(container.name) (start marker at \(container.place.text))")
    }

    private mutating func add(_ value: JSONValue) {
        let last = open.count - 1
        open[last].hasEntries = true
        if open[last].isObject {
            open[last].object.put(open[last].key, value)
        } else {
            open[last].elements.append(value)
        }
    }

    private mutating func close(_ unit: UInt16) throws(JSONFailure) -> JSONValue {
        guard let container = open.last else {
            let name = unit == UInt16(UInt8(ascii: "]")) ? "Array" : "Object"
            throw malformed("Unexpected close marker '\(Self.character(unit))': no open \(name) to close")
        }
        guard unit == container.end else {
            throw malformed(
                "Unexpected close marker '\(Self.character(unit))': expected '\(Self.character(container.end))' "
                    + "(for \(container.name) starting at \(container.place.text))")
        }
        position += 1
        open.removeLast()
        return container.isObject ? .object(container.object) : .array(container.elements)
    }

    private static func character(_ unit: UInt16) -> String { String(decoding: [unit], as: UTF16.self) }

    private mutating func comma(in container: Container) throws(JSONFailure) -> UInt16 {
        guard current == UInt16(UInt8(ascii: ",")) else {
            throw unexpected("was expecting comma to separate \(container.name) entries")
        }
        position += 1
        guard let next = try significant() else {
            throw malformed("Unexpected end-of-input within/between \(container.name) entries")
        }
        return next
    }

    /// Reads an object's key and the colon behind it; gives what the value begins with.
    private mutating func key(_ unit: UInt16) throws(JSONFailure) -> UInt16 {
        guard unit == UInt16(UInt8(ascii: "\"")) else {
            throw unexpected("was expecting double-quote to start field name")
        }
        open[open.count - 1].key = try string(isName: true)
        guard let colon = try significant() else { throw truncated(" within/between Object entries") }
        guard colon == UInt16(UInt8(ascii: ":")) else {
            throw unexpected("was expecting a colon to separate field name and value")
        }
        position += 1
        guard let value = try significant() else { throw truncated(" within/between Object entries") }
        return value
    }

    /// A value, or `nil` for the beginning of one.
    private mutating func token(_ unit: UInt16) throws(JSONFailure) -> JSONValue? {
        switch UInt8(truncatingIfNeeded: unit) {
        case _ where unit > 0x7F: return try word()
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard open.count < Self.maximumDepth else {
                throw JSONFailure(
                    kind: .tooLarge,
                    reason: "Document nesting depth (\(Self.maximumDepth + 1)) exceeds the maximum allowed "
                        + "(\(Self.maximumDepth), from `StreamReadConstraints.getMaxNestingDepth()`)",
                    place: place(position + 1))
            }
            open.append(Container(isObject: unit == UInt16(UInt8(ascii: "{")), place: place(position)))
            position += 1
            return nil
        case UInt8(ascii: "\""): return .string(try string(isName: false))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number(isRoot: open.isEmpty)
        default: return try word()
        }
    }

    // MARK: The root

    private static func checkRoot(_ value: JSONValue, _ place: JSONPlace) throws(JSONFailure) {
        switch value {
        case .object, .null: return
        case .string(let text) where text.isEmpty:
            throw JSONFailure(
                kind: .emptyString,
                reason: "Cannot coerce empty String (\"\") to element of `java.util.LinkedHashMap` "
                    + "(but could if coercion was enabled using `CoercionConfig`)",
                place: place)
        case .string(let text):
            throw JSONFailure(
                kind: .mismatched,
                reason:
                    "Cannot construct instance of `java.util.LinkedHashMap` (although at least one Creator exists): "
                    + "no String-argument constructor/factory method to deserialize from String value ('\(text)')",
                place: place)
        case .boolean, .integer, .largeInteger, .double, .array: throw mismatch(value, place)
        }
    }

    private static func mismatch(_ value: JSONValue, _ place: JSONPlace) -> JSONFailure {
        let (kind, token) =
            switch value {
            case .boolean(let isTrue): ("Boolean", isTrue ? "VALUE_TRUE" : "VALUE_FALSE")
            case .double: ("Floating-point", "VALUE_NUMBER_FLOAT")
            case .array: ("Array", "START_ARRAY")
            case .null, .integer, .largeInteger, .string, .object: ("Integer", "VALUE_NUMBER_INT")
            }
        return JSONFailure(
            kind: .mismatched,
            reason: "Cannot deserialize value of type `java.util.LinkedHashMap<java.lang.Object,java.lang.Object>` "
                + "from \(kind) value (token `JsonToken.\(token)`)",
            place: place)
    }
}
