import Testing

@testable import EmbeddedCassandra

@Suite struct ParseFailureTests {
    @Test(
        "mistakes are worded and placed as the server does",
        arguments: [
            ("SELEC", "line 1:0 no viable alternative at input 'SELEC' ([SELEC])"),
            ("SELEC * FROM t", "line 1:0 no viable alternative at input 'SELEC' ([SELEC]...)"),
            ("", "line 0:-1 no viable alternative at input '<EOF>'"),
            ("SELECT * FROM", "line 0:-1 no viable alternative at input '<EOF>'"),
            ("SELECT * FROM;", "line 1:13 no viable alternative at input ';' (SELECT * FROM[;])"),
            ("SELECT a b FROM t", "line 1:9 mismatched input 'b' expecting K_FROM (SELECT a [b]...)"),
            (
                "INSERT INTO t (k) VALUES (1;",
                "line 1:27 mismatched input ';' expecting ')' (...t (k) VALUES (1[;])"
            ),
            (
                "INSERT INTO a.t (a,b,bo) VALUES (1,-1mo-2d,true)",
                "line 1:39 no viable alternative at input '-2d' (...,bo) VALUES (1,-1mo[-2d]...)"
            ),
            (
                "SELECT *\nFROM t\n  WHER a = 1",
                "line 3:2 mismatched input 'WHER' expecting EOF (SELECT *FROM t  [WHER]...)"
            ),
            ("USE ks; USE b", "line 1:8 mismatched input 'USE' expecting EOF (USE ks; [USE]...)"),
            ("USE 'ks'", "line 1:4 no viable alternative at input 'ks' (USE ['ks'])"),
            ("SELECT 'é😀' x FROM t", "line 1:13 mismatched input 'x' expecting K_FROM (SELECT 'é😀' [x]...)"),
            (
                "CREATE TABLE t (select int)",
                "line 1:16 no viable alternative at input 'select' (CREATE TABLE t ([select]...)"
            ),
            ("UPDATE t SET WHERE k = 1", "line 1:13 no viable alternative at input 'WHERE' (UPDATE t SET [WHERE]...)"),
            ("DELETE FROM t", "line 0:-1 mismatched input '<EOF>' expecting K_WHERE"),
            ("CREATE KEYSPACE k", "line 0:-1 mismatched input '<EOF>' expecting K_WITH"),
            ("TRUNCATE t t", "line 1:11 mismatched input 't' expecting EOF (TRUNCATE t [t])"),
            ("DROP TABLE IF t", "line 1:14 mismatched input 't' expecting K_EXISTS (DROP TABLE IF [t])"),
            ("ALTER INDEX i", "line 1:6 no viable alternative at input 'INDEX' (ALTER [INDEX]...)"),
        ])
    func wording(text: String, message: String) {
        let failure = #expect(throws: ParseFailure.self) { try CQLParser.parse(text) }
        #expect(failure?.message == message)
    }

    @Test(
        "relations have no NOT yet",
        arguments: ["s NOT CONTAINS 1", "s NOT IN (1)", "m NOT CONTAINS KEY 1"])
    func negation(relation: String) {
        let failure = #expect(throws: ParseFailure.self) { try CQLParser.parse("SELECT k FROM t WHERE " + relation) }
        #expect(failure?.message.hasPrefix("line 1:24 no viable alternative at input 'NOT'") == true)
    }

    @Test(
        "what is no token is placed too",
        arguments: [
            ("SELECT @ FROM t", "line 1:7 no viable alternative at character '@'"),
            ("SELECT\n é", "line 2:1 no viable alternative at character 'é'"),
            ("SELECT 'abc", "line 1:11 mismatched character '<EOF>' expecting '''"),
            ("SELECT \"abc", "line 1:11 mismatched character '<EOF>' expecting '\"'"),
            ("SELECT $$abc$", "line 1:13 mismatched character '<EOF>' expecting '$'"),
            ("SELECT $$abc)", "line 1:12 mismatched character ')' expecting '$'"),
            ("SELECT 1e)", "line 1:9 required (...)+ loop did not match anything at character ')'"),
            ("SELECT /* a", "line 1:11 mismatched character '<EOF>' expecting '*'"),
            ("USE ks -- the line never ends", "line 1:29 mismatched character '<EOF>' expecting set null"),
            ("SELECT a ! b", "line 1:9 no viable alternative at character '!'"),
        ])
    func characters(text: String, message: String) {
        let failure = #expect(throws: ParseFailure.self) { try CQLParser.parse(text) }
        #expect(failure?.message == message)
    }

    /// The first mistake counts, whether it is one of letters or of words.
    @Test func mistakesBehindTheFirstDoNotMatter() {
        let failure = #expect(throws: ParseFailure.self) { try CQLParser.parse("SELEC @ 'x") }
        #expect(failure?.column == 0)
    }

    @Test(
        "words that are no names",
        arguments: [
            "add", "and", "asc", "batch", "by", "create", "desc", "from", "if", "in", "index", "into", "is", "keyspace",
            "limit", "not", "null", "on", "or", "order", "primary", "schema", "select", "set", "table", "to", "token",
            "true", "nan", "infinity", "update", "use", "using", "view", "where", "with", "columnfamily", "full",
            "entries",
        ])
    func reserved(word: String) {
        #expect(throws: ParseFailure.self) { try CQLParser.parse("USE \(word)") }
        ParsedAs("USE \"\(word)\"", "use \(word)").check()
    }

    @Test(
        "words that are names all the same",
        arguments: [
            "key", "ttl", "count", "json", "distinct", "cast", "writetime", "timestamp", "text", "int", "type",
            "values",
            "list", "map", "role", "user", "static", "frozen", "tuple", "vector", "per", "partition", "group",
            "contains",
            "exists", "filtering", "clustering", "columnfamilies", "tables", "as", "custom", "select_masked", "ann",
            "like",
        ])
    func unreserved(word: String) {
        ParsedAs("USE \(word.uppercased())", "use \(word)").check()
        ParsedAs("SELECT \(word), x FROM \(word) WHERE \(word) = 1", "select \(word), x from \(word) where \(word) = 1")
            .check()
    }

    @Test func longLiteralsDoNotMakeLongMessages() {
        let failure = #expect(throws: ParseFailure.self) {
            try CQLParser.parse("SELECT a '\(String(repeating: "é", count: 100_000))'")
        }
        #expect((failure?.reason.utf8.count ?? .max) < 1000)
    }
}
