/// Why a text is no JSON document: in the words of the reader that the server has, as clients see them.
struct JSONFailure: Error {
    enum Kind: String {
        case malformed = "core.JsonParseException"
        case truncated = "core.io.JsonEOFException"
        case tooLarge = "core.exc.StreamConstraintsException"
        case mismatched = "databind.exc.MismatchedInputException"
        case emptyString = "databind.exc.InvalidFormatException"
    }

    let kind: Kind
    let reason: String
    let place: JSONPlace

    /// The reason and the place.
    var message: String { "\(reason)\n at \(place.text)" }

    /// With the name of the kind in front.
    var description: String { "com.fasterxml.jackson.\(kind.rawValue): \(message)" }
}

/// A place in a document: both numbers begin at 1.
struct JSONPlace {
    var line: Int
    /// In UTF-16 units; `nil` where the reader knows of none.
    var column: Int?

    var text: String {
        let column = column.map { ", column: \($0)" } ?? ""
        return "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: \(line)\(column)]"
    }
}

extension JSONFailure {
    /// What can stand where a value is expected.
    static let values = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"

    static func unexpected(_ unit: UInt16, _ comment: String, _ place: JSONPlace) -> JSONFailure {
        JSONFailure(kind: .malformed, reason: "Unexpected character (\(describe(unit)))\(comment)", place: place)
    }

    /// A character as messages show it.
    static func describe(_ unit: UInt16) -> String {
        if unit < 0x20 || 0x7F..<0xA0 ~= unit { return "(CTRL-CHAR, code \(unit))" }
        let character = Unicode.Scalar(unit).map { String($0) } ?? "?"
        return unit > 255
            ? "'\(character)' (code \(unit) / 0x\(String(unit, radix: 16)))" : "'\(character)' (code \(unit))"
    }
}
