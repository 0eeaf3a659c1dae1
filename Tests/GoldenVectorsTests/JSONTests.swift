import TestKit
import Testing

@Suite struct JSONTests {
    @Test(
        "Every kind of value is read as it was written",
        arguments: [
            ("null", .null), (" true ", true), ("false", false), ("0", 0), ("-12", -12),
            ("1.50e+3", .number("1.50e+3")),
            ("18446744073709551616", .number("18446744073709551616")), ("-0.0", .number("-0.0")), ("\"\"", ""),
            ("[]", []), ("[ 1 , [ ] ]", [1, []]), ("{}", [:]),
            ("{\"b\":1,\"a\":{\"b\":null}}", ["b": 1, "a": ["b": .null]]),
        ] as [(String, JSON)])
    func values(text: String, value: JSON) throws {
        #expect(try JSON(parsing: text) == value)
        #expect(try JSON(parsing: value.description) == value)
    }

    @Test(
        "Escapes, pairs of surrogates and NUL are one code point each",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"),
            (#""\ud83d\uDE00!""#, "😀!"), (#""a\u0000b""#, "a\u{0}b"), ("\"日本語 😀\u{7F}\"", "日本語 😀\u{7F}"),
        ])
    func texts(text: String, value: String) throws {
        let parsed = try #require(try JSON(parsing: text).text)
        #expect(Array(parsed.utf8) == Array(value.utf8))
        #expect(try JSON(parsing: JSON.string(value).description) == .string(value))
    }

    @Test(
        "What is no JSON is refused, with the place and the reason",
        arguments: [
            ("", 0, .unexpectedEnd), ("[1,", 3, .unexpectedEnd), ("\"abc", 4, .unexpectedEnd),
            ("{\"a\"", 4, .unexpectedEnd),
            ("nul", 3, .unexpectedEnd), ("nulk", 3, .unexpectedByte(0x6B)), ("[1 2]", 3, .unexpectedByte(0x32)),
            ("[1,]", 3, .unexpectedByte(0x5D)), ("{1:2}", 1, .unexpectedByte(0x31)),
            ("{\"a\":1,}", 7, .unexpectedByte(0x7D)),
            ("NaN", 0, .unexpectedByte(0x4E)), ("'a'", 0, .unexpectedByte(0x27)), ("01", 2, .invalidNumber),
            ("-", 1, .invalidNumber), ("1.", 2, .invalidNumber), ("1e", 2, .invalidNumber),
            ("+1", 0, .unexpectedByte(0x2B)),
            (#""\x""#, 2, .invalidEscape), (#""\u12g4""#, 5, .invalidEscape), (#""\ud83d""#, 7, .loneSurrogate),
            (#""\ud83dx""#, 7, .loneSurrogate), (#""\ude00""#, 7, .loneSurrogate),
            (#""\ud83d\u0041""#, 13, .loneSurrogate),
            ("\"a\tb\"", 2, .controlCharacter(9)), ("\"a\nb\"", 2, .controlCharacter(10)),
            ("1 1", 2, .trailingCharacters),
            ("{\"a\":1,\"a\":2}", 10, .duplicateName("a")), ("\u{FEFF}1", 0, .unexpectedByte(0xEF)),
        ] as [(String, Int, JSONError.Reason)])
    func refused(text: String, offset: Int, reason: JSONError.Reason) {
        #expect(throws: JSONError(reason: reason, offset: offset)) { try JSON(parsing: text) }
    }

    @Test("Bytes that are not UTF-8 are refused, not replaced")
    func invalidUTF8() {
        #expect(throws: JSONError(reason: .invalidUTF8, offset: 1)) { try JSON(parsing: [0x22, 0xFF, 0x22]) }
        #expect(throws: JSONError(reason: .invalidUTF8, offset: 1)) {
            try JSON(parsing: [0x22, 0xED, 0xA0, 0x80, 0x22])
        }
    }

    @Test("Names are told apart by their code points, and keep their order")
    func names() throws {
        let json = try JSON(parsing: "{\"\\u00e9\":1,\"e\\u0301\":2}")
        #expect(json["é"] == 1)
        #expect(json["e\u{301}"] == 2)
        #expect(json.members?.map { Array($0.name.utf8).count } == [2, 3])
        #expect(try JSON(parsing: "{\"a\":1,\"b\":2}") != JSON(parsing: "{\"b\":2,\"a\":1}"))
    }

    @Test("Nesting has a limit, so that no text exhausts the stack")
    func depth() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(throws: Never.self) { try JSON(parsing: nested(128)) }
        #expect(throws: JSONError(reason: .tooDeep, offset: 128)) { try JSON(parsing: nested(129)) }
        #expect(throws: JSONError(reason: .tooDeep, offset: 128)) {
            try JSON(parsing: String(repeating: "[", count: 1_000_000))
        }
        #expect(throws: JSONError(reason: .tooDeep, offset: 2)) { try JSON(parsing: "[[1]]", maximumDepth: 2) }
    }
}
