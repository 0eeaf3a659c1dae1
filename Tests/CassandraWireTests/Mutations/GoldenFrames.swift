import CassandraWire
import Foundation
import TestKit

/// A frame of the golden vectors.
struct GoldenFrame: Sendable {
    var name: String
    var direction: Direction
    var compression: Compression?
    var bytes: [UInt8]

    /// All of them that this build can read.
    static let all: [GoldenFrame] = try! (frames(of: "frames.jsonl") + frames(of: "metadata.jsonl"))
        .filter { $0.compression?.isAvailable != false }

    private static func frames(of file: String) throws -> [GoldenFrame] {
        let text = try String(contentsOf: Fixtures.vectors.appendingPathComponent(file), encoding: .utf8)
        return try text.split(separator: "\n").enumerated().map { index, line in
            let fields = try JSONSerialization.jsonObject(with: Data(line.utf8)) as! [String: Any]
            return GoldenFrame(
                name: "\(file):\(index + 1)",
                direction: fields["direction"] as? String == "request" ? .request : .response,
                compression: (fields["compression"] as? String).flatMap(Compression.init(rawValue:)),
                bytes: [UInt8](hex: fields["hex"] as! String))
        }
    }
}
