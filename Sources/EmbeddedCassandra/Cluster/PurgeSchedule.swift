import Networking

/// Has stores drop what is deleted or ended for long enough: when there is something to drop, and a little at a time.
///
/// A store says when something mortal comes. From then on it is known when the first of that can be dropped, so nothing
/// is looked at before, and where nothing is mortal, never.
final class PurgeSchedule: TimerTarget {
    private struct Entry {
        /// Its table may be dropped long before.
        weak var store: TableStore?
        /// In seconds since 1970.
        var due: Int64
        var progress: PurgeProgress?
    }

    private let loop: EventLoop
    private let now: () -> Int64
    private var entries: [Entry] = []
    private var timer: DeadlineID?
    private var isStopped = false

    /// Seconds between two looks at a store.
    static let interval: Int64 = 60
    /// In one turn of the loop: a fraction of a millisecond.
    private static let rowsATurn = 2_000
    /// Between two turns, for the clients.
    private static let pause = Duration.milliseconds(2)

    /// `now` tells the seconds since 1970.
    init(on loop: EventLoop, now: @escaping () -> Int64) {
        self.loop = loop
        self.now = now
    }

    /// Nothing is there that will have to be dropped, so nothing is waited for.
    var isIdle: Bool { timer == nil }

    func makeStore(_ shape: TableShape) -> TableStore {
        let store = TableStore(shape: shape)
        store.mortalArrived = { [weak self] in self?.add($0) }
        return store
    }

    /// Nothing is purged any more.
    func stop() {
        isStopped = true
        entries = []
        if let timer { loop.cancel(timer) }
        timer = nil
    }

    private func add(_ store: TableStore) {
        guard !isStopped else { return }
        let due = now() + max(Self.interval, Int64(store.shape.table.options.graceSeconds) + 1)
        if let index = entries.firstIndex(where: { $0.store === store }) {
            entries[index].due = min(entries[index].due, due)
        } else {
            entries.append(Entry(store: store, due: due))
        }
        arm()
    }

    private func arm() {
        if let timer { loop.cancel(timer) }
        timer = nil
        entries.removeAll { $0.store == nil }
        guard !isStopped, let due = entries.map(\.due).min() else { return }
        let isRunning = entries.contains { $0.progress != nil }
        timer = loop.after(isRunning ? Self.pause : .seconds(max(0, due - now())), tell: self)
    }

    func deadlinePassed(_ tag: UInt64, on loop: EventLoop) {
        timer = nil
        let now = now()
        if let index = entries.firstIndex(where: { $0.progress != nil }) ?? entries.firstIndex(where: { $0.due <= now })
        {
            purge(index, now)
        }
        arm()
    }

    private func purge(_ index: Int, _ now: Int64) {
        guard let store = entries[index].store else { return }
        var progress = entries[index].progress ?? PurgeProgress()
        // What comes while this goes on sets the time anew.
        if entries[index].progress == nil { entries[index].due = .max }
        store.purge(now: now, &progress, rows: Self.rowsATurn)
        guard progress.isDone else {
            entries[index].progress = progress
            return
        }
        entries[index].progress = nil
        if progress.nextDeath < .max {
            let end = progress.nextDeath + Int64(store.shape.table.options.graceSeconds) + 1
            entries[index].due = min(entries[index].due, max(now + Self.interval, end))
        }
        if entries[index].due == .max { entries.remove(at: index) }
    }
}
