import Differential
import Testing

@Suite struct GroupFileTests {
    private func steps(_ text: String) throws -> [Step] {
        try GroupFile.parse("-- group: a\n" + text, file: "x").flatMap(\.steps)
    }

    @Test("A statement ends with a semicolon at a line's end, and directives count for the next one only")
    func directives() throws {
        let steps = try steps(
            """
            # a remark
            -- page: 2
            SELECT *
              FROM t;
            SELECT ';' FROM t;
            """)
        #expect(steps.map(\.title) == ["SELECT *\\n  FROM t", "SELECT ';' FROM t"])
        #expect(steps.map(\.options.pageSize) == [2, nil])
    }

    @Test("Values are parted at commas outside of brackets and strings")
    func values() throws {
        let steps = try steps("-- prepare\n-- bind: 1, 'a, b', [1, 2], {'x': (1, 2)}\nSELECT ?;")
        guard case .prepare(_, _, let values) = steps[0].action else {
            Issue.record("not prepared")
            return
        }
        #expect(values.map(\.literals) == [["1", "'a, b'", "[1, 2]", "{'x': (1, 2)}"]])
    }

    @Test("A batch has all statements up to its end, and the options that stood before it")
    func batches() throws {
        let steps = try steps("-- timestamp: 5\n-- batch: unlogged\nA;\n-- prepare\n-- bind: 1\nB;\n-- end batch\nC;")
        guard case .batch(.unlogged, let parts) = steps[0].action else {
            Issue.record("no batch")
            return
        }
        #expect(parts.map(\.text) == ["A", "B"])
        #expect(parts.map(\.isPrepared) == [false, true])
        #expect(steps.map(\.options.timestamp) == [5, nil])
    }

    @Test(
        "What is no directive, and what is left open, is refused",
        arguments: ["-- nothing", "-- page: x\nA;", "A", "-- batch: logged\nA;", "-- end batch", "-- batch: any"])
    func mistakes(_ text: String) {
        #expect(throws: GroupFile.Failure.self) { try steps(text) }
    }

    @Test("Steps written as a file are read back")
    func source() throws {
        let script = RandomScript(seed: 7, number: 3, count: 200)
        let steps = script.definition + script.steps
        let again = try self.steps(steps.map(\.source).joined(separator: "\n"))
        #expect(again.map(\.title) == steps.map(\.title))
        #expect(again.map(\.source) == steps.map(\.source))
    }

    @Test("The same seed gives the same statements, another seed others")
    func seeds() {
        func sources(_ seed: UInt64) -> [String] { RandomScript(seed: seed, number: 1, count: 50).steps.map(\.source) }
        #expect(sources(1) == sources(1))
        #expect(sources(1) != sources(2))
    }
}
