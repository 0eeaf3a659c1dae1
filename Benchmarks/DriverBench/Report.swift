import Foundation
import Synchronization

/// What the process has used.
struct Usage {
    let wall: UInt64
    let cpu: Double
    let residentMegabytes: Double

    static func nanoseconds() -> UInt64 { DispatchTime.now().uptimeNanoseconds }

    static func now() -> Usage {
        var usage = rusage()
        _ = unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
        let seconds = { (time: timeval) in Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return Usage(
            wall: nanoseconds(), cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime),
            residentMegabytes: Double(usage.ru_maxrss) / 1024)
    }
}

/// How long each request took; each place is written by one task.
@safe final class Latencies: @unchecked Sendable {  // each place is written once, by the task that took its number
    private let values: UnsafeMutableBufferPointer<UInt64>

    init(_ count: Int) {
        unsafe values = .allocate(capacity: count)
        unsafe values.initialize(repeating: 0)
    }

    deinit {
        unsafe values.deallocate()
    }

    func note(_ index: Int, _ nanoseconds: UInt64) {
        if unsafe index < values.count { unsafe values[index] = nanoseconds }
    }

    func sorted() -> [UInt64] { unsafe values.filter { $0 > 0 }.sorted() }
}

extension Bench {
    func report(
        _ counts: Counts, _ latencies: Latencies, _ before: Usage, _ after: Usage, requests: Int? = nil
    ) -> String {
        let requests = requests ?? options.requests
        let seconds = Double(after.wall - before.wall) / 1e9
        let cpu = after.cpu - before.cpu
        let sorted = latencies.sorted()
        let at = { (part: Double) in
            sorted.isEmpty ? 0 : Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]) / 1000
        }
        let done = options.workload == .page ? Double(counts.rows) : Double(requests - counts.errors)
        let fields: [(String, String)] = [
            ("driver", "\"martlet-\(options.mode.rawValue)\""), ("workload", "\"\(options.workload.rawValue)\""),
            ("requests", "\(requests)"), ("concurrency", "\(options.concurrency)"), ("seconds", text(seconds, 3)),
            ("throughput", text(done / seconds, 0)), ("p50_us", text(at(0.5), 1)), ("p95_us", text(at(0.95), 1)),
            ("p99_us", text(at(0.99), 1)), ("cpu_seconds", text(cpu, 3)),
            ("cpu_us_per_request", text(cpu * 1e6 / Double(max(requests, 1)), 2)),
            ("max_rss_mb", text(after.residentMegabytes, 1)), ("errors", "\(counts.errors)"),
            ("rows", "\(counts.rows)"), ("payload", "\(options.payload)"), ("connections", "\(options.connections)"),
        ]
        return "{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }

    private func text(_ number: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", number)
    }
}
