/// The piece of the text that a message shows, with the wrong token in brackets: ` (...FROM t [WHER]...)`
struct FailureSnippet {
    /// How many tokens are shown before the wrong one; here the server counts blanks and comments too.
    static let reach = 10
    private static let longest = 1000

    private let bytes: [UInt8]
    private let tokens: ArraySlice<Token>

    /// - Parameter tokens: some, up to the wrong one, which is the last.
    init(_ bytes: [UInt8], _ tokens: ArraySlice<Token>) {
        self.bytes = bytes
        self.tokens = tokens
    }

    var text: String {
        guard let wrong = tokens.last?.range, let first = start() else { return "" }
        // A long literal would make a message that fits into no frame.
        guard wrong.upperBound - first <= FailureSnippet.longest else { return "" }
        let isAtEnd = bytes[wrong.upperBound...].allSatisfy { $0 == UInt8(ascii: "\n") }
        let before = withoutLineEnds(first..<wrong.lowerBound)
        return " (\(first == 0 ? "" : "...")\(before)[\(withoutLineEnds(wrong))]\(isAtEnd ? "" : "..."))"
    }

    private func withoutLineEnds(_ range: Range<Int>) -> String {
        String(decoding: bytes[range].filter { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    /// Where the first token that is shown begins.
    private func start() -> Int? {
        var starts: [Int] = []
        var end = tokens.startIndex == 0 ? 0 : tokens.first.map { Int($0.start) } ?? 0
        for token in tokens {
            starts += blanks(in: end..<max(end, Int(token.start)))
            starts.append(Int(token.start))
            end = Int(token.end)
        }
        return starts.suffix(FailureSnippet.reach + 1).first
    }

    /// Where the runs of blanks and the comments between two tokens begin.
    private func blanks(in gap: Range<Int>) -> [Int] {
        var starts: [Int] = []
        var place = gap.lowerBound
        while place < gap.upperBound {
            starts.append(place)
            if isBlank(bytes[place]) {
                while place < gap.upperBound && isBlank(bytes[place]) { place += 1 }
            } else if bytes[place] == UInt8(ascii: "/") && place + 1 < gap.upperBound
                && bytes[place + 1] == UInt8(ascii: "*")
            {
                place = min(gap.upperBound, place + 4)
                while place < gap.upperBound
                    && !(bytes[place - 2] == UInt8(ascii: "*") && bytes[place - 1] == UInt8(ascii: "/"))
                {
                    place += 1
                }
            } else {
                while place < gap.upperBound && bytes[place] != UInt8(ascii: "\n")
                    && bytes[place] != UInt8(ascii: "\r")
                {
                    place += 1
                }
                place += 1
            }
        }
        return starts
    }

    private func isBlank(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): true
        default: false
        }
    }
}
