import Bytes
import CassandraWire

/// `intAsBlob`, `blobAsInt` and so on, in both spellings, for every type but blob itself.
enum BlobFunctions {
    static let all: [ScalarFunction] = TypeResolver.native.sorted { $0.key < $1.key }.flatMap { name, type in
        type == .blob
            ? []
            : [
                toBlob("\(name)asblob", type), toBlob("\(name)_as_blob", type),
                fromBlob("blobas\(name)", type), fromBlob("blob_as_\(name)", type),
            ]
    }

    private static func toBlob(_ name: String, _ type: CQLType) -> ScalarFunction {
        ScalarFunction(name, [type], .blob) { arguments, _ in arguments[0] }
    }

    private static func fromBlob(_ name: String, _ type: CQLType) -> ScalarFunction {
        ScalarFunction(name, [.blob], type) { (arguments, _) throws(ServerError) in
            guard let bytes = arguments[0] else { return nil }
            do throws(ServerError) {
                try ValueValidator.validate(bytes, as: type)
            } catch {
                throw .invalid(
                    "In call to function system.\(name), value 0x\(bytes.hexadecimal) "
                        + "is not a valid binary representation for type \(type.messageName)")
            }
            return bytes
        }
    }
}
