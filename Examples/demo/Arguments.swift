/// What the command line asks for.
struct Arguments {
    static let usage = """
        usage: demo [--rows N]

        Starts three embedded nodes and writes N positions of a fleet (300,000 unless told otherwise), while one of the
        nodes dies and comes back. Reads them, from that node alone too, and compares all of it with what must be there.
        Ends with status 0 if everything is right, 1 if not, and 2 if the arguments make no sense.
        """

    /// A command line that makes no sense, and why.
    struct Mistake: Error, CustomStringConvertible {
        let description: String
    }

    private(set) var rows = 300_000
    private(set) var wantsHelp = false

    init(_ words: some Sequence<String>) throws(Mistake) {
        var words = words.makeIterator()
        while let word = words.next() {
            switch word {
            case "--help", "-h": wantsHelp = true
            case "--rows": rows = try Self.rows(words.next())
            default: throw Mistake(description: "there is no option '\(word)'")
            }
        }
    }

    /// All rows lie in memory, three times: ten million of them take some gigabytes.
    private static func rows(_ word: String?) throws(Mistake) -> Int {
        guard let word else { throw Mistake(description: "'--rows' wants a number") }
        guard let rows = Int(word), (1...10_000_000).contains(rows) else {
            throw Mistake(description: "'--rows' is a number from 1 to 10000000, not '\(word)'")
        }
        return rows
    }
}
