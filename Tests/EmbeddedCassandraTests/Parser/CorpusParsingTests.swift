import TestKit
import Testing

@testable import EmbeddedCassandra

@Suite struct CorpusParsingTests {
    @Test func theCorpusIsThere() {
        #expect(StatementCorpus.statements.count > 300)
        #expect(StatementCorpus.schemas.count > 15)
    }

    @Test func everyStatementOfTheCorpusIsRead() {
        var refused: [String: Int] = [:]
        for text in StatementCorpus.statements {
            do throws(ParseFailure) {
                let parsed = try CQLParser.parse(text)
                #expect(parsed.markers.isEmpty)
                if case .unsupported(let feature) = parsed.statement { refused[feature, default: 0] += 1 }
            } catch {
                Issue.record("\(text): \(error.message)")
            }
        }
        let expected = [
            "materialized views": 2, "user-defined functions": 4, "user-defined aggregates": 2,
        ]
        #expect(refused == expected)
    }

    @Test func everySchemaIsRead() {
        for text in StatementCorpus.schemas {
            do throws(ParseFailure) {
                switch try CQLParser.parse(text).statement {
                case .createTable(let create): #expect(!create.columns.isEmpty && create.ifNotExists)
                case .createKeyspace(let create): #expect(create.properties.first?.name == "replication")
                case .use: break
                default: Issue.record("unexpected: \(text)")
                }
            } catch {
                Issue.record("\(text): \(error.message)")
            }
        }
    }

    /// Cut anywhere, a statement is another statement, or a mistake that lies within the text or at its end.
    @Test func everyStatementCutAnywhereIsReadOrRefused() {
        for text in StatementCorpus.statements + StatementCorpus.schemas {
            let bytes = Array(text.utf8)
            for count in 0..<bytes.count {
                check(String(decoding: bytes[..<count], as: UTF8.self))
            }
        }
    }

    @Test func everyStatementWithATokenGoneOrDoubledIsReadOrRefused() {
        for text in StatementCorpus.statements {
            let bytes = Array(text.utf8)
            var lexer = Lexer(bytes)
            for token in lexer.tokens() where token.kind != .end {
                let before = bytes[..<token.range.lowerBound]
                let after = bytes[token.range.upperBound...]
                check(String(decoding: before + after, as: UTF8.self))
                check(
                    String(
                        decoding: before + bytes[token.range] + [UInt8(ascii: " ")] + bytes[token.range] + after,
                        as: UTF8.self))
            }
        }
    }

    @Test func tokensInAnyOrderAreReadOrRefused() {
        var generator = Seed.forThisRun().generator
        let soup = tokenSoup()
        for _ in 0..<20_000 {
            let start = ["", "SELECT ", "INSERT INTO t (a) VALUES (", "UPDATE t SET a = ", "CREATE TABLE t ("]
                .randomElement(using: &generator)!
            let words = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
                soup.randomElement(using: &generator)!
            }
            check(start + words.joined(separator: Bool.random(using: &generator) ? " " : ""))
        }
    }

    /// Every keyword, and pieces of the corpus, so that some of the soup is nearly right.
    private func tokenSoup() -> [String] {
        var soup = Keyword.allCases.map(\.rawValue)
        for text in StatementCorpus.statements {
            let bytes = Array(text.utf8)
            var lexer = Lexer(bytes)
            soup += lexer.tokens().map { String(decoding: bytes[$0.range], as: UTF8.self) }
        }
        return soup + [
            "\"", "'", "$$", "/*", "--", "\u{0}", "é", "\n", "?", ":", "..", "...", "1e", "-P1", "P1Y", "0x",
        ]
    }

    private func check(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
        do throws(ParseFailure) {
            _ = try CQLParser.parse(text)
        } catch {
            let lines = text.utf8.count { $0 == UInt8(ascii: "\n") } + 1
            let isAtEnd = error.line == 0 && error.column == -1
            let isInside = (1...lines).contains(error.line) && error.column >= 0 && error.column <= text.utf16.count
            if !(isAtEnd || isInside) || error.reason.isEmpty {
                Issue.record("\(text): \(error)", sourceLocation: sourceLocation)
            }
        }
    }
}
