import Testing

@testable import EmbeddedCassandra

@Suite struct CommentParsingTests {
    @Test(
        "comments and blanks part tokens",
        arguments: [
            "-- first\nUSE ks", "// first\r\nUSE ks", "/* a; 'b */USE/**/ks/***/;", "USE -- x\n ks\n-- the end\n",
            "\tUSE\r\n\n ks  ;; ;",
            "/* -- */ USE ks // /*\n",
        ])
    func comments(text: String) {
        ParsedAs(text, "use ks").check()
    }

    @Test func minusesNeedNoBlanksButTwoAreAComment() {
        ParsedAs("SELECT a-b FROM t", "select (a - b) from t").check()
        ParsedAs("SELECT a--b\n FROM t", "select a from t").check()
    }

    @Test func wordsEndWhereOthersBegin() {
        ParsedAs(
            "SELECT*FROM t WHERE a=-1AND b='x'AND c=0xffAND d=1.5",
            "select * from t where a = -1 and b = 'x' and c = hex:0xffA"
        )
        .checkFails()
        ParsedAs(
            "SELECT*FROM t WHERE a=-1 AND b='x'AND c>=$$y$$", "select * from t where a = -1 and b = 'x' and c >= 'y'"
        ).check()
    }
}

extension ParsedAs {
    fileprivate func checkFails(sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(throws: ParseFailure.self, sourceLocation: sourceLocation) { try CQLParser.parse(statement) }
    }
}
