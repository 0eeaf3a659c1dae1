import Testing

@testable import EmbeddedCassandra

@Suite struct TermParsingTests {
    @Test(
        "literals keep their text",
        arguments: [
            ("'text ''quoted'' é 😀'", "'text 'quoted' é 😀'"), ("''", "''"), ("''''", "'''"),
            ("'a\nb'", "'a\nb'"), ("'-- no comment'", "'-- no comment'"),
            ("$$dollar 'quoted' $ text$$", "'dollar 'quoted' $ text'"), ("$$$$", "''"),
            ("0", "0"), ("-5", "-5"), ("123456789012345678901234567890", "123456789012345678901234567890"),
            ("1.5", "~1.5"), ("-1e300", "~-1e300"), ("1E+5", "~1E+5"), ("1.e-7", "~1.e-7"), ("3.", "~3."),
            ("NaN", "~NaN"), ("nan", "~NaN"), ("-NaN", "~NaN"), ("Infinity", "~Infinity"), ("-infinity", "~-Infinity"),
            ("true", "true"), ("FALSE", "false"), ("null", "null"), ("NULL", "null"),
            ("50554d6e-29bb-11e5-b345-feff819cdc9f", "uuid:50554d6e-29bb-11e5-b345-feff819cdc9f"),
            ("FEFF819C-29BB-11e5-b345-feff819cdc9f", "uuid:FEFF819C-29BB-11e5-b345-feff819cdc9f"),
            ("0xcafe00FF", "hex:0xcafe00FF"), ("0x", "hex:0x"), ("0X1", "hex:0X1"),
        ])
    func literals(text: String, meaning: String) {
        expect(text, meaning)
    }

    @Test(
        "durations are tokens of their own",
        arguments: [
            "1y2mo3w4d5h6m7s8ms9us10ns", "-1mo2d", "-1d", "1MO", "5µs", "5ns", "10m", "1s",
            "P1Y2M", "P1Y2M10DT2H30M5S", "-P1D", "PT5H", "PT1S", "P3W", "-P3W", "P1YT1M", "P0001-02-03T04:05:06",
        ])
    func durations(text: String) {
        expect(text, "duration:\(text)")
    }

    @Test(
        "composite values nest",
        arguments: [
            ("[3, 1, 2]", "[3, 1, 2]"), ("[]", "[]"), ("{}", "{}"), ("{'b', 'a'}", "{'b', 'a'}"),
            ("{'z': 26, 'a': 1}", "{'z' => 26, 'a' => 1}"), ("{1: [{3, 1}, {2}]}", "{1 => [{3, 1}, {2}]}"),
            ("{street: {name: 'Main', number: 1}, city: null}", "{street: {name: 'Main', number: 1}, city: null}"),
            ("{\"Quoted\": 1, key: 2}", "{Quoted: 1, key: 2}"), ("(1, 'a', (true, null))", "<1, 'a', <true, null>>"),
            ("(1)", "<1>"), ("('a')", "<'a'>"), ("[1.5, -1, 3]", "[~1.5, -1, 3]"),
        ])
    func composites(text: String, meaning: String) {
        expect(text, meaning)
    }

    @Test(
        "calls, casts and arithmetic",
        arguments: [
            ("now()", "now()"), ("Ks.\"F\"(1, 'a')", "ks.F(1, 'a')"), ("token(1, 2)", "token(1, 2)"),
            ("timestamp('x')", "timestamp('x')"), ("(int) 5", "(int)5"), ("(list<int>) [1]", "(list<int>)[1]"),
            ("(frozen<map<text, ks.t>>) {}", "(frozen<map<text, ks.t>>){}"), ("(int) (bigint) 5", "(int)(bigint)5"),
            ("('org.Type') 'x'", "('org.Type')'x'"), ("((int) 5, now())", "<(int)5, now()>"), ("(now())", "<now()>"),
            ("1 + 2 * 3 - 4", "((1 + (2 * 3)) - 4)"), ("- 5", "-5"), ("-(11)", "-11"), ("-5", "-5"),
            ("1 % 2 / 3", "((1 % 2) / 3)"),
            ("1 - -2", "(1 - -2)"), ("(now() + 1d, 1)", "<(now() + duration:1d), 1>"),
        ])
    func expressions(text: String, meaning: String) {
        expect(text, meaning)
    }

    @Test func markersAreNumberedInTheOrderOfTheText() {
        ParsedAs(
            "INSERT INTO t (a, b) VALUES ([?, :One], {:\"Two\" : ?}) USING TTL :ttl",
            "insert t (a, b) ([?0, ?1], {?2 => ?3}) ttl ?4", markers: [nil, "one", "Two", nil, "ttl"]
        ).check()
    }

    private func expect(_ text: String, _ meaning: String, sourceLocation: SourceLocation = #_sourceLocation) {
        ParsedAs("INSERT INTO t (a) VALUES (\(text))", "insert t (a) (\(meaning))").check(
            sourceLocation: sourceLocation)
        ParsedAs("SELECT a FROM t WHERE a = \(text)", "select a from t where a = \(meaning)")
            .check(sourceLocation: sourceLocation)
    }
}
