import Foundation
import TestKit

/// Statements of all kinds, which a server accepts as far as their syntax goes.
enum StatementCorpus {
    /// Paragraphs of a file of statements.
    static let statements: [String] = {
        let file = Fixtures.folder.appendingPathComponent("cql/statements.cql")
        return paragraphs(of: file, separator: "\n\n")
    }()

    /// The schemas that come with the driver.
    static let schemas: [String] = {
        let folder = Fixtures.folder.deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("schema").resolvingSymlinksInPath()
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "cql" }.sorted { $0.path < $1.path }
            .flatMap { paragraphs(of: $0, separator: ";\n") }
    }()

    private static func paragraphs(of file: URL, separator: String) -> [String] {
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        return text.components(separatedBy: separator)
            .filter { !$0.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty }
    }
}
