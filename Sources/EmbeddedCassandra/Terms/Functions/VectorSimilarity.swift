import Bytes
import CassandraWire

/// How similar two vectors are: 1 for the same, less for others.
enum VectorSimilarity: String, Sendable {
    case euclidean = "EUCLIDEAN"
    case dotProduct = "DOT_PRODUCT"
    case cosine = "COSINE"

    /// By the options of an index.
    init(_ options: [String: String]) throws(ServerError) {
        let name = options["similarity_function"]?.uppercased() ?? Self.cosine.rawValue
        guard let similarity = Self(rawValue: name) else {
            throw .invalid(
                "Similarity function \(name) was not recognized for index null. Valid values are: EUCLIDEAN, "
                    + "DOT_PRODUCT, COSINE")
        }
        self = similarity
    }

    func score(_ left: [Double], _ right: [Double]) -> Double {
        switch self {
        case .cosine:
            let norms = Self.dot(left, left) * Self.dot(right, right)
            return (1 + Self.dot(left, right) / norms.squareRoot()) / 2
        case .euclidean: return 1 / (1 + zip(left, right).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
        case .dotProduct: return (1 + Self.dot(left, right)) / 2
        }
    }

    /// The elements of a serialized vector of floats.
    static func elements(_ bytes: ByteSlice?) -> [Double] {
        guard let bytes else { return [] }
        return stride(from: 0, to: bytes.count - 3, by: 4).map { offset in
            Double(Float(bitPattern: bytes.slice(offset..<(offset + 4)).integer(UInt32.self) ?? 0))
        }
    }

    private static func dot(_ left: [Double], _ right: [Double]) -> Double {
        zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
