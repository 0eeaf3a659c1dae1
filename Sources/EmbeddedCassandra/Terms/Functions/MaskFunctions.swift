import Bytes
import CassandraWire

/// What hides values.
enum MaskFunctions {
    static func family(_ name: String) -> FunctionFamily? {
        switch name {
        case "mask_null":
            FunctionFamily(name, [.any]) { types in
                ScalarFunction(name, types, types[0], skipsNull: false) { _, _ in nil }
            }
        case "mask_replace":
            FunctionFamily(name, [.any, .sameAsFirst]) { types in
                ScalarFunction(name, [types[0], types[0]], types[0], skipsNull: false) { arguments, _ in arguments[1] }
            }
        case "mask_default":
            FunctionFamily(name, [.any]) { types in
                let mask = defaultMask(types[0])
                return ScalarFunction(name, types, types[0], skipsNull: false) { _, _ in mask }
            }
        case "mask_inner": partial(name, hidesInside: true)
        case "mask_outer": partial(name, hidesInside: false)
        case "mask_hash":
            FunctionFamily(name, [.any, .fixed(.text)], optional: 1) { types in
                ScalarFunction(name, types, .blob, skipsNull: false) { (arguments, _) throws(ServerError) in
                    let algorithm = arguments.count > 1 ? arguments[1].map { String(decoding: $0, as: UTF8.self) } : nil
                    let digest = try digest(algorithm ?? "SHA-256")
                    return arguments[0].map { ByteSlice(digest($0)) }
                }
            }
        default: nil
        }
    }

    /// The digest that a name stands for.
    private static func digest(_ name: String) throws(ServerError) -> (ByteSlice) -> [UInt8] {
        let form: SecureHash.Form
        switch name.uppercased() {
        case "MD5":
            return { bytes in
                let digest = MD5.digest(Array(bytes))
                return CQLUUID(high: digest.high, low: digest.low).bytes
            }
        case "SHA", "SHA1", "SHA-1": form = .sha1
        case "SHA-224", "SHA224": form = .sha224
        case "SHA-256", "SHA256": form = .sha256
        case "SHA-384", "SHA384": form = .sha384
        case "SHA-512", "SHA512": form = .sha512
        case "SHA-512/224": form = .sha512Slash224
        case "SHA-512/256": form = .sha512Slash256
        case "MD2", "SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512": throw .unsupported("the hash algorithm \(name)")
        default: throw .invalid("Hash algorithm not found: \(name)")
        }
        return { SecureHash.digest($0, form) }
    }

    private static func partial(_ name: String, hidesInside: Bool) -> FunctionFamily {
        let parameters: [FunctionFamily.Parameter] = [.text, .fixed(.int), .fixed(.int), .fixed(.text)]
        return FunctionFamily(name, parameters, optional: 1) { types in
            ScalarFunction(name, types, types[0], skipsNull: false) { arguments, _ throws(ServerError) in
                guard let bytes = arguments[0] else { return nil }
                let begin = Int(arguments[1]?.integer(Int32.self) ?? 0)
                let end = Int(arguments[2]?.integer(Int32.self) ?? 0)
                let padding = arguments.count > 3 ? arguments[3].map { String(decoding: $0, as: UTF8.self) } : nil
                if let padding, padding.utf16.count != 1 {
                    throw .invalid(
                        "The padding argument for function system.\(name) should be single-character, but '\(padding)' "
                            + "has \(padding.utf16.count) characters.")
                }
                // Characters are those of Java: one beyond the first plane is two of them.
                let units = Array(String(decoding: bytes, as: UTF8.self).utf16)
                let mask = padding?.utf16.first ?? UInt16(UInt8(ascii: "*"))
                let masked = units.indices.map { index in
                    (index >= begin && index < units.count - end) == hidesInside ? mask : units[index]
                }
                return text(masked)
            }
        }
    }

    /// Half of a character that is two becomes a question mark.
    private static func text(_ units: [UInt16]) -> ByteSlice {
        var text = ""
        var decoder = UTF16()
        var iterator = units.makeIterator()
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar): text.unicodeScalars.append(scalar)
            case .error: text += "?"
            case .emptyInput: return ByteSlice(text.utf8)
            }
        }
    }

    /// What stands for every value of a type.
    private static func defaultMask(_ type: CQLType) -> ByteSlice {
        switch type {
        case .ascii, .text: ByteSlice("****".utf8)
        case .blob, .custom: ByteSlice()
        case .boolean, .tinyint, .varint: [0]
        case .smallint: [0, 0]
        case .int, .float, .inet, .list, .set, .map: [0, 0, 0, 0]
        case .bigint, .counter, .double, .time, .timestamp: LiteralText.number(Int64(0))
        case .date: LiteralText.number(UInt32(1) << 31)
        case .decimal: [0, 0, 0, 0, 0]
        case .duration: [0, 0, 0]
        case .uuid: ByteSlice(CQLUUID.zero.bytes)
        case .timeuuid:
            ByteSlice(TimeUUID.min(at: CQLTimestamp(millisecondsSinceEpoch: 0))?.uuid.bytes ?? CQLUUID.zero.bytes)
        case .tuple(let types): CollectionCodec.tuple(types.map(defaultMask))
        case .udt(let type): CollectionCodec.tuple(type.fields.map { defaultMask($0.type) })
        case .vector(let element, let dimension):
            CollectionCodec.vector(Array(repeating: defaultMask(element), count: dimension), of: element)
        case .frozen(let inner): defaultMask(inner)
        }
    }
}
