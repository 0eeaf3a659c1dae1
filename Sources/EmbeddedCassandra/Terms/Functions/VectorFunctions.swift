import Bytes
import CassandraWire

/// How similar two vectors are, as functions.
enum VectorFunctions {
    static func family(_ name: String) -> FunctionFamily? {
        switch name {
        case "similarity_cosine": make(name, .cosine)
        case "similarity_euclidean": make(name, .euclidean)
        case "similarity_dot_product": make(name, .dotProduct)
        default: nil
        }
    }

    private static func make(_ name: String, _ similarity: VectorSimilarity) -> FunctionFamily {
        FunctionFamily(name, [.floatVector, .floatVector]) { (types) throws(ServerError) in
            guard types[0].unfrozen == types[1].unfrozen else {
                throw .invalid("All arguments must have the same vector dimensions")
            }
            return ScalarFunction(name, types, .float) { (arguments, _) throws(ServerError) in
                let vectors = arguments.map(VectorSimilarity.elements)
                if similarity == .cosine && vectors.contains(where: { $0.allSatisfy { $0 == 0 } }) {
                    throw .invalid("Function system.\(name) doesn't support all-zero vectors.")
                }
                return Number.float(Float(similarity.score(vectors[0], vectors[1]))).bytes(.float)
            }
        }
    }
}
