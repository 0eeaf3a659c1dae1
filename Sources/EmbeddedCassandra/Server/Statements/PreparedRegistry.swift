import CassandraWire

/// The statements that clients have prepared on a node, by id.
///
/// An open table of its own: ids are digests, so their own bits spread them, and a look-up is some ten instructions.
/// When it is full the statement goes that was not used since the hand last came by.
final class PreparedRegistry {
    final class Entry {
        let id: StatementID
        let text: String
        let plan: PreparedPlan
        /// Since the hand last came by.
        fileprivate(set) var isInUse = false

        init(id: StatementID, text: String, plan: PreparedPlan) {
            self.id = id
            self.text = text
            self.plan = plan
        }

        fileprivate var weight: Int { text.utf8.count + Self.overhead }
        private static let overhead = 1024
    }

    /// All entries, in no order that means anything; places are given up by the last one moving in.
    private var entries: [Entry] = []
    /// Places in `entries`, by the low bits of the id; -1 for none. Never more than half full.
    private var slots: [Int32] = Array(repeating: -1, count: 64)
    private var hand = 0
    private var weight = 0
    private let capacity: Int

    /// `capacity`: roughly, in bytes.
    init(capacity: Int = 64 << 20) {
        self.capacity = capacity
    }

    var count: Int { entries.count }

    /// Looks a statement up for use.
    func entry(_ id: StatementID) -> Entry? {
        guard let place = place(of: id) else { return nil }
        let entry = entries[place]
        if !entry.isInUse { entry.isInUse = true }
        return entry
    }

    private func place(of id: StatementID) -> Int? {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: id.low) & mask
        while true {
            let place = slots[slot]
            if place < 0 { return nil }
            if entries[Int(place)].id == id { return Int(place) }
            slot = (slot + 1) & mask
        }
    }

    func insert(_ id: StatementID, text: String, plan: PreparedPlan) {
        remove(id)
        let entry = Entry(id: id, text: text, plan: plan)
        while weight + entry.weight > capacity, !entries.isEmpty { evictOne() }
        weight += entry.weight
        entries.append(entry)
        if entries.count * 2 > slots.count {
            rebuild()
        } else {
            enter(entries.count - 1)
        }
    }

    func remove(_ id: StatementID) {
        guard let place = place(of: id) else { return }
        removeEntry(at: place)
        rebuild()
    }

    /// Forgets what does not hold any more, as Cassandra does: its clients prepare it once more when they meet that.
    func forget(outdatedBy change: SchemaChange) {
        let before = entries.count
        entries.removeAll { $0.plan.description.isOutdated(by: change) }
        guard entries.count < before else { return }
        weight = entries.reduce(0) { $0 + $1.weight }
        rebuild()
    }

    func removeAll() {
        entries = []
        weight = 0
        rebuild()
    }

    private func evictOne() {
        while true {
            if hand >= entries.count { hand = 0 }
            let entry = entries[hand]
            guard entry.isInUse else {
                removeEntry(at: hand)
                // What has moved in is the newest.
                hand += 1
                return rebuild()
            }
            entry.isInUse = false
            hand += 1
        }
    }

    private func removeEntry(at place: Int) {
        weight -= entries[place].weight
        entries.swapAt(place, entries.count - 1)
        entries.removeLast()
    }

    private func enter(_ place: Int) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: entries[place].id.low) & mask
        while slots[slot] >= 0 { slot = (slot + 1) & mask }
        slots[slot] = Int32(truncatingIfNeeded: place)
    }

    private func rebuild() {
        var size = 64
        while size < entries.count * 4 { size *= 2 }
        slots = Array(repeating: -1, count: size)
        for place in entries.indices { enter(place) }
    }
}
