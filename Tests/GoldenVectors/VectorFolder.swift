package import Foundation
package import TestKit

/// A folder of golden vectors that cannot be read: nothing was checked.
package struct VectorFolderError: Error, CustomStringConvertible {
    package let description: String
}

/// A folder of vectors: the bytes that others made of Cassandra's values and messages, one JSON object a line.
package struct VectorFolder {
    package let url: URL

    package init(_ url: URL) {
        self.url = url
    }

    /// The lines of a file. One that is no JSON is still a line: it counts, and fails.
    package func lines(of file: VectorFile) throws(VectorFolderError) -> [VectorLine] {
        let path = url.appendingPathComponent(file.rawValue)
        let data: Data
        do {
            data = try Data(contentsOf: path)
        } catch {
            throw VectorFolderError(description: "cannot read \(path.path): \(error.localizedDescription)")
        }
        var lines: [VectorLine] = []
        for (index, text) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            guard text.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") }) else { continue }
            lines.append(VectorLine(file: file, number: index + 1, text: Array(text)))
        }
        return lines
    }
}

/// The files of a folder.
package enum VectorFile: String, CaseIterable, Sendable {
    case types = "types.jsonl"
    case invalidTypes = "invalid-types.jsonl"
    case frames = "frames.jsonl"
    case murmur3 = "murmur3.jsonl"
    case rings = "rings.jsonl"
    case metadata = "metadata.jsonl"
}

/// One line of a file.
package struct VectorLine: Sendable {
    package let file: VectorFile
    /// From 1, as editors count.
    package let number: Int
    package let content: Result<JSON, JSONError>

    package init(file: VectorFile, number: Int, text: [UInt8]) {
        self.file = file
        self.number = number
        do throws(JSONError) {
            content = .success(try JSON(parsing: text))
        } catch {
            content = .failure(error)
        }
    }

    package init(file: VectorFile, number: Int, json: JSON) {
        self.file = file
        self.number = number
        content = .success(json)
    }

    /// What the line is about, in a few words.
    package var name: String {
        guard case .success(let json) = content else { return "" }
        for field in ["name", "type", "query", "prepare", "hex", "key"] {
            if let text = json[field]?.text { return text.count <= 60 ? text : text.prefix(60) + "…" }
        }
        return ""
    }
}
