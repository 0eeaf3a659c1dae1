import CassandraWire
import Testing

@testable import EmbeddedCassandra

@Suite struct TypeResolverTests {
    @Test(arguments: [
        ("list<tuple<int, list<int>>>", "list<frozen<tuple<int, frozen<list<int>>>>>"),
        ("tuple<list<int>, address>", "frozen<tuple<frozen<list<int>>, frozen<sh.address>>>"),
        ("frozen<tuple<int, text>>", "frozen<tuple<int, text>>"),
        ("frozen<list<list<int>>>", "frozen<list<frozen<list<int>>>>"),
        ("list<frozen<list<list<int>>>>", "list<frozen<list<frozen<list<int>>>>>"),
        ("frozen<map<int, nested>>", "frozen<map<int, frozen<sh.nested>>>"),
        ("vector<list<int>, 2>", "vector<list<int>, 2>"), ("frozen<vector<int, 2>>", "vector<int, 2>"),
        ("vector<vector<float, 2>, 2>", "vector<vector<float, 2>, 2>"), ("varchar", "text"), ("address", "sh.address"),
        ("frozen<frozen<list<int>>>", "frozen<list<int>>"), ("sh.address", "sh.address"),
        ("map<int, duration>", "map<int, duration>"), ("counter", "counter"),
        ("'org.apache.cassandra.db.marshal.Int32Type'", "int"),
    ])
    func typesAreFrozenWhereTheServerFreezesThem(_ text: String, _ expected: String) throws {
        #expect(try TermBench.resolved(text).cqlText == expected)
    }

    @Test(arguments: [
        ("list<list<int>>", "Non-frozen collections are not allowed inside collections: list<list<int>>"),
        ("map<list<int>, int>", "Non-frozen collections are not allowed inside collections: map<list<int>, int>"),
        ("list<address>", "Non-frozen UDTs are not allowed inside collections: list<address>"),
        ("list<nothing>", "Non-frozen UDTs are not allowed inside collections: list<nothing>"),
        ("list<counter>", "Counters are not allowed inside collections: list<counter>"),
        ("frozen<set<counter>>", "Counters are not allowed inside collections: frozen<set<counter>>"),
        ("tuple<counter>", "Counters are not allowed inside tuples"),
        ("set<duration>", "Durations are not allowed inside sets: set<duration>"),
        ("map<duration, int>", "Durations are not allowed as map keys: map<duration, int>"),
        ("nothing", "Unknown type sh.nothing"), ("frozen<nothing>", "Unknown type sh.nothing"),
        (
            "other.thing",
            "Statement on keyspace sh cannot refer to a user type in keyspace other; "
                + "user types can only be used in the keyspace they are defined in"
        ),
        ("frozen<int>", "frozen<> is only allowed on collections, tuples, and user-defined types (got int)"),
        (
            "'nope'",
            "Error setting type nope: Unable to find abstract-type class 'org.apache.cassandra.db.marshal.nope'"
        ),
    ])
    func typesThatCannotBeAreRefused(_ text: String, _ message: String) {
        #expect {
            _ = try TermBench.resolved(text)
        } throws: {
            ($0 as? ServerError)?.message == message
        }
    }

    @Test(arguments: [
        ("(address) {street: 'a'}", "(sh.address){street: 'a'}"), ("(frozen<list<int>>) [1]", "(frozen<list<int>>)[1]"),
        ("{'a': 1, 'b': NULL}", "{'a': 1, 'b': NULL}"), ("(1, 'a', ?)", "(1, 'a', ?)"),
        ("toDate(now())", "todate(now())"),
        ("{1, 2.5, true}", "{1, 2.5, true}"), ("(varchar) 'a'", "(text)'a'"),
    ])
    func termsShowAsTheServerShowsThem(_ text: String, _ expected: String) throws {
        #expect(try TermBench.term(text).term.text(TermBench.context) == expected)
    }
}
