import Cassandra

/// What came of it all.
struct Summary {
    let written: Load.Result
    let alone: Check
    let all: Check

    /// What is not as it must be, in words.
    var problems: [String] {
        var problems = written.failures.prefix(5).map { "a row was not written: \($0.error)" }
        if written.failures.count > 5 { problems.append("\(written.failures.count - 5) more were not written") }
        if let failure = written.singles.failure { problems.append("a single row was not written: \(failure)") }
        for (reader, check) in [("node 3 alone", alone), ("at QUORUM", all)] {
            problems += check.differences.words.prefix(5).map { "\(reader): \($0)" }
            let more = check.differences.words.count - 5
            if more > 0 { problems.append("\(reader): \(more) more partitions are not as they must be") }
        }
        return problems
    }

    var lines: [String] {
        var lines = ["", row("written", "rows", "seconds", "rows/s", "failed", "single p50", "p99", "max ms")]
        for stage in Stage.allCases {
            guard let part = written.parts[stage] else { continue }
            let times = written.singles.times[stage] ?? []
            lines.append(
                row(
                    "  " + stage.rawValue, part.rows.grouped, part.duration.inSeconds,
                    part.rows.perSecond(in: part.duration), part.failures.count.grouped,
                    times.percentile(50)?.inMilliseconds ?? "-", times.percentile(99)?.inMilliseconds ?? "-",
                    times.max()?.inMilliseconds ?? "-"))
        }
        let failed = written.singles.failure == nil ? "0" : "1"
        lines.append(row("  single rows beside", written.singles.written.grouped, "", "", failed))
        lines.append(row("  in all", written.rows.grouped, written.duration.inSeconds))
        lines += ["", row("read", "rows", "seconds", "rows/s", "lost", "surplus", "days right")]
        lines += [check("  node 3 alone, at ONE", alone), check("  3 nodes, at QUORUM", all), ""]
        guard problems.isEmpty else { return lines + problems }
        let missed = (written.parts[.outage]?.rows ?? 0).grouped
        lines.append("Every row is as computed, also on node 3 alone, which was dead during \(missed) of the writes.")
        return lines
    }

    private func check(_ name: String, _ check: Check) -> String {
        row(
            name, check.rows.grouped, check.duration.inSeconds, check.rows.perSecond(in: check.duration),
            check.differences.lost.grouped, check.differences.surplus.grouped,
            "\(check.partitions - check.differences.words.count)/\(check.partitions)")
    }

    private func row(_ name: String, _ columns: String...) -> String {
        zip(columns, [12, 9, 11, 8, 12, 12, 9]).reduce(leftAligned(name, 22)) { $0 + rightAligned($1.0, $1.1) }
    }
}

extension Load.Result {
    /// The rows that were written, single ones included.
    var rows: Int { parts.values.reduce(singles.written) { $0 + $1.rows - $1.failures.count } }

    var duration: Duration { parts.values.reduce(.zero) { $0 + $1.duration } }

    /// The rows of the bulk load that were not written.
    var failures: [BulkFailure] { Stage.allCases.flatMap { parts[$0]?.failures ?? [] } }
}
