import Foundation
import TestKit

/// The golden vectors of values.
enum ValueVectors {
    struct Line: CustomStringConvertible {
        let type: String
        let literal: String?
        /// Nil for the null value.
        let bytes: [UInt8]?
        let json: Any?
        let decodeOnly: Bool

        var description: String { "\(type) \(literal ?? "?") \(bytes.map(\.hex) ?? "null")" }

        /// The value's field of that name, a number or a string.
        subscript(field: String) -> String {
            (json as? [String: Any])?[field].map { "\($0)" } ?? "no field \(field)"
        }

        /// The value, a number or a string.
        var text: String { json.map { "\($0)" } ?? "null" }
    }

    static var areHere: Bool {
        FileManager.default.fileExists(atPath: Fixtures.vectors.appending(path: "types.jsonl").path)
    }

    static func objects(of file: String) throws -> [[String: Any]] {
        let text = try String(contentsOf: Fixtures.vectors.appending(path: file), encoding: .utf8)
        return try text.split(separator: "\n").map { line in
            try (JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]) ?? [:]
        }
    }

    /// The lines of one type; the file has some of each.
    static func lines(of type: String, in file: String = "types.jsonl") throws -> [Line] {
        try objects(of: file).filter { $0["type"] as? String == type }.map { object in
            Line(
                type: type, literal: (object["literal"] as? String).map(unquoted),
                bytes: (object["hex"] as? String).map { [UInt8](hex: $0) },
                json: object["json"].flatMap { $0 is NSNull ? nil : $0 },
                decodeOnly: object["decode_only"] as? Bool ?? false)
        }
    }

    private static func unquoted(_ literal: String) -> String {
        literal.hasPrefix("'") && literal.hasSuffix("'") ? String(literal.dropFirst().dropLast()) : literal
    }
}
