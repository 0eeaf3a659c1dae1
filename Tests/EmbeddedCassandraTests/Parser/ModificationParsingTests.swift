import Testing

@testable import EmbeddedCassandra

@Suite struct ModificationParsingTests {
    @Test(
        "INSERT",
        arguments: [
            ParsedAs("INSERT INTO sh.t (k, v) VALUES (1, 'a')", "insert sh.t (k, v) (1, 'a')"),
            ParsedAs(
                "insert into \"T\" (\"K\") values (?) if not exists", "insert T (K) (?0) if not exists", markers: [nil]),
            ParsedAs(
                "INSERT INTO t (k) VALUES (1) IF NOT EXISTS USING TIMESTAMP 5 AND TTL ?",
                "insert t (k) (1) if not exists timestamp 5 ttl ?0", markers: [nil]),
            ParsedAs("INSERT INTO t (k) VALUES (1) USING TTL -1", "insert t (k) (1) ttl -1"),
            ParsedAs(
                "INSERT INTO t (timestamp, text, \"select\") VALUES (1, 2, 3)",
                "insert t (timestamp, text, select) (1, 2, 3)"),
            ParsedAs("INSERT INTO t JSON '{}' DEFAULT NULL", "insert t json '{}'"),
            ParsedAs(
                "INSERT INTO t JSON ? DEFAULT UNSET IF NOT EXISTS USING TTL 1",
                "insert t json ?0 unset if not exists ttl 1", markers: [nil]),
        ])
    func insert(row: ParsedAs) { row.check() }

    @Test(
        "assignments",
        arguments: [
            ("v = 1, w = null", "v = 1, w = null"), ("n = n + 3", "n += 3"),
            ("n = n - 1, m = m + 10", "n -= 1, m += 10"),
            ("n = n -1", "n += -1"), ("n = n - -1", "n -= -1"), ("l = [0] + l", "l =+ [0]"), ("l += [1]", "l += [1]"),
            ("s -= {'a'}", "s -= {'a'}"), ("m['q'] = 17, l[1] = 33", "m['q'] = 17, l[1] = 33"),
            ("work.city = 'x', work.tags = {'new'}", "work.city = 'x', work.tags = {'new'}"),
            ("v = 1 + 2", "v = (1 + 2)"), ("v = f(1) + 2", "v = (f(1) + 2)"), ("v = ks.f(1)", "v = ks.f(1)"),
            ("\"N\" = \"N\" + 1", "N += 1"), ("m = m + {'b': 2}", "m += {'b' => 2}"),
            ("l = [0] + [1] + l", "l =+ ([0] + [1])"),
            ("time = now()", "time = now()"), ("v = (int) 5", "v = (int)5"), ("u = {a: 1}", "u = {a: 1}"),
        ])
    func assignments(text: String, meaning: String) {
        ParsedAs("UPDATE t SET \(text) WHERE k = 1", "update t set \(meaning) where k = 1").check()
    }

    @Test(
        "UPDATE",
        arguments: [
            ParsedAs(
                "UPDATE t USING TTL 10 AND TIMESTAMP :ts SET v = ? WHERE k IN ? IF EXISTS",
                "update t set v = ?1 where k IN ?2 if exists timestamp ?0 ttl 10", markers: ["ts", nil, nil]),
            ParsedAs(
                "UPDATE t SET l = ? + l, m[?] = ? WHERE k = ?", "update t set l =+ ?0, m[?1] = ?2 where k = ?3",
                markers: [nil, nil, nil, nil]),
        ])
    func update(row: ParsedAs) { row.check() }

    @Test(
        "conditions",
        arguments: [
            ("EXISTS", "exists"), ("v = 'first' AND n > 0", "v = 'first' and n > 0"), ("n IN (1, 2)", "n IN (1, 2)"),
            ("m['x'] > 2 AND u.f = 3", "m['x'] > 2 and u.f = 3"),
            ("m['x'] IN (1) AND u.f IN (2)", "m['x'] IN (1) and u.f IN (2)"),
            ("s CONTAINS 1 AND m CONTAINS KEY 2", "s CONTAINS 1 and m CONTAINS KEY 2"), ("v != null", "v != null"),
            ("exists = 1", "exists = 1"), ("l = [1] AND s = {}", "l = [1] and s = {}"),
        ])
    func conditions(text: String, meaning: String) {
        ParsedAs("UPDATE t SET v = 1 WHERE k = 1 IF \(text)", "update t set v = 1 where k = 1 if \(meaning)").check()
        ParsedAs("DELETE FROM t WHERE k = 1 IF \(text)", "delete [] t where k = 1 if \(meaning)").check()
    }

    @Test(
        "DELETE",
        arguments: [
            ParsedAs("DELETE FROM t WHERE k = 1", "delete [] t where k = 1"),
            ParsedAs(
                "DELETE v, l[0], s['b'], m[?], u.f FROM t USING TIMESTAMP 5 WHERE k = 1",
                "delete [v, l[0], s['b'], m[?0], u.f] t where k = 1 timestamp 5", markers: [nil]),
            ParsedAs("DELETE FROM t WHERE p = 1 AND c > 2 AND c <= 3", "delete [] t where p = 1 and c > 2 and c <= 3"),
        ])
    func delete(row: ParsedAs) { row.check() }

    @Test(
        "BATCH",
        arguments: [
            ParsedAs("BEGIN BATCH APPLY BATCH", "logged batch"),
            ParsedAs(
                "BEGIN UNLOGGED BATCH USING TIMESTAMP 5 INSERT INTO t (k) VALUES (1); DELETE FROM t WHERE k = 2 APPLY BATCH;",
                "unlogged batch timestamp 5 { insert t (k) (1) } { delete [] t where k = 2 }"),
            ParsedAs(
                "BEGIN COUNTER BATCH UPDATE t SET n = n + 1 WHERE k = ? UPDATE t SET n = n + ? WHERE k = :x; APPLY BATCH",
                "counter batch { update t set n += 1 where k = ?0 } { update t set n += ?1 where k = ?2 }",
                markers: [nil, nil, "x"]),
            ParsedAs(
                "BEGIN BATCH USING TTL 3 INSERT INTO t JSON '{}' IF NOT EXISTS APPLY BATCH",
                "logged batch ttl 3 { insert t json '{}' if not exists }"),
        ])
    func batch(row: ParsedAs) { row.check() }

    @Test(
        "others",
        arguments: [
            ParsedAs("TRUNCATE sh.t", "truncate sh.t"), ParsedAs("TRUNCATE TABLE t;", "truncate t"),
            ParsedAs("TRUNCATE COLUMNFAMILY t", "truncate t"), ParsedAs("USE \"Ks\"", "use Ks"),
            ParsedAs("use KS ;", "use ks"),
        ])
    func others(row: ParsedAs) { row.check() }

    @Test(
        "what the grammar alone cannot see is said without a position",
        arguments: [
            ("UPDATE t SET a = b + 1 WHERE k = 1", "Only expressions of the form X = X +<value> are supported."),
            ("UPDATE t SET a = b -1 WHERE k = 1", "Only expressions of the form X = X - <value> are supported."),
            ("UPDATE t SET a = [1] + b WHERE k = 1", "Only expressions of the form X = <value> + X are supported."),
            ("UPDATE t SET a = 1, b = 2, a = 3 WHERE k = 1", "Multiple incompatible setting of column a"),
            ("UPDATE t SET a[1] = 1, a = 3 WHERE k = 1", "Multiple incompatible setting of column a"),
            ("SELECT * FROM ?", "Bind variables cannot be used for table names"),
            ("SELECT * FROM ?.t", "Bind variables cannot be used for keyspace names"),
            ("USE ?", "Bind variables cannot be used for keyspace names"),
        ])
    func withoutPosition(text: String, message: String) {
        let failure = #expect(throws: ParseFailure.self) { try CQLParser.parse(text) }
        #expect(failure?.message == message)
    }
}
