import Differential
import Testing

@Suite struct GroupFileTests {
    @Test("A statement ends with a semicolon at a line's end, and directives count for the next one only")
    func directives() throws {
        let groups = try GroupFile.parse(
            """
            -- group: a
            # a remark
            -- page: 2
            SELECT *
              FROM t;
            SELECT ';' FROM t;
            """, file: "x")
        #expect(groups.map(\.name) == ["a"])
        #expect(groups[0].steps.map(\.title) == ["SELECT *\\n  FROM t", "SELECT ';' FROM t"])
        #expect(groups[0].steps.map(\.options.pageSize) == [2, nil])
    }
}
