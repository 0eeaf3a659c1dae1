import Bytes

/// How numbers, bytes and texts are written for people.
enum Notation {
    /// `0x0a`.
    static func hexadecimal<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number) -> String {
        let digits = String(number, radix: 16)
        return "0x" + String(repeating: "0", count: max(0, Number.bitWidth / 4 - digits.count)) + digits
    }

    /// `0x1000`; all known codes have four digits.
    static func hexadecimal(_ code: ErrorCode) -> String {
        let number = UInt32(bitPattern: code.rawValue)
        return UInt16(exactly: number).map { hexadecimal($0) } ?? hexadecimal(number)
    }

    /// `1 byte`, `2 bytes`.
    static func count(_ count: Int) -> String {
        count == 1 ? "1 byte" : "\(count) bytes"
    }

    /// `0x0a0b (2 bytes)`, cut after so many bytes.
    static func bytes(_ bytes: ByteSlice, limit: Int) -> String {
        let count = "(\(count(bytes.count)))"
        guard !bytes.isEmpty else { return count }
        let isCut = bytes.count > limit
        let shown = isCut ? bytes.slice(0..<limit) : bytes
        return "0x\(shown.hexadecimal)\(isCut ? "…" : "") \(count)"
    }

    /// The text in one line, without control characters, cut after so many code points.
    static func text(_ text: String, limit: Int) -> String {
        var result = ""
        var left = limit
        for scalar in text.unicodeScalars {
            guard left > 0 else { return result + "…" }
            left -= 1
            append(scalar, to: &result)
        }
        return result
    }

    static func append(_ scalar: Unicode.Scalar, to text: inout String) {
        switch scalar {
        case "\n": text += "\\n"
        case "\r": text += "\\r"
        case "\t": text += "\\t"
        // The controls of ASCII and Latin-1, line and paragraph separators, and what changes the writing direction.
        case "\0"..<" ", "\u{7F}"..."\u{9F}", "\u{200E}"..."\u{200F}", "\u{2028}"..."\u{202E}",
            "\u{2066}"..."\u{2069}":
            text += "\\u{\(String(scalar.value, radix: 16))}"
        default: text.unicodeScalars.append(scalar)
        }
    }
}
