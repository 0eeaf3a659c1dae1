import Foundation

/// The command line that the benches of all drivers share, and `--mode`.
struct Options {
    var contact = "127.0.0.1"
    var datacenter = "dc1"
    var workload = Workload.insert
    var requests = 100_000
    var concurrency = 64
    var connections = 1
    var payload = 100
    var keyspace = "bench"
    var consistency = "LOCAL_ONE"
    var warmup = 10_000
    var replication = 1
    var keys = 10_000
    var port: UInt16 = 9042
    var seed: UInt64 = 1
    var loops = 1
    var mode = Mode.tasks

    enum Workload: String { case insert, select, page, batch, mixed }

    /// Who calls: tasks of the global pool, tasks on the session's loops, or a bulk writer.
    enum Mode: String { case tasks, executor, bulk }

    init(_ arguments: [String]) throws {
        var rest = arguments.dropFirst()
        while let name = rest.popFirst() {
            guard name.hasPrefix("--") else { throw UsageError(text: "unexpected '\(name)'") }
            guard let value = rest.popFirst() else { throw UsageError(text: "\(name) needs a value") }
            try set(name, value)
        }
    }

    private mutating func set(_ name: String, _ value: String) throws {
        func number<Number: LosslessStringConvertible>() throws -> Number {
            guard let number = Number(value) else { throw UsageError(text: "\(name): '\(value)' is no number") }
            return number
        }
        func choice<Choice: RawRepresentable>(_: Choice.Type) throws -> Choice where Choice.RawValue == String {
            guard let choice = Choice(rawValue: value) else { throw UsageError(text: "\(name): '\(value)' is unknown") }
            return choice
        }
        switch name {
        case "--contact": contact = value
        case "--dc": datacenter = value
        case "--workload": workload = try choice(Workload.self)
        case "--requests": requests = try number()
        case "--concurrency": concurrency = try number()
        case "--connections": connections = try number()
        case "--payload": payload = try number()
        case "--keyspace": keyspace = value
        case "--consistency": consistency = value
        case "--warmup": warmup = try number()
        case "--rf": replication = try number()
        case "--keys": keys = try number()
        case "--port": port = try number()
        case "--seed": seed = try number()
        case "--loops": loops = try number()
        case "--mode": mode = try choice(Mode.self)
        default: throw UsageError(text: "unknown option \(name)")
        }
    }
}

struct UsageError: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
}
