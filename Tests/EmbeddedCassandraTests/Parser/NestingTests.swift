import Testing

@testable import EmbeddedCassandra

@Suite struct NestingTests {
    private static let forms: [(name: String, text: @Sendable (Int) -> String)] = [
        ("lists", { "INSERT INTO t (a) VALUES (\(n("[", $0))1\(n("]", $0)))" }),
        ("sets", { "INSERT INTO t (a) VALUES (\(n("{", $0))1\(n("}", $0)))" }),
        ("maps", { "INSERT INTO t (a) VALUES (\(n("{1: ", $0))1\(n("}", $0)))" }),
        ("values of types", { "INSERT INTO t (a) VALUES (\(n("{a: ", $0))1\(n("}", $0)))" }),
        ("tuples", { "INSERT INTO t (a) VALUES (\(n("(", $0))1\(n(")", $0)))" }),
        ("calls", { "INSERT INTO t (a) VALUES (\(n("f(", $0))1\(n(")", $0)))" }),
        ("casts", { "INSERT INTO t (a) VALUES (\(n("(int) ", $0))1)" }),
        ("sums", { "INSERT INTO t (a) VALUES (1\(n(" + 1", $0)))" }),
        ("products", { "INSERT INTO t (a) VALUES (1\(n(" * 1", $0)))" }),
        ("types", { "CREATE TABLE t (a \(n("list<", $0))int\(n(">", $0)))" }),
        ("type hints", { "SELECT (\(n("list<", $0))int\(n(">", $0))) 1 FROM t" }),
        ("brackets of selectors", { "SELECT \(n("(", $0))a\(n(")", $0)) FROM t" }),
        ("calls of selectors", { "SELECT \(n("f(", $0))a\(n(")", $0)) FROM t" }),
        ("signs", { "SELECT \(n("- ", $0))a FROM t" }),
        ("fields", { "SELECT a\(n(".a", $0)) FROM t" }),
        ("elements", { "SELECT a\(n("[0]", $0)) FROM t" }),
        ("brackets of relations", { "SELECT a FROM t WHERE \(n("(", $0))a = 1\(n(")", $0))" }),
        ("casts of selectors", { "SELECT \(n("cast(", $0))a\(n(" as int)", $0)) FROM t" }),
        ("type hints of selectors", { "SELECT \(n("(int) ", $0))1 FROM t" }),
    ]

    private static func n(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    @Test("nesting is bounded", arguments: forms.indices)
    func nesting(form: Int) throws {
        let form = Self.forms[form]
        for depth in [1, 5, 30] {
            #expect(throws: Never.self, "\(form.name), \(depth) deep") { try CQLParser.parse(form.text(depth)) }
        }
        for depth in [200, 1000, 100_000] {
            #expect(throws: ParseFailure.self, "\(form.name), \(depth) deep") { try CQLParser.parse(form.text(depth)) }
        }
    }

    @Test func lengthIsNotDepth() throws {
        let values = (0..<10_000).map { "[\($0)]" }.joined(separator: ", ")
        guard case .modification(let insert) = try CQLParser.parse("INSERT INTO t (a) VALUES (\(values))").statement,
            case .insert(_, let terms) = insert.action
        else {
            Issue.record("not an insert")
            return
        }
        #expect(terms.count == 10_000)
        #expect(terms.last == .list([.integer("9999")]))
    }
}
