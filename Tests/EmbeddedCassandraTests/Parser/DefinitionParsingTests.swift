import Testing

@testable import EmbeddedCassandra

@Suite struct DefinitionParsingTests {
    @Test(
        "keyspaces",
        arguments: [
            ParsedAs(
                "CREATE KEYSPACE IF NOT EXISTS sh WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3} AND durable_writes = true",
                "create keyspace sh unless with replication={class=SimpleStrategy, replication_factor=3}, durable_writes=true"
            ),
            ParsedAs("CREATE KEYSPACE \"Sh\" WITH replication = {}", "create keyspace Sh with replication={}"),
            ParsedAs(
                "ALTER KEYSPACE IF EXISTS sh WITH durable_writes = FALSE",
                "alter keyspace sh if with durable_writes=FALSE"),
            ParsedAs("DROP KEYSPACE sh", "drop keyspace sh"),
            ParsedAs("DROP KEYSPACE IF EXISTS sh", "drop keyspace sh if"),
        ])
    func keyspaces(row: ParsedAs) { row.check() }

    @Test(
        "tables",
        arguments: [
            ParsedAs("CREATE TABLE sh.t (k int PRIMARY KEY)", "create table sh.t (k int key)"),
            ParsedAs(
                "CREATE TABLE IF NOT EXISTS t (p int, c int, s text STATIC, PRIMARY KEY ((p), c)) WITH CLUSTERING ORDER BY (c DESC, d ASC) AND comment = 'x' AND gc_grace_seconds = 3600 AND caching = {'keys': 'NONE'} AND COMPACT STORAGE",
                "create table t unless (p int, c int, s text static) key ((p), c) order c desc, d compact with comment=x, gc_grace_seconds=3600, caching={keys=NONE}"
            ),
            ParsedAs("CREATE TABLE t (a int, b int, PRIMARY KEY (a, b))", "create table t (a int, b int) key ((a), b)"),
            ParsedAs(
                "CREATE COLUMNFAMILY t (a int, PRIMARY KEY ((a, b), c, d))", "create table t (a int) key ((a, b), c, d)"
            ),
            ParsedAs("CREATE TABLE t (k int PRIMARY KEY,, v int,)", "create table t (k int key, v int)"),
            ParsedAs("CREATE TABLE t (k int)", "create table t (k int)"),
            ParsedAs(
                "CREATE TABLE t (\"Key\" int, \"quo\"\"te\" text, timestamp timestamp, type type)",
                "create table t (Key int, quo\"te text, timestamp timestamp, type type)"),
            ParsedAs(
                "CREATE TABLE t (a list<int>, b map<text, frozen<set<ks.u>>>, c tuple<int, text>, d vector<float, 3>, e frozen<u>, f 'org.T', g \"U\")",
                "create table t (a list<int>, b map<text, frozen<set<ks.u>>>, c tuple<int, text>, d vector<float, 3>, e frozen<u>, f 'org.T', g U)"
            ),
            ParsedAs(
                "CREATE TABLE t (k int PRIMARY KEY) WITH id = 5a1c395e-b41f-11e5-9f22-ba0be0483c18 AND bloom_filter_fp_chance = 0.1 AND memtable = default",
                "create table t (k int key) with id=5a1c395e-b41f-11e5-9f22-ba0be0483c18, bloom_filter_fp_chance=0.1, memtable=default"
            ),
            ParsedAs(
                "CREATE TABLE t (k int PRIMARY KEY, v text MASKED WITH DEFAULT)", "unsupported dynamic data masking"),
            ParsedAs("DROP TABLE sh.t", "drop table sh.t"),
            ParsedAs("DROP COLUMNFAMILY IF EXISTS t", "drop table t if"),
        ])
    func tables(row: ParsedAs) { row.check() }

    @Test(
        "changes of tables",
        arguments: [
            ("ADD x int", "add x int"), ("ADD IF NOT EXISTS x int STATIC", "add unless x int static"),
            ("ADD (x int, y list<text>)", "add x int, y list<text>"), ("DROP w", "drop w"),
            ("DROP compact", "drop compact"),
            ("DROP IF EXISTS (a, b) USING TIMESTAMP 5", "drop if a, b timestamp 5"),
            ("DROP COMPACT STORAGE", "drop compact storage"),
            ("RENAME c TO cc AND d TO dd", "rename c > cc, d > dd"), ("RENAME IF EXISTS a TO b", "rename if a > b"),
            ("WITH comment = '' AND caching = {'a': 'b', 'c': 5}", "with comment=, caching={a=b, c=5}"),
            ("ALTER a TYPE text", "type of a"),
        ])
    func changesOfTables(text: String, meaning: String) {
        ParsedAs("ALTER TABLE sh.t \(text)", "alter table sh.t \(meaning)").check()
        ParsedAs("ALTER TABLE IF EXISTS t \(text);", "alter table t if \(meaning)").check()
    }

    @Test(
        "types",
        arguments: [
            ParsedAs(
                "CREATE TYPE IF NOT EXISTS sh.address (street frozen<street>, tags frozen<set<text>>, point tuple<double, double>)",
                "create type sh.address unless (street frozen<street>, tags frozen<set<text>>, point tuple<double, double>)"
            ),
            ParsedAs("ALTER TYPE sh.street ADD letter text", "alter type sh.street add letter text"),
            ParsedAs("ALTER TYPE IF EXISTS t ADD IF NOT EXISTS a int", "alter type t if add unless a int"),
            ParsedAs("ALTER TYPE t RENAME a TO b AND c TO d", "alter type t rename a > b, c > d"),
            ParsedAs("ALTER TYPE t ALTER a TYPE int", "alter type t type of a"),
            ParsedAs("DROP TYPE t", "drop type t"), ParsedAs("DROP TYPE IF EXISTS ks.\"T\"", "drop type ks.T if"),
        ])
    func types(row: ParsedAs) { row.check() }

    @Test(
        "DESCRIBE",
        arguments: [
            ("CLUSTER", "cluster"), ("SCHEMA", "schema"), ("FULL SCHEMA", "full schema"), ("KEYSPACES", "keyspaces"),
            ("KEYSPACE", "keyspace -"), ("KEYSPACE sh", "keyspace sh"), ("ONLY KEYSPACE sh", "only keyspace sh"),
            ("TABLES", "tables"), ("TABLE sh.\"T\"", "table sh.T"), ("COLUMNFAMILY t", "table t"), ("TYPES", "types"),
            ("TYPE sh.t", "type sh.t"), ("FUNCTIONS", "functions"), ("FUNCTION sh.f", "function sh.f"),
            ("AGGREGATES", "aggregates"), ("AGGREGATE a", "aggregate a"), ("INDEX sh.i", "index sh.i"),
            ("MATERIALIZED VIEW sh.v", "view sh.v"), ("t", "named t"), ("sh.t", "named sh.t"), ("only", "named only"),
            ("\"Q\"", "named Q"), ("type", "named type"),
        ])
    func describe(text: String, meaning: String) {
        ParsedAs("DESCRIBE \(text)", "describe \(meaning)").check()
        ParsedAs("desc \(text) with internals;", "describe \(meaning) internals").check()
    }

    @Test(
        arguments: [
            ("CREATE INDEX ON t (VALUES(s))", "create index - on t (values s)"),
            (
                "CREATE INDEX IF NOT EXISTS I ON k.t (keys(\"M\"), entries(m), full(f), \"V\", keys)",
                "create index i unless on k.t (keys M, entries m, full f, V, keys)"
            ),
            (
                "CREATE CUSTOM INDEX i ON t () USING 'x' WITH OPTIONS = {'a': 'b'}",
                "create custom index i on t () using x with options={a=b}"
            ),
            ("CREATE INDEX values ON t (values)", "create index values on t (values)"),
            ("DROP INDEX IF EXISTS i", "drop index i if"), ("DROP INDEX k.\"I\"", "drop index k.I"),
        ])
    func indexes(text: String, meaning: String) {
        ParsedAs(text, meaning).check()
        ParsedAs(text + ";", meaning).check()
    }

    @Test(
        "what is not supported is known by its first words",
        arguments: [
            ("CREATE MATERIALIZED VIEW v AS SELECT", "materialized views"),
            ("ALTER MATERIALIZED VIEW v", "materialized views"), ("DROP MATERIALIZED VIEW v", "materialized views"),
            ("CREATE OR REPLACE FUNCTION f", "user-defined functions"), ("DROP FUNCTION f", "user-defined functions"),
            ("CREATE AGGREGATE a", "user-defined aggregates"),
            ("CREATE OR REPLACE AGGREGATE a", "user-defined aggregates"),
            ("CREATE TRIGGER t ON x USING 'y'", "triggers"), ("DROP TRIGGER t ON x", "triggers"),
            ("ADD IDENTITY 'x' TO ROLE 'y'", "identities of certificates"),
            ("DROP IDENTITY 'x'", "identities of certificates"),
        ])
    func unsupported(text: String, feature: String) {
        ParsedAs(text, "unsupported \(feature)").check()
        ParsedAs(text + " ???", "unsupported \(feature)").check()
    }

    @Test(
        "mistakes in definitions are said without a position",
        arguments: [
            (
                "CREATE KEYSPACE k WITH a = {'x': ?}",
                "Invalid property value: ? for property: x (bind variables are not supported in DDL queries)"
            ),
            ("CREATE KEYSPACE k WITH a = 1 AND a = 2", "Multiple definitions for property 'a'"),
            ("CREATE KEYSPACE k WITH a = {'x': 1, 'x': 2}", "Multiple definition for property x"),
            ("CREATE TYPE enum (a int)", "Invalid (reserved) user type name enum"),
            ("CREATE TABLE t (v vector<int, 99999999999>)", "For input string: \"99999999999\""),
        ])
    func withoutPosition(text: String, message: String) {
        let failure = #expect(throws: ParseFailure.self) { try CQLParser.parse(text) }
        #expect(failure?.message == message)
    }
}
