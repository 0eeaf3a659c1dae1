/// Runs one operation so often as it is told to, for a profiler that counts instructions and allocations, or times all.
///
///     wire-bench list
///     wire-bench run decode-void-result 1000
///     wire-bench time
@main struct WireBench {
    static func main() throws {
        let operations = try PublicOperations.all() + InternalOperations.all()
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "list" where arguments.count == 1:
            for operation in operations { print(operation.name) }
        case "run" where arguments.count == 3:
            guard let operation = operations.first(where: { $0.name == arguments[1] }), let count = Int(arguments[2])
            else { fallthrough }
            print(operation.run(count))
        case "time" where arguments.count == 1:
            for operation in operations { print(operation.name, nanoseconds(operation)) }
        default:
            print("usage: wire-bench list | run OPERATION COUNT | time")
        }
    }

    /// The best of several rounds: what the operation costs when nobody disturbs it.
    private static func nanoseconds(_ operation: Operation) -> Int {
        let clock = ContinuousClock()
        var count = 1
        while clock.measure({ _ = operation.run(count) }) < .milliseconds(20) { count *= 2 }
        let best = (0..<7).map { _ in clock.measure { _ = operation.run(count) } }.min() ?? .zero
        return Int(best / .nanoseconds(1)) / count
    }
}
