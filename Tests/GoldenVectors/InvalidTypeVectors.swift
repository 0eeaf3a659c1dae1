import Bytes
import CassandraWire
import TestKit

/// `invalid-types.jsonl`: bytes that are no value of their type.
package enum InvalidTypeVectors {
    /// Only the lines that both the Java driver and the server refuse are counted. The others are decoded too, and may
    /// give a value or an error.
    static func check(_ line: VectorLine, _ report: inout VectorReport) {
        guard case .success(let json) = line.content, json["driver"]?.isNull ?? true || json["server"]?.isNull ?? true
        else {
            report.count(.invalidRefused, of: line) { json in
                for (notation, value) in try decoded(json) {
                    guard let value else { continue }
                    throw Mismatch("accepted by its \(notation) as \(String(describing: value).prefix(100))")
                }
            }
            return
        }
        _ = try? decoded(json)
    }

    /// What the bytes give, by both descriptions of the type; `nil` when they are refused.
    private static func decoded(_ json: JSON) throws(Mismatch) -> [(notation: String, value: CQLValue?)] {
        let type = try VectorType(of: json)
        let contents = ByteSlice(try json.bytesField("hex"))
        let wire = try step("the length") { () throws in try WireValue.bytes(of: contents) }
        return [("CQL type", type.type), ("option", type.fromOption)].map { notation, type in
            var reader = WireReader(wire)
            return (notation, try? CQLValue(value: &reader, plan: type))
        }
    }
}
