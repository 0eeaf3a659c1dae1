import Bytes
import CassandraWire
package import Foundation
import TestKit

/// The vectors as starting points for fuzzing: a file an input, in a folder for each entry point.
package struct FuzzCorpus {
    /// Whole frames.
    package private(set) var frames: [[UInt8]] = []
    /// Types in both notations: CQL and class names.
    package private(set) var typeTexts: [[UInt8]] = []
    /// Values with their types: the length of a CQL type text in two bytes, the text, and the bytes of the value.
    package private(set) var values: [[UInt8]] = []
    /// CQL statements, which are the paragraphs of a fixture.
    package private(set) var statements: [[UInt8]] = []

    /// Takes what it can use of the folder's lines.
    package init(of folder: VectorFolder) throws(VectorFolderError) {
        for file in [VectorFile.frames, .metadata] {
            for line in try folder.lines(of: file) {
                guard let json = try? line.content.get(), let bytes = try? json.bytesField("hex") else { continue }
                frames.append(bytes)
            }
        }
        let file = Fixtures.folder.appendingPathComponent("cql/statements.cql")
        statements = ((try? String(contentsOf: file, encoding: .utf8)) ?? "")
            .split(separator: "\n\n").map { Array($0.utf8) }
        var known: Set<[UInt8]> = []
        for file in [VectorFile.types, .invalidTypes] {
            for line in try folder.lines(of: file) {
                guard let json = try? line.content.get(), let type = try? VectorType(of: json) else { continue }
                let texts = [json["type"]?.text ?? "", type.type.className].map { Array($0.utf8) }
                for text in texts where known.insert(text).inserted { typeTexts.append(text) }
                if let bytes = try? json.bytesField("hex"), let value = Self.value(bytes, of: type.type) {
                    values.append(value)
                }
            }
        }
    }

    /// A user-defined type needs its fields beside its name, which only the class name has, in quotes.
    private static func value(_ bytes: [UInt8], of type: CQLType) -> [UInt8]? {
        let isSelfContained = (try? CQLType(cql: type.cqlText)) == type
        let text = isSelfContained ? type.cqlText : CQLIdentifier.stringLiteral(type.className)
        guard let length = UInt16(exactly: text.utf8.count) else { return nil }
        return [UInt8(length >> 8), UInt8(length & 0xFF)] + Array(text.utf8) + bytes
    }

    /// Writes each input to a file of its own.
    package func write(to folder: URL) throws {
        for (name, inputs) in [
            ("fuzz-frame", frames), ("fuzz-type-text", typeTexts), ("fuzz-value", values), ("fuzz-cql", statements),
        ] {
            let target = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
            for (index, input) in inputs.enumerated() {
                let digits = String(index)
                let file = "vector-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
                try Data(input).write(to: target.appendingPathComponent(file))
            }
        }
    }
}
