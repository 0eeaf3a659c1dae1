import Bytes
import CassandraWire

/// Functions of the elements of a list, set or map.
enum CollectionFunctions {
    static func family(_ name: String) -> FunctionFamily? {
        switch name {
        case "map_keys":
            FunctionFamily(name, [.map]) { types in
                let (key, _) = types[0].mapTypes
                return ScalarFunction(name, types, .frozen(.set(key))) { arguments, _ in
                    CollectionCodec.list(entries(arguments).map(\.key))
                }
            }
        case "map_values":
            FunctionFamily(name, [.map]) { types in
                let (_, value) = types[0].mapTypes
                return ScalarFunction(name, types, .frozen(.list(value))) { arguments, _ in
                    CollectionCodec.list(entries(arguments).map(\.value))
                }
            }
        case "collection_count":
            FunctionFamily(name, [.collection]) { types in
                ScalarFunction(name, types, .int) { arguments, _ in
                    // All three kinds begin with the count.
                    arguments[0].flatMap { $0.count >= 4 ? $0.slice(0..<4) : nil }
                }
            }
        case "collection_min":
            FunctionFamily(name, [.setOrList]) { (types) throws(ServerError) in folding(name, types) }
        case "collection_max":
            FunctionFamily(name, [.setOrList]) { (types) throws(ServerError) in folding(name, types) }
        case "collection_sum", "collection_avg":
            FunctionFamily(name, [.numericSetOrList]) { (types) throws(ServerError) in folding(name, types) }
        default: nil
        }
    }

    /// A function that does with the elements what an aggregate does with rows.
    private static func folding(_ name: String, _ types: [CQLType]) -> ScalarFunction {
        let element = types[0].elementType
        let aggregate = String(name.dropFirst("collection_".count))
        return ScalarFunction(name, types, element) { (arguments, _) throws(ServerError) in
            guard let bytes = arguments[0] else { return nil }
            let accumulator = AggregateFunctions.accumulator(aggregate, element)
            for element in CollectionCodec.elements(of: bytes) { try accumulator.add([element]) }
            return try accumulator.result()
        }
    }

    private static func entries(_ arguments: [ByteSlice?]) -> [(key: ByteSlice, value: ByteSlice)] {
        arguments[0].map(CollectionCodec.entries(of:)) ?? []
    }
}

extension CQLType {
    fileprivate var mapTypes: (key: CQLType, value: CQLType) {
        if case .map(let key, let value) = unfrozen { (key, value) } else { (.blob, .blob) }
    }

    fileprivate var elementType: CQLType {
        switch unfrozen {
        case .list(let element), .set(let element): element
        default: .blob
        }
    }
}
