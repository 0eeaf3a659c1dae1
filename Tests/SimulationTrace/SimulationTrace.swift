import Networking
import SimulationWorkload

/// Prints the hash of the trace of each seed's world, so that two processes can be compared.
///
///     SimulationTrace FIRST COUNT          one line a seed
///     SimulationTrace FIRST COUNT large    the same for worlds in which more happens
///     SimulationTrace FIRST COUNT lines    the traces, to be read
///     SimulationTrace FIRST COUNT speed    how much of the worlds' time passes in a second, and how many calls
@main struct SimulationTrace {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
        guard arguments.count == 2 else { return print("usage: SimulationTrace FIRST COUNT [large | lines | speed]") }
        let seeds = arguments[0]..<arguments[0] + arguments[1]
        switch CommandLine.arguments.last {
        case "lines": show(seeds)
        case "speed": measure(seeds)
        case "large": list(seeds, .large)
        default: list(seeds, EchoWorkload())
        }
    }

    private static func show(_ seeds: Range<UInt64>) {
        var workload = EchoWorkload()
        workload.keepsLines = true
        for seed in seeds {
            let outcome = workload.runHere(seed: seed)
            for line in outcome.lines { print(line) }
            print("\(outcome.answered) of \(outcome.calls) calls answered.", outcome.report)
            for problem in outcome.problems { print(problem) }
        }
    }

    private static func list(_ seeds: Range<UInt64>, _ workload: EchoWorkload) {
        for seed in seeds {
            let outcome = workload.runHere(seed: seed)
            print(
                seed, String(outcome.report.hash, radix: 16), outcome.report.events,
                outcome.isClean ? "clean" : "NOT CLEAN")
        }
    }

    private static func measure(_ seeds: Range<UInt64>) {
        let workload = EchoWorkload.large
        var (simulated, calls, events, turns) = (Duration.zero, 0, 0, 0)
        let spent = ContinuousClock().measure {
            for seed in seeds {
                let outcome = workload.runHere(seed: seed)
                simulated += outcome.report.elapsed
                calls += outcome.calls
                events += outcome.report.events
                turns += outcome.report.turns
            }
        }
        let perSecond = { (count: Double) in Int(count / (spent / .seconds(1))) }
        print("\(perSecond(simulated / .seconds(1))) simulated seconds a second,", terminator: " ")
        print(
            "\(perSecond(Double(calls))) calls, \(perSecond(Double(turns))) turns, \(perSecond(Double(events))) events")
    }
}
