import Differential
import Foundation

/// Plays what a seed gives on two nodes.
struct RandomRun {
    private static let stepsOfScript = 250

    private let duel: RandomDuel?
    private let seed: UInt64
    private let statements: Int
    private let most: Int

    init(_ arguments: Arguments) throws {
        let keyspaces = KeyspaceNames()
        duel =
            arguments.command == "print"
            ? nil
            : try RandomDuel(
                try arguments.contact("contact"), try arguments.contact("with"),
                mostTries: try arguments.number("tries", else: 80), known: try RandomRun.known(arguments),
                newKeyspace: { keyspaces.next() })
        seed = try arguments.number("seed", else: UInt64.random(in: 0...UInt64.max))
        statements = try arguments.number("statements", else: 20_000)
        most = try arguments.number("most", else: 20)
    }

    /// The list that is named, or that of the checkout that one stands in.
    private static func known(_ arguments: Arguments) throws -> KnownDifferences {
        let usual = "Tests/Differential/known-differences.txt"
        let path = arguments["known"] ?? (FileManager.default.fileExists(atPath: usual) ? usual : nil)
        guard let path else { return KnownDifferences() }
        return try KnownDifferences(text: try String(contentsOfFile: path, encoding: .utf8))
    }

    /// Writes the statements as a file of groups.
    func show() -> Bool {
        print("# seed \(seed)")
        let count = min(statements, RandomRun.stepsOfScript)
        for number in 0..<(statements + count - 1) / count {
            let script = RandomScript(seed: seed, number: number, count: count)
            print("-- group: random \(number)")
            for step in script.definition + script.steps { print(step.source) }
        }
        return true
    }

    func run() throws -> Bool {
        guard let duel else { return show() }
        print("seed \(seed)")
        defer { duel.finish() }
        var played = 0
        var findings = 0
        var number = 0
        while played < statements, findings < most {
            let count = min(RandomRun.stepsOfScript, statements - played)
            let script = RandomScript(seed: seed, number: number, count: count)
            number += 1
            played += count
            for finding in try duel.play(script) {
                findings += 1
                print("seed \(seed), script \(finding.script):")
                for line in finding.report { print(line) }
            }
        }
        print(
            "\(number) tables, \(played) statements, \(duel.refused) of them refused, \(findings) kinds of differences, "
                + "\(duel.known) known ones")
        return findings == 0
    }
}
