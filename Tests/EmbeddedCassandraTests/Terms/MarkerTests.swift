import Bytes
import CassandraWire
import Testing

@testable import EmbeddedCassandra

@Suite struct MarkerTests {
    /// Names and types of a term's markers.
    private static func markers(_ text: String, in column: String) throws(ServerError) -> String {
        let (term, names) = try TermBench.term(text)
        var markers = MarkerSpecs(names: names)
        _ = try PreparedTerm.prepare(term, as: TermBench.receiver(column), TermBench.context, &markers)
        return markers.columns.map { $0.map { "\($0.name) \($0.type.messageName)" } ?? "-" }.joined(separator: ", ")
    }

    @Test(arguments: [
        ("i", "?", "i int"), ("l", "?", "l list<int>"), ("i", ":Foo", "foo int"), ("te", ":\"Baz\"", "Baz text"),
        ("i", "(int) ?", "i int"), ("t", "(?, ?)", "t[0] int, t[1] text"),
        ("t", "(?, 'a', (?, ?))", "t[0] int, t[2][0] boolean, t[2][1] uuid"),
        ("ud", "{street: ?, zip: ?}", "ud.street text, ud.zip int"), ("fud", "{zip: ?}", "fud.zip int"),
        ("v", "[?, 1, ?]", "value(v) float, value(v) float"),
        ("bl", "intAsBlob(?)", "arg0(system.intasblob) int"),
        ("tu", "minTimeuuid(?)", "arg0(system.mintimeuuid) timestamp"),
        ("bi", "token(?)", "arg0(system.token) int"), ("i", "abs(?)", "arg0(system.abs) int"),
        (
            "te", "mask_inner(?, ?, ?)",
            "arg0(system.mask_inner) text, arg1(system.mask_inner) int, arg2(system.mask_inner) int"
        ),
    ])
    func markersAreNamedAfterWhatTheyAreBoundAs(_ column: String, _ text: String, _ expected: String) throws {
        #expect(try Self.markers(text, in: column) == expected)
    }

    @Test(arguments: [
        ("l", "[1, ?]", "list", "l"), ("s", "{?}", "set", "s"), ("m", "{?: 1}", "map", "m"),
        ("m", "{'a': ?}", "map", "m"), ("fl", "[?]", "list", "fl"),
    ])
    func collectionLiteralsHaveNoMarkers(_ column: String, _ text: String, _ kind: String, _ name: String) {
        #expect(
            TermBench.answer(text, in: TermBench.receiver(column), bound: [.null])
                == "!2200 Invalid \(kind) literal for \(name): "
                + "bind variables are not supported inside collection literals")
    }

    @Test(arguments: [
        ("t", "(?, 'a')", BoundValue.unset, "!2200 Invalid unset value for tuple field number 0"),
        ("t", "(?, 'a')", .null, "ffffffff0000000161"),
        (
            "ud", "{street: ?}", .unset,
            "!2200 Invalid unset value for field 'street' of user defined type address"
        ),
        ("ud", "{street: ?}", .null, "ffffffffffffffff"),
        ("v", "[1, 2, ?]", .unset, "!2200 null is not supported inside vectors"),
        ("v", "[1, 2, ?]", .null, "!2200 null is not supported inside vectors"),
        ("v", "[1, 2, ?]", .bytes([]), "!2200 null is not supported inside vectors"),
        ("vt", "['a', ?]", .bytes([]), "016100"), ("vt", "['a', ?]", .bytes([0x62]), "01610162"),
        ("bl", "intAsBlob(?)", .unset, "!2200 Invalid unset value for argument in call to function intasblob"),
        ("bl", "intAsBlob(?)", .null, "null"),
        ("bl", "intAsBlob(?)", .bytes([1]), "!2200 Expected 4 or 0 byte int (1)"),
        ("bl", "intAsBlob(?)", .bytes([0, 0, 0, 1]), "00000001"),
    ])
    func boundValuesTakeTheirPlace(_ column: String, _ text: String, _ value: BoundValue, _ expected: String) {
        #expect(TermBench.answer(text, in: TermBench.receiver(column), bound: [value]) == expected)
    }
}
