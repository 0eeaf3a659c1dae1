import CassandraWire
import Testing

@testable import EmbeddedCassandra

/// What Apache Cassandra 5.0.8 made of literals: a line has the column, the literal, and the bytes that were stored
/// or `!` with the error.
enum LiteralAnswers {
    static func rows(_ text: String) -> [(column: String, literal: String, answer: String)] {
        text.split(separator: "\n").compactMap { line in
            guard let bar = line.firstRange(of: " | "), let arrow = line.firstRange(of: " => ") else { return nil }
            return (
                String(line[..<bar.lowerBound]), String(line[bar.upperBound..<arrow.lowerBound]),
                String(line[arrow.upperBound...])
            )
        }
    }
}

@Suite struct LiteralAnswerTests {
    @Test(arguments: [LiteralAnswers.scalars, LiteralAnswers.times, LiteralAnswers.composites])
    func literalsMeanWhatTheyMeanToTheServer(_ text: String) {
        let rows = LiteralAnswers.rows(text)
        #expect(rows.count > 100)
        for (column, literal, answer) in rows {
            let receiver = TermBench.receiver(column)
            var found = TermBench.answer(literal, in: receiver)
            // An empty collection of cells is none.
            if found == "00000000", Column.isStoredInCells(receiver.type) { found = "null" }
            #expect(found == answer, "\(literal) in \(column)")
        }
    }
}

extension Column {
    fileprivate static func isStoredInCells(_ type: CQLType) -> Bool {
        switch type {
        case .list, .set, .map: true
        default: false
        }
    }
}
