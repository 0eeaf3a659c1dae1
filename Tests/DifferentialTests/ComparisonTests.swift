import Differential
import Testing

@Suite struct ComparisonTests {
    private let wanted = Recording(
        group: "g", entries: [.init(title: "A", lines: ["VOID"]), .init(title: "B", lines: ["ROWS", "| 1", "| 2"])])

    private func found(_ lines: [String]) -> Recording {
        var found = wanted
        found.entries[1].lines = lines
        return found
    }

    @Test("Equal recordings are equal, and a recording is read back as it was written")
    func equal() {
        var comparison = Comparison()
        comparison.add(wanted: wanted, found: wanted)
        #expect(comparison.summary == "1 groups equal, 0 different, 0 known")
        #expect(comparison.isAsWanted)
        #expect(Recording.parse(wanted.text + "\n") == [wanted])
    }

    @Test("A row too many, one too few and another order are differences")
    func different() {
        for lines in [["ROWS", "| 1", "| 2", "| 3"], ["ROWS", "| 1"], ["ROWS", "| 2", "| 1"]] {
            var comparison = Comparison()
            comparison.add(wanted: wanted, found: found(lines))
            #expect(comparison.summary == "0 groups equal, 1 different, 0 known")
            #expect(!comparison.isAsWanted)
        }
    }

    @Test("The report shows what was wanted and what was found")
    func report() {
        var comparison = Comparison()
        comparison.add(wanted: wanted, found: found(["ROWS", "| 1", "| 3"]))
        #expect(comparison.report == ["== g", "> B", "    ROWS", "    | 1", "  - | 2", "  + | 3"])
    }

    @Test("A known difference counts as known, and is an error when it does not differ any more")
    func known() throws {
        let known = try KnownDifferences(text: "# remark\ng | B | a reason\nother | * | a reason\n")
        var comparison = Comparison(known)
        comparison.add(wanted: wanted, found: found([]))
        #expect(comparison.summary == "0 groups equal, 0 different, 1 known")
        #expect(comparison.isAsWanted)

        comparison = Comparison(known)
        comparison.add(wanted: wanted, found: wanted)
        #expect(comparison.unseen.map(\.statement) == ["B"])
        #expect(!comparison.isAsWanted)
    }

    @Test("A known difference needs a reason")
    func reasons() {
        #expect(throws: KnownDifferences.Failure.self) { try KnownDifferences(text: "g | B") }
    }

    @Test("Groups that were changed after they were recorded are different")
    func outdated() {
        var comparison = Comparison()
        comparison.add(wanted: wanted, found: Recording(group: "g", entries: [.init(title: "A", lines: ["VOID"])]))
        #expect(comparison.different == 1)
    }
}
