import Cassandra
import Foundation
import Synchronization

// The main thread waits: valgrind, which counts what a request costs, does not survive a main thread that goes away.
@main struct DriverBench {
    static func main() {
        let done = DispatchSemaphore(value: 0)
        let status = Atomic<Int32>(1)
        Task { @concurrent in
            do {
                let bench = try await Bench(Options(CommandLine.arguments))
                try await bench.prepareData()
                let line = try await bench.measure()
                print(line)
                await bench.session.close()
                if line.contains("\"errors\":0,") { status.store(0, ordering: .releasing) }
            } catch {
                FileHandle.standardError.write(Data("driver-bench: \(error)\n".utf8))
            }
            done.signal()
        }
        done.wait()
        exit(status.load(ordering: .acquiring))
    }
}

extension Bench {
    func prepareData() async throws {
        switch options.workload {
        case .select, .mixed:
            try await each(options.keys, concurrency: 64) { index, _ in
                try await insert.execute((Int64(index), payload, "t\(index)", Double(index)))
                return 1
            }
        case .page:
            try await each(10_000, concurrency: 64) { index, _ in
                try await insertWide.execute((1, Int32(index), payload))
                return 1
            }
        case .insert, .batch: break
        }
    }

    func measure() async throws -> String {
        if options.workload == .page { return try await measurePages() }
        if options.mode == .bulk { return try await measureBulk() }
        _ = try await run(options.warmup, latencies: nil)
        let latencies = Latencies(options.requests)
        let before = Usage.now()
        let counts = try await run(options.requests, latencies: latencies)
        return report(counts, latencies, before, Usage.now())
    }

    private func measureBulk() async throws -> String {
        guard options.workload == .insert else { throw UsageError(text: "--mode bulk: inserts only") }
        _ = try await bulk(options.warmup)
        let before = Usage.now()
        let report = try await bulk(options.requests)
        let counts = Counts(rows: report.written, errors: report.failures.count)
        // A row has no latency of its own: a bulk writer waits for windows.
        return self.report(counts, Latencies(0), before, Usage.now())
    }

    private func bulk(_ count: Int) async throws -> BulkReport {
        var numbers = Numbers(seed: options.seed)
        let bulk = BulkOptions(rowsInFlight: max(options.concurrency / session.executors.count, 1))
        return try await session.bulkWrite(0..<count, with: insert, options: bulk) { index in
            (Int64(bitPattern: numbers.next()), payload, "t\(index % 100_000)", Double(index))
        }
    }

    struct Counts: Sendable {
        var rows = 0
        var errors = 0
    }

    /// `concurrency` requests are under way until there have been `count`.
    private func run(_ count: Int, latencies: Latencies?) async throws -> Counts {
        let next = Counter()
        return await withTaskGroup(of: Counts.self) { tasks in
            for worker in 0..<min(options.concurrency, max(count, 1)) {
                let executor = session.executors[worker % session.executors.count]
                let body: @concurrent @Sendable () async -> Counts = {
                    await work(
                        until: count, next, latencies, Numbers(seed: options.seed &* 1_000_003 &+ UInt64(worker)))
                }
                if options.mode == .executor {
                    tasks.addTask(executorPreference: executor, operation: body)
                } else {
                    tasks.addTask(operation: body)
                }
            }
            var total = Counts()
            for await counts in tasks {
                total.rows += counts.rows
                total.errors += counts.errors
            }
            return total
        }
    }

    private func work(
        until count: Int, _ next: Counter, _ latencies: Latencies?, _ start: Numbers
    ) async -> Counts {
        var counts = Counts()
        var numbers = start
        while true {
            let index = next.take()
            guard index < count else { return counts }
            let began = Usage.nanoseconds()
            do {
                counts.rows += try await request(index, &numbers)
                latencies?.note(index, Usage.nanoseconds() - began)
            } catch {
                // One message says enough.
                if errors.take() == 0 { FileHandle.standardError.write(Data("\(error)\n".utf8)) }
                counts.errors += 1
            }
        }
    }

    private func measurePages() async throws -> String {
        let scans = max(1, options.requests / 10)
        let latencies = Latencies(scans * 11)
        let before = Usage.now()
        let pages = Counter()
        var profile = ExecutionProfile()
        profile.pageSize = 1000
        let paged = profile
        let rows = try await each(scans, concurrency: options.concurrency) { _, _ in
            var state: PagingState?
            var read = 0
            repeat {
                let began = Usage.nanoseconds()
                let outcome = try await session.execute(
                    "SELECT * FROM \(identifier: options.keyspace).wide WHERE p = 1", profile: paged, from: state)
                if let page = outcome.page {
                    var rows = try page.rows(as: (Int32, Int32, ByteSlice).self)
                    while let (_, _, value) = try rows.next() { read += value.count == options.payload ? 1 : 0 }
                }
                latencies.note(pages.take(), Usage.nanoseconds() - began)
                state = outcome.pagingState
            } while state != nil
            return read
        }
        let counts = Counts(rows: rows, errors: rows == scans * 10_000 ? 0 : 1)
        return report(counts, latencies, before, Usage.now(), requests: pages.value)
    }

    @discardableResult
    private func each(
        _ count: Int, concurrency: Int, _ body: @escaping @Sendable (Int, Int) async throws -> Int
    ) async throws -> Int {
        let next = Counter()
        return try await withThrowingTaskGroup(of: Int.self) { tasks in
            for worker in 0..<min(concurrency, count) {
                let executor = session.executors[worker % session.executors.count]
                let loop: @concurrent @Sendable () async throws -> Int = {
                    var total = 0
                    while true {
                        let index = next.take()
                        guard index < count else { return total }
                        total += try await body(index, worker)
                    }
                }
                if options.mode == .executor {
                    tasks.addTask(executorPreference: executor, operation: loop)
                } else {
                    tasks.addTask(operation: loop)
                }
            }
            return try await tasks.reduce(0, +)
        }
    }
}

final class Counter: Sendable {
    private let number = Atomic<Int>(0)

    func take() -> Int { number.wrappingAdd(1, ordering: .relaxed).oldValue }
    var value: Int { number.load(ordering: .relaxed) }
}
