import Testing

@testable import EmbeddedCassandra

@Suite struct SelectParsingTests {
    @Test(
        "SELECT and its clauses",
        arguments: [
            ParsedAs("SELECT * FROM sh.wide", "select * from sh.wide"),
            ParsedAs("select A, \"B\" from T;;", "select a, B from t"),
            ParsedAs("SELECT DISTINCT p, s FROM t", "select distinct p, s from t"),
            ParsedAs("SELECT distinct FROM t", "select distinct from t"),
            ParsedAs("SELECT distinct, json FROM t", "select distinct, json from t"),
            ParsedAs("SELECT JSON * FROM t", "select json * from t"),
            ParsedAs("SELECT JSON DISTINCT a FROM t", "select json distinct a from t"),
            ParsedAs(
                "SELECT k AS \"Key\", v AS value, (int) 5 AS five FROM t",
                "select k as Key, v as value, `(int)5` as five from t"),
            ParsedAs(
                "SELECT 'text' AS t, 5, ?, :n FROM t", "select `'text'` as t, `5`, `?0`, `?1` from t",
                markers: [nil, "n"]),
            ParsedAs("SELECT p FROM t PER PARTITION LIMIT 2 LIMIT 3", "select p from t per partition 2 limit 3"),
            ParsedAs("SELECT p FROM t LIMIT ? ALLOW FILTERING", "select p from t limit ?0 filtering", markers: [nil]),
            ParsedAs("SELECT p FROM t GROUP BY p, floor(c, 1h)", "select p from t group by p, floor(c, `duration:1h`)"),
            ParsedAs("SELECT p FROM t ORDER BY c ASC, d DESC, e", "select p from t order by c, d desc, e"),
            ParsedAs(
                "SELECT p FROM t ORDER BY v ANN OF [1.0, 2] LIMIT 3", "select p from t order by v ann [~1.0, 2] limit 3"
            ),
            ParsedAs("SELECT per FROM group ORDER BY ann", "select per from group order by ann"),
            ParsedAs(
                "SELECT \"\" FROM t WHERE \"\" = 1".replacing("SELECT \"\"", with: "SELECT a"),
                "select a from t where  = 1"),
        ])
    func clauses(row: ParsedAs) { row.check() }

    @Test(
        "selectors",
        arguments: [
            ("count(*)", "count(*)"), ("COUNT(1)", "count(*)"), ("count(2)", "count(`2`)"), ("count(v)", "count(v)"),
            ("count", "count"), ("writetime(v)", "writetime(v)"), ("TTL(u.f)", "ttl(u.f)"), ("ttl", "ttl"),
            ("maxwritetime(m['a'])", "maxwritetime(m['a'])"), ("token(a, b)", "token(a, b)"),
            ("m['a']", "m['a']"), ("m['a'..'b']", "m['a'..'b']"), ("m['a'..]", "m['a'..]"), ("m[..'b']", "m[..'b']"),
            ("l[1..2]", "l[1..2]"), ("l[?]", "l[?0]"), ("home.street.number", "home.street.number"),
            ("u.a['x'].b", "u.a['x'].b"),
            ("ks.f(x)", "ks.f(x)"), ("f()", "f()"), ("f(g(x), 1, 'a')", "f(g(x), `1`, `'a'`)"),
            ("f(x).y[0]", "f(x).y[0]"),
            ("CAST(d AS int)", "cast(d as int)"), ("cast", "cast"), ("key", "key"), ("timestamp", "timestamp"),
            ("min_timeuuid('2024-01-01')", "min_timeuuid(`'2024-01-01'`)"), ("timestamp(x)", "timestamp(x)"),
            ("k + 1", "(k + `1`)"), ("k - 2 * v", "(k - (`2` * v))"), ("-k", "(- k)"), ("- - k", "(- (- k))"),
            ("(k + 1) * 2", "(<(k + `1`)> * `2`)"), ("s / 0 % 3", "((s / `0`) % `3`)"), ("(a)", "<a>"),
            ("(int) a", "(int)a"),
            ("(int) (a + 1)", "(int)<(a + `1`)>"), ("(a, b)", "tuple[a, b]"), ("[a, 1]", "list[a, `1`]"),
            ("{a, b}", "set[a, b]"), ("{'x': a}", "map[`'x'`, a]"), ("{a: b}", "{a} of [b]"), ("-1", "`-1`"),
            ("(text) 'text'", "`(text)'text'`"), ("(bigint) abs(1)", "`(bigint)abs(1)`"),
            ("(list<int>) [1]", "`(list<int>)[1]`"), ("(tuple<int>) (1)", "`(tuple<int>)<1>`"),
            ("(list<tuple<date>>) [('1969-12-31')]", "`(list<tuple<date>>)[<'1969-12-31'>]`"),
            ("(map<tuple<date>, int>) {('1969-12-31'): -1}", "`(map<tuple<date>, int>){<'1969-12-31'> => -1}`"),
            ("[1, 2]", "`[1, 2]`"), ("{1}", "`{1}`"), ("{}", "`{}`"), ("{'a': 1}", "`{'a' => 1}`"),
            ("{a: 1}", "`{a: 1}`"),
            ("(1, 'a')", "`<1, 'a'>`"), ("f([1, 2])", "f(`[1, 2]`)"),
            ("similarity_cosine(v, [1.5])", "similarity_cosine(v, `[~1.5]`)"),
            ("values", "values"), ("null", "`null`"), ("list", "list"), ("\"Mixed\"\"Case\"", "Mixed\"Case"),
        ])
    func selectors(text: String, meaning: String) {
        let markers: [String?] = text.contains("?") ? [nil] : []
        ParsedAs("SELECT \(text) FROM t", "select \(meaning) from t", markers: markers).check()
        ParsedAs("SELECT x, \(text) AS y FROM t", "select x, \(meaning) as y from t", markers: markers).check()
    }

    @Test(
        "relations",
        arguments: [
            (
                "a = 1 AND b != 2 AND c < 3 AND d <= 4 AND e > 5 AND f >= 6",
                "a = 1 and b != 2 and c < 3 and d <= 4 and e > 5 and f >= 6"
            ),
            ("p IN (1, 'a', null)", "p IN (1, 'a', null)"), ("p IN ()", "p IN ()"),
            ("s CONTAINS 'd' AND m CONTAINS KEY 'a'", "s CONTAINS 'd' and m CONTAINS KEY 'a'"),
            (
                "token(p) > token(1) AND token(a, b) <= -9223372036854775808",
                "token(p) > token(1) and token(a, b) <= -9223372036854775808"
            ),
            ("(c, d) > (1, 'a') AND (c) < (3)", "(c, d) > <1, 'a'> and (c) < <3>"),
            ("(c, d) IN ((3, 'c'), (1, 'b'))", "(c, d) IN (<3, 'c'>, <1, 'b'>)"), ("(c, d) IN ()", "(c, d) IN ()"),
            ("m['k'] = 1", "m['k'] = 1"), ("v IS NOT NULL", "v IS NOT NULL"), ("v LIKE 'a%'", "v LIKE 'a%'"),
            ("(a = 1) AND ((b > 2))", "a = 1 and b > 2"), ("contains CONTAINS 1", "contains CONTAINS 1"),
            ("key = 1", "key = 1"),
            ("c < maxTimeuuid('2016-01-01')", "c < maxtimeuuid('2016-01-01')"),
        ])
    func relations(text: String, meaning: String) {
        ParsedAs("SELECT * FROM t WHERE \(text)", "select * from t where \(meaning)").check()
        ParsedAs("DELETE FROM t WHERE \(text)", "delete [] t where \(meaning)").check()
    }

    @Test(
        "markers of relations",
        arguments: [
            ParsedAs(
                "SELECT * FROM t WHERE p IN ? AND c IN :n", "select * from t where p IN ?0 and c IN ?1",
                markers: [nil, "n"]),
            ParsedAs("SELECT * FROM t WHERE p IN (?, ?)", "select * from t where p IN (?0, ?1)", markers: [nil, nil]),
            ParsedAs("SELECT * FROM t WHERE (c, d) IN ?", "select * from t where (c, d) IN ?0", markers: [nil]),
            ParsedAs(
                "SELECT * FROM t WHERE (c, d) IN (?, :x)", "select * from t where (c, d) IN (?0, ?1)",
                markers: [nil, "x"]),
            ParsedAs("SELECT * FROM t WHERE (c, d) > ?", "select * from t where (c, d) > ?0", markers: [nil]),
            ParsedAs(
                "SELECT * FROM t WHERE (c, d) > (?, ?)", "select * from t where (c, d) > <?0, ?1>", markers: [nil, nil]),
            ParsedAs("SELECT * FROM t WHERE token(p) > ?", "select * from t where token(p) > ?0", markers: [nil]),
            ParsedAs("SELECT * FROM t WHERE m[?] = ?", "select * from t where m[?0] = ?1", markers: [nil, nil]),
        ])
    func markers(row: ParsedAs) { row.check() }

    @Test func anExpressionOfAnIndexIsARelation() {
        ParsedAs("SELECT a FROM t WHERE expr(i, 'x')", "select a from t where index i = 'x'").check()
    }
}
