import BlockingClient
import CassandraWire
import Foundation
import TestKit
import Testing

extension AnyNode {
    /// The schemas that this repository ships.
    @Suite struct SchemaFileTests {
        private static let files: [URL] = {
            let folder = Fixtures.folder.appendingPathComponent("../../schema").standardizedFileURL
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            return names.filter { $0.hasSuffix(".cql") }.sorted().map { folder.appendingPathComponent($0) }
        }()

        @Test(
            "Every schema file can be applied, and applied again",
            .enabled(if: !files.isEmpty, "there is no .cql file in the folder schema"))
        func applied() throws {
            let node = try #require(TestedNode.current)
            for round in 1...2 {
                let connection = try node.open()
                for file in Self.files {
                    let text = try String(contentsOf: file, encoding: .utf8)
                    let statements = Self.statements(of: text)
                    #expect(!statements.isEmpty, "\(file.lastPathComponent)")
                    for statement in statements {
                        do {
                            try connection.execute(statement)
                        } catch {
                            Issue.record("\(file.lastPathComponent), round \(round): \(error) in \(statement)")
                        }
                    }
                }
            }
        }

        @Test("Statements end at semicolons, but not at those in texts, names, comments and function bodies")
        func splitting() {
            let text = """
                -- a; comment
                SELECT ';' FROM "a;b"; // another; one
                /* one; more */ SELECT 'it''s;', $$ return ";"; $$ FROM t

                ; SELECT 1 - 2
                """
            let statements = ["SELECT ';' FROM \"a;b\"", "SELECT 'it''s;', $$ return \";\"; $$ FROM t", "SELECT 1 - 2"]
            #expect(Self.statements(of: text) == statements)
        }

        /// The statements of a script, without comments.
        static func statements(of script: String) -> [String] {
            let openings = [("--", "\n"), ("//", "\n"), ("/*", "*/"), ("$$", "$$"), ("'", "'"), ("\"", "\"")]
            var statements = [""]
            var rest = script[...]
            while let character = rest.first {
                if let (open, close) = openings.first(where: { rest.hasPrefix($0.0) }) {
                    let body = rest.dropFirst(open.count)
                    let end = body.firstRange(of: close)?.upperBound ?? body.endIndex
                    let isComment = ["--", "//", "/*"].contains(open)
                    statements[statements.count - 1] += isComment ? " " : rest[..<end]
                    rest = rest[end...]
                } else {
                    if character == ";" {
                        statements.append("")
                    } else {
                        statements[statements.count - 1].append(character)
                    }
                    rest = rest.dropFirst()
                }
            }
            return statements.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty }
        }
    }
}
