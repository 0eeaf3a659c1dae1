import Networking

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The loop under measurement; `Benchmarks/loop` calls this and makes a table.
///
///     loop-bench list                          operations, each with two counts for a profiler
///     loop-bench run hand-over-on-loop 20480
///     loop-bench time turn-idle                nanoseconds of one, for orientation
///     loop-bench serve epoll 30                an echo server: prints its port, ends after so many seconds
///     loop-bench serve-one poll 30             the same, for one connection
///     loop-bench scale 5 300                   one loop and two in turns: rounds, milliseconds of each
///     loop-bench tls 64 Tests/Fixtures/tls     so many MiB through an encrypted connection
///
/// `main` is synchronous: valgrind does not survive an asynchronous one.
@main struct LoopBench {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            guard try run(arguments) else {
                print(
                    "usage: loop-bench list | run OPERATION COUNT | time OPERATION | serve[-one] DRIVER SECONDS | scale ROUNDS MILLISECONDS | tls MEBIBYTES FOLDER"
                )
                exit(2)
            }
        } catch {
            print(error)
            exit(1)
        }
    }

    private static func run(_ arguments: [String]) throws -> Bool {
        let operations = HandOver.all + Turns.all + Deadlines.all
        let numbers = arguments.dropFirst().compactMap(Int.init)
        switch (arguments.first, arguments.count) {
        case ("list", 1):
            for operation in operations { print(operation.name, operation.few, operation.many) }
        case ("run", 3):
            guard let operation = operations.first(where: { $0.name == arguments[1] }), let count = numbers.last
            else { return false }
            print(operation.run(count))
        case ("time", 2):
            guard let operation = operations.first(where: { $0.name == arguments[1] }) else { return false }
            print(nanoseconds(operation))
        case ("serve", 3):
            guard let driver = EventLoopGroup.Driver(rawValue: arguments[1]), let seconds = numbers.last
            else { return false }
            try EchoServer.serve(driver, seconds: seconds)
        case ("serve-one", 3):
            guard let driver = EventLoopGroup.Driver(rawValue: arguments[1]), let seconds = numbers.last
            else { return false }
            try EchoServer.serve(driver, seconds: seconds, isAlone: true)
        case ("scale", 3) where numbers.count == 2:
            try Scale.measure(rounds: numbers[0], milliseconds: numbers[1])
        #if TLS
            case ("tls", 3):
                guard let mebibytes = numbers.first else { return false }
                try TLSPour.measure(mebibytes: mebibytes, certificates: arguments[2])
        #endif
        default: return false
        }
        return true
    }

    /// The best of several rounds: what the operation costs when nobody disturbs it. Not for those with a limit on how
    /// often they can run.
    private static func nanoseconds(_ operation: Operation) -> Int {
        let clock = ContinuousClock()
        var count = operation.many
        while clock.measure({ _ = operation.run(count) }) < .milliseconds(50) { count *= 2 }
        let best = (0..<5).map { _ in clock.measure { _ = operation.run(count) } }.min() ?? .zero
        return Int(best / .nanoseconds(1)) / count
    }
}
