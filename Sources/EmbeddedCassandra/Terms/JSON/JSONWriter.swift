import Bytes
import CassandraWire

/// Values as JSON.
struct JSONWriter {
    private(set) var text = ""

    static func text(_ bytes: ByteSlice?, as type: CQLType) throws(ServerError) -> String {
        var writer = JSONWriter()
        try writer.write(bytes, as: type)
        return writer.text
    }

    mutating func append(_ part: String) { text += part }

    mutating func write(_ bytes: ByteSlice?, as type: CQLType) throws(ServerError) {
        guard let bytes else {
            text += "null"
            return
        }
        switch type {
        case .ascii, .text: quote(String(decoding: bytes, as: UTF8.self))
        case .blob, .custom: text += "\"0x\(bytes.hexadecimal)\""
        case .boolean:
            guard let byte = bytes.first else {
                // The server trips over it; clients see just that.
                throw .server("java.lang.NullPointerException")
            }
            text += byte == 0 ? "false" : "true"
        case .list(let element), .set(let element): try writeArray(CollectionCodec.elements(of: bytes), element)
        case .vector(let element, let dimension):
            try writeArray(CollectionCodec.elements(ofVector: bytes, of: element, dimension: dimension), element)
        case .map(let key, let value): try writeMap(bytes, key, value)
        case .tuple(let types):
            text += "["
            for (index, field) in CollectionCodec.fields(of: bytes, count: types.count).enumerated() {
                if index > 0 { text += ", " }
                try write(field, as: types[index])
            }
            text += "]"
        case .udt(let type):
            text += "{"
            for (index, field) in CollectionCodec.fields(of: bytes, count: type.fields.count).enumerated() {
                if index > 0 { text += ", " }
                text += Self.key(type.fields[index].name)
                try write(field, as: type.fields[index].type)
            }
            text += "}"
        case .frozen(let inner): try write(bytes, as: inner)
        case .float, .double:
            let number = ValueText.text(bytes, as: type)
            text += number == "NaN" || number.hasSuffix("Infinity") ? "null" : bytes.isEmpty ? "\"\"" : number
        case .bigint, .counter, .decimal, .int, .smallint, .tinyint, .varint:
            text += bytes.isEmpty ? "\"\"" : ValueText.text(bytes, as: type)
        case .timestamp: text += "\"\(ValueText.timestamp(bytes, separator: " "))\""
        case .date, .duration, .inet, .time, .timeuuid, .uuid: text += "\"\(ValueText.text(bytes, as: type))\""
        }
    }

    private mutating func writeArray(_ elements: [ByteSlice], _ type: CQLType) throws(ServerError) {
        text += "["
        for (index, element) in elements.enumerated() {
            if index > 0 { text += ", " }
            try write(element, as: type)
        }
        text += "]"
    }

    private mutating func writeMap(_ bytes: ByteSlice, _ key: CQLType, _ value: CQLType) throws(ServerError) {
        text += "{"
        for (index, entry) in CollectionCodec.entries(of: bytes).enumerated() {
            if index > 0 { text += ", " }
            let name = try JSONWriter.text(entry.key, as: key)
            // A key is a string, whatever its type: one that is none goes into one.
            if name.hasPrefix("\"") { text += name } else { quote(name) }
            text += ": "
            try write(entry.value, as: value)
        }
        text += "}"
    }

    /// The name of a column or field as a key, and the colon: one that CQL would quote is in quotes in it.
    static func key(_ name: String) -> String {
        var writer = JSONWriter()
        writer.quote(name == name.lowercased() ? name : "\"\(name)\"")
        return writer.text + ": "
    }

    private mutating func quote(_ content: String) {
        text += "\""
        for scalar in content.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\u{8}": text += "\\b"
            case "\u{9}": text += "\\t"
            case "\u{A}": text += "\\n"
            case "\u{C}": text += "\\f"
            case "\u{D}": text += "\\r"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16, uppercase: true)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
