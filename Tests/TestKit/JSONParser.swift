/// Why a text is no JSON, and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        case unexpectedEnd
        case unexpectedByte(UInt8)
        case invalidNumber
        case invalidEscape
        /// Half of a surrogate pair: no text can hold it.
        case loneSurrogate
        /// A control character that is not escaped.
        case controlCharacter(UInt8)
        case invalidUTF8
        case duplicateName(String)
        case tooDeep
        case trailingCharacters
    }

    public var reason: Reason
    /// The byte at which reading stopped.
    public var offset: Int

    public init(reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    public var description: String {
        switch reason {
        case .unexpectedEnd: "the text ends at byte \(offset), inside a value"
        case .unexpectedByte(let byte): "unexpected byte 0x\(String(byte, radix: 16)) at \(offset)"
        case .invalidNumber: "a malformed number at byte \(offset)"
        case .invalidEscape: "a malformed escape at byte \(offset)"
        case .loneSurrogate: "half of a surrogate pair at byte \(offset)"
        case .controlCharacter(let byte): "a bare control character 0x\(String(byte, radix: 16)) at byte \(offset)"
        case .invalidUTF8: "invalid UTF-8 in the text at byte \(offset)"
        case .duplicateName(let name): "the name '\(name)' a second time, at byte \(offset)"
        case .tooDeep: "nested too deep at byte \(offset)"
        case .trailingCharacters: "characters after the value, at byte \(offset)"
        }
    }
}

extension JSON {
    /// Reads one value as RFC 8259 has it, and nothing else: names are unique, texts are Unicode.
    public init(parsing bytes: [UInt8], maximumDepth: Int = 128) throws(JSONError) {
        var parser = JSONParser(bytes: bytes, maximumDepth: maximumDepth)
        self = try parser.document()
    }

    /// Reads one value.
    public init(parsing text: String, maximumDepth: Int = 128) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), maximumDepth: maximumDepth)
    }
}

private struct JSONParser {
    let bytes: [UInt8]
    let maximumDepth: Int
    var position = 0

    init(bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    mutating func document() throws(JSONError) -> JSON {
        let value = try value(depth: 1)
        skipBlanks()
        guard position == bytes.count else { throw error(.trailingCharacters) }
        return value
    }

    private func error(_ reason: JSONError.Reason) -> JSONError {
        JSONError(reason: reason, offset: position)
    }

    private mutating func skipBlanks() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private func next() throws(JSONError) -> UInt8 {
        guard position < bytes.count else { throw error(.unexpectedEnd) }
        return bytes[position]
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ byte: UInt8) throws(JSONError) {
        if !skip(byte) { throw error(.unexpectedByte(try next())) }
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSON {
        guard depth <= maximumDepth else { throw error(.tooDeep) }
        skipBlanks()
        switch try next() {
        case UInt8(ascii: "{"): return .object(try members(depth: depth))
        case UInt8(ascii: "["): return .array(try elements(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case let byte: throw error(.unexpectedByte(byte))
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        for byte in word.description.utf8 {
            guard try next() == byte else { throw error(.unexpectedByte(try next())) }
            position += 1
        }
        return value
    }

    private mutating func elements(depth: Int) throws(JSONError) -> [JSON] {
        position += 1
        var elements: [JSON] = []
        if skip(UInt8(ascii: "]")) { return elements }
        repeat {
            elements.append(try value(depth: depth + 1))
        } while skip(UInt8(ascii: ","))
        try expect(UInt8(ascii: "]"))
        return elements
    }

    private mutating func members(depth: Int) throws(JSONError) -> [JSON.Member] {
        position += 1
        var members: [JSON.Member] = []
        // As bytes: texts are equal in Swift that are not equal in JSON.
        var names: Set<[UInt8]> = []
        if skip(UInt8(ascii: "}")) { return members }
        repeat {
            skipBlanks()
            guard try next() == UInt8(ascii: "\"") else { throw error(.unexpectedByte(try next())) }
            let name = try string()
            guard names.insert(Array(name.utf8)).inserted else { throw error(.duplicateName(name)) }
            try expect(UInt8(ascii: ":"))
            members.append(JSON.Member(name, try value(depth: depth + 1)))
        } while skip(UInt8(ascii: ","))
        try expect(UInt8(ascii: "}"))
        return members
    }

    private mutating func number() throws(JSONError) -> String {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let leading = position
        guard digits() > 0 else { throw error(.invalidNumber) }
        if bytes[leading] == UInt8(ascii: "0"), position > leading + 1 { throw error(.invalidNumber) }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            guard digits() > 0 else { throw error(.invalidNumber) }
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            guard digits() > 0 else { throw error(.invalidNumber) }
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits() -> Int {
        let start = position
        while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
            position += 1
        }
        return position - start
    }

    private mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        // Mostly there is nothing to unescape.
        while position < bytes.count, bytes[position] >= 0x20, bytes[position] != UInt8(ascii: "\"") {
            if bytes[position] == UInt8(ascii: "\\") { break }
            position += 1
        }
        var plain = Array(bytes[start..<position])
        while true {
            switch try next() {
            case UInt8(ascii: "\""):
                guard let text = String(validating: plain, as: UTF8.self) else {
                    throw JSONError(reason: .invalidUTF8, offset: start)
                }
                position += 1
                return text
            case UInt8(ascii: "\\"):
                plain.append(contentsOf: UTF8.encode(try escape()) ?? .init())
            case let byte where byte < 0x20:
                throw error(.controlCharacter(byte))
            case let byte:
                plain.append(byte)
                position += 1
            }
        }
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        position += 1
        let letter = try next()
        if letter == UInt8(ascii: "u") { return try unicodeEscape() }
        let scalar: Unicode.Scalar
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scalar = Unicode.Scalar(letter)
        case UInt8(ascii: "b"): scalar = "\u{8}"
        case UInt8(ascii: "f"): scalar = "\u{C}"
        case UInt8(ascii: "n"): scalar = "\n"
        case UInt8(ascii: "r"): scalar = "\r"
        case UInt8(ascii: "t"): scalar = "\t"
        default: throw error(.invalidEscape)
        }
        position += 1
        return scalar
    }

    /// One code point, of one or two `\uXXXX`.
    private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard UTF16.isLeadSurrogate(first) else { throw error(.loneSurrogate) }
        guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { throw error(.loneSurrogate) }
        position += 1
        let second = try codeUnit()
        guard UTF16.isTrailSurrogate(second) else { throw error(.loneSurrogate) }
        let high = UInt32(first - 0xD800) << 10
        guard let scalar = Unicode.Scalar(0x10000 + high + UInt32(second - 0xDC00)) else { throw error(.loneSurrogate) }
        return scalar
    }

    /// The four digits behind `u`.
    private mutating func codeUnit() throws(JSONError) -> UInt16 {
        position += 1
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(try next())).hexDigitValue else { throw error(.invalidEscape) }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }
}
