/// Walks the interleavings of the loop's inbox and of its weakenings.
///
///     inbox-model             the status is 0 when the inbox holds and every weakening is noticed
///     inbox-model --verbose   the same, with the schedules that fail, a line an operation
///     inbox-model --long      more messages and more that goes wrong: a minute
///     inbox-model --source    the statements that the steps stand for, for a comparison with the source
@main struct InboxModel {
    static func main() {
        let arguments = Set(CommandLine.arguments.dropFirst())
        if arguments.contains("--source") {
            for line in SourceLine.allCases { print("\(line.function)\t\(line.text(.real))") }
            return
        }
        var report = Report(isVerbose: arguments.contains("--verbose"))
        for scenario in arguments.contains("--long") ? Scenario.usual + Scenario.long : Scenario.usual {
            report.check(scenario)
        }
        for canary in Canary.all { report.check(canary) }
        report.finish()
    }
}

extension Scenario {
    static let usual = [
        Scenario(producers: [1, 1], failures: 3, earlyReturns: 3),
        Scenario(producers: [2, 2]),
        Scenario(producers: [1, 1, 1]),
        Scenario(producers: [2, 1, 1], failures: 0, ends: false),
        Scenario(producers: [2, 2, 2], failures: 0, earlyReturns: 0, ends: false),
    ]

    static let long = [
        Scenario(producers: [2, 2], failures: 2, earlyReturns: 2),
        Scenario(producers: [2, 1, 1]),
        Scenario(producers: [2, 2, 2], failures: 0, ends: false),
    ]
}
