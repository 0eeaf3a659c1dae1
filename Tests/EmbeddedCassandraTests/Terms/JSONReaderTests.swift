import CassandraWire
import Testing

@testable import EmbeddedCassandra

struct JSONReaderTests {
    private static let document =
        #"{"k": [1, -2.5e3, true, null, "\u00fc\n"], "o": {"a": {"b": []}}, "t": "\ud83d\ude00", "n": 12345678901234567890}"#

    @Test func aDocumentIsRead() throws {
        let object = try #require(try JSONReader.object(Self.document))
        #expect(
            JSONValue.object(object).text
                == "{k=[1, -2500.0, true, null, ü\n], o={a={b=[]}}, t=😀, n=12345678901234567890}")
    }

    @Test func whatIsCutOffIsRefusedAtItsEnd() {
        let units = Array(Self.document.unicodeScalars)
        for length in 0..<units.count {
            var text = ""
            text.unicodeScalars.append(contentsOf: units.prefix(length))
            #expect(throws: JSONFailure.self, "\(text)") { try JSONReader.object(text) }
        }
    }

    @Test func eachCharacterMayBeWrong() {
        let units = Array(Self.document.unicodeScalars)
        for index in units.indices {
            for wrong in ["\"", "\\", "{", "]", "-", ".", "e", "x", "\u{0}", "ü", ","] as [Unicode.Scalar] {
                var changed = units
                changed[index] = wrong
                var text = ""
                text.unicodeScalars.append(contentsOf: changed)
                // Right or wrong, it comes to an end.
                _ = try? JSONReader.value(text)
            }
        }
    }

    @Test func nestingIsBounded() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSONReader.value(nested(JSONReader.maximumDepth))
        for depth in [JSONReader.maximumDepth + 1, 1_000_000] {
            #expect(throws: JSONFailure.self) { try JSONReader.value(nested(depth)) }
            #expect(throws: JSONFailure.self) { try JSONReader.value(String(repeating: #"{"a":"#, count: depth)) }
        }
    }

    @Test(
        "keys become identifiers of CQL",
        arguments: [
            (#"{"A": 1}"#, "a=1"), (#"{"\"A\"": 1}"#, "A=1"), (#"{"a": 1, "A": 2}"#, "a=2"),
            (#"{"A": 1, "b": 2}"#, "b=2, a=1"), (#"{"\"": 1}"#, "\"=1"), (#"{"": 1}"#, "=1"),
        ])
    func keys(text: String, expected: String) throws {
        var object = try #require(try JSONReader.object(text))
        object.unquoteKeys()
        #expect(object.entries.map { "\($0.key)=\($0.value.text)" }.joined(separator: ", ") == expected)
    }

    @Test(
        "numbers as the server's language prints them",
        arguments: [
            (0.0, "0.0"), (-0.0, "-0.0"), (1.0, "1.0"), (100.0, "100.0"), (1e7, "1.0E7"), (9_999_999.0, "9999999.0"),
            (0.001, "0.001"), (0.0001, "1.0E-4"), (12_345_678.9, "1.23456789E7"), (.leastNonzeroMagnitude, "4.9E-324"),
            (4 * .leastNonzeroMagnitude, "2.0E-323"), (1.797_693_134_862_315_7e308, "1.7976931348623157E308"),
            (1e300, "1.0E300"),
            (.nan, "NaN"), (.infinity, "Infinity"), (-.infinity, "-Infinity"), (0.1, "0.1"), (123.456, "123.456"),
        ])
    func doubles(value: Double, expected: String) { #expect(JavaNumberText.text(value) == expected) }

    @Test func theSmallestFloatHasTwoDigits() {
        #expect(JavaNumberText.text(Float.leastNonzeroMagnitude) == "1.4E-45")
        #expect(JavaNumberText.text(Float(16_777_216)) == "1.6777216E7")
    }
}
