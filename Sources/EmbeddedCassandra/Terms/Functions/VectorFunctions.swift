import Bytes
import CassandraWire

/// How similar two vectors are.
enum VectorFunctions {
    static func family(_ name: String) -> FunctionFamily? {
        switch name {
        case "similarity_cosine":
            make(name, refusesZeros: true) { left, right in
                let norms = dot(left, left) * dot(right, right)
                return (1 + dot(left, right) / norms.squareRoot()) / 2
            }
        case "similarity_euclidean":
            make(name, refusesZeros: false) { left, right in
                1 / (1 + zip(left, right).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
            }
        case "similarity_dot_product": make(name, refusesZeros: false) { (1 + dot($0, $1)) / 2 }
        default: nil
        }
    }

    private static func make(
        _ name: String, refusesZeros: Bool, _ similarity: @escaping @Sendable ([Double], [Double]) -> Double
    ) -> FunctionFamily {
        FunctionFamily(name, [.floatVector, .floatVector]) { (types) throws(ServerError) in
            guard types[0].unfrozen == types[1].unfrozen else {
                throw .invalid("All arguments must have the same vector dimensions")
            }
            return ScalarFunction(name, types, .float) { (arguments, _) throws(ServerError) in
                let vectors = arguments.map(elements)
                if refusesZeros && vectors.contains(where: { $0.allSatisfy { $0 == 0 } }) {
                    throw .invalid("Function system.\(name) doesn't support all-zero vectors.")
                }
                return Number.float(Float(similarity(vectors[0], vectors[1]))).bytes(.float)
            }
        }
    }

    private static func elements(_ bytes: ByteSlice?) -> [Double] {
        guard let bytes else { return [] }
        return stride(from: 0, to: bytes.count - 3, by: 4).map { offset in
            Double(Float(bitPattern: bytes.slice(offset..<(offset + 4)).integer(UInt32.self) ?? 0))
        }
    }

    private static func dot(_ left: [Double], _ right: [Double]) -> Double {
        zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
