/// A type text that could not be read: what is wrong, and where.
public struct TypeTextError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public let reason: String
    /// The offset of the byte at which reading stopped.
    public let offset: Int

    /// The reason and the place.
    public var description: String { "\(reason) at offset \(offset)" }

    fileprivate static let tooDeep = "types nested deeper than \(CQLType.maximumDepth)"

    /// Whether the text may be right, but is nested too deep to be read.
    var isTooDeep: Bool { reason == TypeTextError.tooDeep }
}

/// The characters of a type text, read from front to back. What the two notations, CQL and class names, have in common.
struct TypeTextParser {
    let text: [UInt8]
    var position = 0

    init(_ text: String) {
        self.text = Array(text.utf8)
    }

    var current: UInt8? { position < text.count ? text[position] : nil }

    func error(_ reason: String) -> TypeTextError {
        TypeTextError(reason: reason, offset: position)
    }

    func tooDeep() -> TypeTextError {
        error(TypeTextError.tooDeep)
    }

    mutating func skipBlanks() {
        while let byte = current, byte == UInt8(ascii: " ") || (byte >= 9 && byte <= 13) { position += 1 }
    }

    /// Goes past `character` and the blanks around it, if it comes next.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard current == UInt8(ascii: character) else { return false }
        position += 1
        skipBlanks()
        return true
    }

    mutating func expect(_ character: Unicode.Scalar) throws(TypeTextError) {
        guard skip(character) else { throw error("expected '\(character)'") }
    }

    mutating func expectEnd() throws(TypeTextError) {
        skipBlanks()
        guard position == text.count else { throw error("unexpected characters") }
    }

    /// The longest run of bytes that `belongs` accepts.
    mutating func run(where belongs: (UInt8) -> Bool) -> String {
        let start = position
        while let byte = current, belongs(byte) { position += 1 }
        return String(decoding: text[start..<position], as: UTF8.self)
    }

    /// The text between two quotes; a doubled quote inside stands for one.
    mutating func quoted(_ quote: Unicode.Scalar) throws(TypeTextError) -> String {
        let mark = UInt8(ascii: quote)
        var bytes: [UInt8] = []
        position += 1
        while let byte = current {
            position += 1
            if byte == mark {
                guard current == mark else { return String(decoding: bytes, as: UTF8.self) }
                position += 1
            }
            bytes.append(byte)
        }
        throw error("the closing \(quote) is missing")
    }

    /// A number of elements of a vector.
    mutating func dimension() throws(TypeTextError) -> Int {
        skipBlanks()
        let start = position
        let digits = run { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        guard let number = Int32(digits), number > 0 else {
            position = start
            throw error("a vector needs a dimension between 1 and 2147483647")
        }
        return Int(number)
    }

    /// Elements between two brackets, at least one.
    mutating func list<Element>(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar,
        _ element: (inout TypeTextParser) throws(TypeTextError) -> Element
    ) throws(TypeTextError) -> [Element] {
        try expect(open)
        var elements = [try element(&self)]
        while skip(",") { elements.append(try element(&self)) }
        try expect(close)
        return elements
    }
}
