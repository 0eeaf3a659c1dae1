import Cassandra

/// Counts rows and sums up their contents, a partition at a time.
///
/// One ledger is of what must be in the table, which is computed, and another one of what is read. They are equal when
/// nothing is lost, changed, doubled or in the wrong place.
struct Ledger: Sendable {
    struct Partition: Hashable, Sendable {
        let vehicle: String
        let day: CQLDate
    }

    struct Entry: Hashable, Sendable {
        var rows = 0
        /// A sum, so that the order of the rows does not matter.
        var checksum: UInt64 = 0
    }

    private(set) var entries: [Partition: Entry] = [:]

    var rows: Int { entries.values.reduce(0) { $0 + $1.rows } }

    /// The partitions, by vehicle and day.
    var partitions: [Partition] {
        entries.keys.sorted { ($0.vehicle, $0.day) < ($1.vehicle, $1.day) }
    }

    mutating func add(_ position: Position) {
        var sum = UInt64(bitPattern: position.at.millisecondsSinceEpoch).mixed
        for number in [position.latitude, position.longitude, position.speed, position.temperature] {
            sum = (sum ^ number.bitPattern).mixed
        }
        sum = (sum ^ UInt64(bitPattern: Int64(position.battery))).mixed
        let partition = Partition(vehicle: position.vehicle, day: position.day)
        entries[partition, default: Entry()].rows += 1
        entries[partition, default: Entry()].checksum &+= sum
    }
}

extension Ledger {
    /// How this ledger of what was read differs from one of what must be there.
    func differences(from expected: Ledger) -> Differences {
        var differences = Differences()
        for (partition, right) in expected.entries {
            let found = entries[partition] ?? Entry()
            guard found != right else { continue }
            differences.lost += max(right.rows - found.rows, 0)
            differences.surplus += max(found.rows - right.rows, 0)
            differences.words.append(
                "\(partition.vehicle) on \(partition.day): "
                    + (found.rows == right.rows
                        ? "\(found.rows) rows, but others than were written"
                        : "\(found.rows) rows instead of \(right.rows)"))
        }
        differences.words.sort()
        return differences
    }

    struct Differences: Sendable {
        var lost = 0
        var surplus = 0
        /// A sentence for each partition that is not as it must be.
        var words: [String] = []
    }
}
