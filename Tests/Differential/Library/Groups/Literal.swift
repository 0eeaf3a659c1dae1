import Bytes
import CassandraWire
import Foundation

/// Turns a literal into the bytes of a value, as a client would bind it.
///
/// `null` and `unset` are themselves, `0x…` are the bytes as they are for every type, and `1 as int` says the type where
/// no marker does.
enum Literal {
    struct Failure: Error, CustomStringConvertible {
        let literal: String
        let type: CQLType?
        var description: String {
            type.map { "'\(literal)' is no \($0)" }
                ?? "'\(literal)' says no type, and no marker does: write 'LITERAL as TYPE'"
        }
    }

    static func boundValue(_ literal: String, type: CQLType?) throws -> BoundValue {
        switch literal {
        case "null": return .null
        case "unset": return .unset
        case _ where literal.hasPrefix("0x"):
            if let bytes = bytes(literal) { return .bytes(ByteSlice(bytes)) }
        default: break
        }
        var text = literal
        var type = type
        if let range = literal.range(of: " as ", options: .backwards),
            let named = try? CQLType(cql: String(literal[range.upperBound...]))
        {
            type = named
            text = String(literal[..<range.lowerBound])
        }
        guard let type else { throw Failure(literal: literal, type: nil) }
        let value = try value(text, type)
        var writer = WireWriter()
        do {
            try value.encodeContents(to: &writer, plan: type)
        } catch {
            throw Failure(literal: literal, type: type)
        }
        return .bytes(ByteSlice(writer.finish()))
    }

    private static func bytes(_ literal: String) -> [UInt8]? {
        let digits = literal.dropFirst(2).compactMap(\.hexDigitValue)
        guard digits.count == literal.count - 2, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    static func value(_ text: String, _ type: CQLType) throws -> CQLValue {
        guard let value = try scalar(text, type.unfrozen) ?? composite(text, type.unfrozen) else {
            throw Failure(literal: text, type: type)
        }
        return value
    }

    private static func scalar(_ literal: String, _ type: CQLType) throws -> CQLValue? {
        if literal == "null" { return .null }
        let text = unquoted(literal)
        switch type {
        case .ascii: return .ascii(text)
        case .text: return .text(text)
        case .bigint: return Int64(text).map { .bigint($0) }
        case .counter: return Int64(text).map { .counter($0) }
        case .int: return Int32(text).map { .int($0) }
        case .smallint: return Int16(text).map { .smallint($0) }
        case .tinyint: return Int8(text).map { .tinyint($0) }
        case .boolean: return Bool(text.lowercased()).map { .boolean($0) }
        case .blob: return bytes(text).map { .blob(ByteSlice($0)) }
        case .double: return Double(text).map { .double($0) }
        case .float: return Float(text).map { .float($0) }
        case .date: return CQLDate(text).map { .date($0) }
        case .time: return CQLTime(text).map { .time($0) }
        case .timestamp:
            if let number = Int64(text) { return .timestamp(CQLTimestamp(millisecondsSinceEpoch: number)) }
            return CQLTimestamp(text).map { .timestamp($0) }
        case .decimal: return CQLDecimal(text).map { .decimal($0) }
        case .varint: return CQLVarint(text).map { .varint($0) }
        case .duration: return CQLDuration(text).map { .duration($0) }
        case .inet: return CQLInet(text).map { .inet($0) }
        case .uuid: return CQLUUID(text).map { .uuid($0) }
        case .timeuuid: return CQLUUID(text).map { .timeuuid($0) }
        default: return nil
        }
    }

    private static func composite(_ text: String, _ type: CQLType) throws -> CQLValue? {
        guard let first = text.first, let last = text.last, text.count >= 2 else { return nil }
        let parts = LiteralList.split(String(text.dropFirst().dropLast()))
        switch (type, first, last) {
        case (.list(let element), "[", "]"): return .list(try parts.map { try value($0, element) })
        case (.vector(let element, _), "[", "]"): return .vector(try parts.map { try value($0, element) })
        case (.set(let element), "{", "}"): return .set(try parts.map { try value($0, element) })
        case (.map(let key, let element), "{", "}"):
            return .map(
                try parts.map { part in
                    let sides = LiteralList.split(part, at: ":")
                    guard sides.count == 2 else { throw Failure(literal: text, type: type) }
                    return .init(key: try value(sides[0], key), value: try value(sides[1], element))
                })
        case (.tuple(let types), "(", ")"):
            guard parts.count == types.count else { return nil }
            return .tuple(try zip(parts, types).map { try value($0, $1) })
        case (.udt(let type), "{", "}"):
            var named: [String: CQLValue] = [:]
            for part in parts {
                let sides = LiteralList.split(part, at: ":")
                guard sides.count == 2, let index = type.index(of: sides[0]) else { return nil }
                named[sides[0]] = try value(sides[1], type.fields[index].type)
            }
            return UDTValue(type, named: named).map { .udt($0) }
        default: return nil
        }
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count >= 2, text.hasPrefix("'"), text.hasSuffix("'") else { return text }
        return text.dropFirst().dropLast().replacingOccurrences(of: "''", with: "'")
    }
}
