import CassandraWire
import TestKit

/// `frames.jsonl`: whole frames, decoded and encoded again.
package enum FrameVectors {
    /// Fields that are about the line, not in the frame.
    private static let other: Set<String> = ["name", "compression", "hex"]
    /// The objects whose names stand in the order of the bytes.
    private static let ordered: Set<String> = ["message.options"]

    static func check(_ line: VectorLine, _ report: inout VectorReport) {
        report.count(.framesDecoded, of: line) { json in
            let frame = try GoldenFrame(of: json, direction: try Direction(of: json))
            let expected = JSON.object((json.members ?? []).filter { !other.contains($0.name) })
            let actual = try step("rendering") { () throws in try frame.json() }
            if let difference = expected.difference(from: actual, ordered: ordered) { throw difference }
            let isCompressed = frame.header.flags.contains(.compressed)
            try expect("whether it is compressed", isCompressed, is: json["compression"] != nil)
        }
        report.count(.framesReencoded, of: line) { json in
            let frame = try GoldenFrame(of: json, direction: try Direction(of: json))
            try frame.checkReencoding(of: json)
        }
    }
}
