import Foundation

/// Lines for whoever watches, each with the seconds since the start; on a terminal with a last line that changes.
struct Screen: Sendable {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    private let clock = ContinuousClock()
    private let began = ContinuousClock.now

    func say(_ text: String) {
        write(stamp + text + "\n")
    }

    /// What is going on: stands until something else is said.
    func progress(_ text: String) {
        write(stamp + text + (isTerminal ? "" : "\n"))
    }

    /// Without the time.
    func table(_ lines: [String]) {
        write(lines.map { $0 + "\n" }.joined())
    }

    private var stamp: String { rightAligned((clock.now - began).inSeconds, 6) + " s  " }

    /// At once: a buffer would hold it back before a pipe. If nobody reads any more, nobody can be told.
    private func write(_ text: String) {
        let eraseLine = isTerminal ? "\r\u{1B}[K" : ""
        try? FileHandle.standardOutput.write(contentsOf: Data((eraseLine + text).utf8))
    }
}

/// How far a part of the load is, shown ten times a second on a terminal and once a second elsewhere.
struct Progress {
    private let stage: Stage
    private let total: Int
    private let screen: Screen
    private let clock = ContinuousClock()
    private var last: (rows: Int, at: ContinuousClock.Instant)?
    private var rows = 0

    init(_ stage: Stage, of total: Int, on screen: Screen) {
        self.stage = stage
        self.total = total
        self.screen = screen
    }

    /// Whether there is something to show; looks at the clock now and then only.
    mutating func isDue(after rows: Int) -> Bool {
        guard rows.isMultiple(of: 512) else { return false }
        self.rows = rows
        guard let last else {
            self.last = (rows, clock.now)
            return false
        }
        return clock.now - last.at >= (screen.isTerminal ? .milliseconds(100) : .seconds(1))
    }

    mutating func show(_ times: [Duration]) {
        guard let last else { return }
        let now = clock.now
        let rate = (rows - last.rows).perSecond(in: now - last.at)
        var text = "\(rows.grouped) of \(total.grouped)  \(rate) rows/s  \(stage.rawValue)"
        if let half = times.percentile(50), let most = times.percentile(99) {
            text += "  single \(half.inMilliseconds)/\(most.inMilliseconds) ms"
        }
        screen.progress(text)
        self.last = (rows, now)
    }
}
