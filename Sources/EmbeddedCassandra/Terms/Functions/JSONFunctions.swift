import Bytes
import CassandraWire

/// `toJson` and `fromJson`.
enum JSONFunctions {
    static func family(_ name: String) -> FunctionFamily? {
        guard name == "tojson" || name == "to_json" else { return nil }
        return FunctionFamily(name, [.any]) { types in
            ScalarFunction(name, types, .text, skipsNull: false) { (arguments, _) throws(ServerError) in
                ByteSlice(try JSONWriter.text(arguments[0], as: types[0]).utf8)
            }
        }
    }

    static func isReader(_ name: String) -> Bool { name == "fromjson" || name == "from_json" }

    /// What makes values of the receiver's type; there is none where nothing receives it.
    static func reader(_ name: String, _ receiver: CQLType?) throws(ServerError) -> FunctionFamily {
        guard let receiver else {
            throw .invalid("\(name)() cannot be used in the selection clause of a SELECT statement")
        }
        return FunctionFamily(name, [.fixed(.text)]) { _ in
            ScalarFunction(name, [.text], receiver) { (arguments, _) throws(ServerError) in
                guard let bytes = arguments[0] else { return nil }
                return try value(String(decoding: bytes, as: UTF8.self), receiver, name)
            }
        }
    }

    private static func value(
        _ text: String, _ type: CQLType, _ name: String
    ) throws(ServerError) -> ByteSlice? {
        let value: JSONValue
        do throws(JSONFailure) {
            value = try JSONReader.value(text)
        } catch {
            throw failure(
                name,
                "execution of 'system.\(name)[text]' failed: "
                    + "Could not decode JSON string '\(text)': \(error.description)")
        }
        if case .null = value { return nil }
        do throws(JSONRefusal) {
            return try JSONDecoding.bytes(value, as: type)
        } catch {
            switch error {
            case .marshal(let reason):
                throw failure(name, "org.apache.cassandra.serializers.MarshalException: \(reason)")
            case .request(let error): throw error
            }
        }
    }

    private static func failure(_ name: String, _ message: String) -> ServerError {
        ServerError(
            code: .functionFailure, message: message,
            detail: .functionFailure(keyspace: "system", function: name, arguments: ["text"]))
    }
}
