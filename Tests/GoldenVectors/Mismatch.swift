import Bytes
import CassandraWire
import TestKit

/// Why a line does not hold: what ours gives is not what the line says, or the line cannot be understood.
package struct Mismatch: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }

    /// Two things that should be equal; long ones are cut around the place where they begin to differ.
    package init(_ subject: String, expected: String, actual: String) {
        let common = zip(expected.unicodeScalars, actual.unicodeScalars).prefix { $0 == $1 }.count
        func excerpt(_ text: String) -> String {
            let scalars = text.unicodeScalars
            let skipped = min(max(0, common - 30), scalars.count)
            let part = String(String.UnicodeScalarView(scalars.dropFirst(skipped).prefix(100)))
            return (skipped > 0 ? "…" : "") + part + (scalars.count > skipped + 100 ? "…" : "")
        }
        self.init("\(subject): expected \(excerpt(expected)), got \(excerpt(actual))")
    }
}

/// Throws unless both are the same.
func expect<Value: Equatable>(_ subject: String, _ actual: Value, is expected: Value) throws(Mismatch) {
    guard actual == expected else {
        throw Mismatch(subject, expected: String(describing: expected), actual: String(describing: actual))
    }
}

/// Throws unless both are the same bytes; shown whole where they differ.
func expectBytes(_ subject: String, _ actual: some Collection<UInt8>, are expected: [UInt8]) throws(Mismatch) {
    guard actual.elementsEqual(expected) else {
        throw Mismatch(subject, expected: expected.hex, actual: Array(actual).hex)
    }
}

/// Gives the error of our code the name of the step.
func step<Result>(_ name: String, _ body: () throws -> Result) throws(Mismatch) -> Result {
    do {
        return try body()
    } catch let mismatch as Mismatch {
        throw mismatch
    } catch {
        throw Mismatch("\(name): \(error)")
    }
}

// The fields of a line.
extension JSON {
    func field(_ name: String) throws(Mismatch) -> JSON {
        guard let value = self[name] else { throw Mismatch("the line has no '\(name)'") }
        return value
    }

    func textField(_ name: String) throws(Mismatch) -> String {
        guard let text = try field(name).text else { throw Mismatch("'\(name)' is no text") }
        return text
    }

    func arrayField(_ name: String) throws(Mismatch) -> [JSON] {
        guard let elements = try field(name).elements else { throw Mismatch("'\(name)' is no array") }
        return elements
    }

    func bytesField(_ name: String) throws(Mismatch) -> [UInt8] {
        try field(name).bytes(name)
    }

    /// The bytes of hexadecimal digits.
    func bytes(_ name: String) throws(Mismatch) -> [UInt8] {
        guard let text else { throw Mismatch("'\(name)' is no text") }
        return try JSON.bytes(ofHexadecimal: text.utf8, name)
    }

    static func bytes(ofHexadecimal digits: some Collection<UInt8>, _ name: String) throws(Mismatch) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        var high: UInt8?
        for digit in digits {
            let value: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
            default: throw Mismatch("'\(name)' is not in lower-case hexadecimal")
            }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        guard high == nil else { throw Mismatch("'\(name)' has an odd number of digits") }
        return bytes
    }

    /// An integer that is written as a text, as those of 64 bits and more are.
    func textInteger<Integer: FixedWidthInteger>(_ name: String) throws(Mismatch) -> Integer {
        guard let text, let number = Integer(text) else { throw Mismatch("'\(name)' is no integer in a text") }
        return number
    }
}
