import TestKit

extension JSON {
    /// Texts, numbers, truths and nulls inside; an empty array or object is none.
    var leafCount: Int {
        switch self {
        case .array(let elements): elements.reduce(0) { $0 + $1.leafCount }
        case .object(let members): members.reduce(0) { $0 + $1.value.leafCount }
        case .null, .bool, .number, .string: 1
        }
    }

    /// The same with one leaf, counted from 0, that says something else.
    func changingLeaf(_ number: Int) -> JSON {
        var left = number
        return changingLeaf(&left)
    }

    private func changingLeaf(_ left: inout Int) -> JSON {
        switch self {
        case .array(let elements): return .array(elements.map { $0.changingLeaf(&left) })
        case .object(let members):
            return .object(members.map { Member($0.name, $0.value.changingLeaf(&left)) })
        case .null, .bool, .number, .string:
            left -= 1
            return left == -1 ? changed : self
        }
    }

    private var changed: JSON {
        switch self {
        case .null: .bool(true)
        case .bool(let value): .bool(!value)
        case .number(let digits): .number(String((Int(digits) ?? 0) ^ 1))
        case .string(let text): .string(JSON.changed(text))
        case .array, .object: self
        }
    }

    /// Another text: of a fraction the negative one, since its last digits may say nothing; else with another end, which
    /// is another number too.
    private static func changed(_ text: String) -> String {
        if text.contains("."), Double(text) != nil {
            return text.hasPrefix("-") ? String(text.dropFirst()) : "-" + text
        }
        guard let last = text.last else { return "00" }
        return String(text.dropLast()) + (last == "0" ? "1" : "0")
    }

    /// The line with another leaf in one of the fields, or `nil` when they have none.
    func changed(in fields: [String], using generator: inout some RandomNumberGenerator) -> (line: JSON, field: String)?
    {
        let present = fields.filter { (self[$0]?.leafCount ?? 0) > 0 }
        guard let field = present.randomElement(using: &generator), let value = self[field] else { return nil }
        var line = self
        line[field] = value.changingLeaf(Int.random(in: 0..<value.leafCount, using: &generator))
        return (line, field)
    }

    /// The line with one bit of the bytes in a field changed, or `nil` when it has none.
    func flippingBit(of field: String, using generator: inout some RandomNumberGenerator) -> JSON? {
        guard let hex = self[field]?.text, !hex.isEmpty else { return nil }
        var bytes = [UInt8](hex: hex)
        bytes[Int.random(in: bytes.indices, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        var line = self
        line[field] = .string(bytes.hex)
        return line
    }
}
