import Cassandra
import Foundation
import Synchronization

/// What a request costs; `Benchmarks/driver` calls this under a profiler.
///
///     driver-cost serve                        a node that answers at once: prints where it listens, ends with its input
///     driver-cost list                         operations, each with two counts
///     driver-cost run insert-on-loop 127.0.0.1:9042 20480
///
/// `main` is synchronous: valgrind does not survive an asynchronous one.
@main struct DriverCost {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let done = DispatchSemaphore(value: 0)
        let status = Atomic<Int32>(1)
        Task { @concurrent in
            do {
                try await run(arguments)
                status.store(0, ordering: .releasing)
            } catch {
                FileHandle.standardError.write(Data("driver-cost: \(error)\n".utf8))
            }
            done.signal()
        }
        done.wait()
        exit(status.load(ordering: .acquiring))
    }

    private static func run(_ arguments: [String]) async throws {
        switch (arguments.first, arguments.count) {
        case ("serve", 1): try await AnsweringNode.serve()
        case ("list", 1):
            for operation in Operation.allCases {
                print(operation.rawValue, operation.counts.few, operation.counts.many)
            }
        case ("run", 4):
            guard let operation = Operation(rawValue: arguments[1]), let count = Int(arguments[3]) else {
                throw Usage()
            }
            let session = try await Session.connect(Configuration(contactPoints: [arguments[2]]))
            try await operation.run(count, session)
            await session.close()
        default: throw Usage()
        }
    }
}

struct Usage: Error, CustomStringConvertible {
    var description: String { "usage: driver-cost serve | list | run OPERATION NODE COUNT" }
}
