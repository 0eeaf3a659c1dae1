/// Goes through the partitions of a table in the order of the ring, across the nodes that hold them.
///
/// Between two tokens of the ring the replicas to ask stay the same, so the scan goes from one stretch with the same
/// ones to the next, with a cursor a replica.
struct RingScan: ~Copyable {
    private let view: ReadView
    private let last: Int64
    /// What comes next: above a token, or after a partition.
    private var position: RingPosition
    private var stretch: Stretch?
    private var isAtEnd = false

    /// A part of the ring whose partitions are read from the same replicas.
    private struct Stretch {
        let members: [Int]
        /// As far as the replicas are the same.
        let through: Int64
        /// As far as partitions are wanted.
        let end: Int64
        private var cursors: [PartitionCursor]
        /// The next partition of each replica.
        private var heads: [StoredPartition?]

        init(_ members: [Int], through: Int64, end: Int64, cursors: [PartitionCursor]) {
            self.members = members
            self.through = through
            self.end = end
            self.cursors = cursors
            heads = cursors.map { _ in nil }
            for index in heads.indices { advance(index) }
        }

        private mutating func advance(_ index: Int) {
            heads[index] = cursors[index].next()
            if let token = heads[index]?.key.token, token > end { heads[index] = nil }
        }

        /// The next partition where one replica is asked.
        mutating func takeOnly() -> StoredPartition? {
            guard let head = heads[0] else { return nil }
            advance(0)
            return head
        }

        /// All replicas' versions of the next partition.
        mutating func takeLeast() -> (key: PartitionKey, parts: [StoredPartition?])? {
            var least: PartitionKey?
            for index in heads.indices {
                guard let key = heads[index]?.key else { continue }
                if let before = least, before < key { continue }
                least = key
            }
            guard let least else { return nil }
            var parts: [StoredPartition?] = []
            for index in heads.indices {
                if heads[index]?.key == least {
                    parts.append(heads[index])
                    advance(index)
                } else {
                    parts.append(nil)
                }
            }
            return (least, parts)
        }
    }

    init(of view: ReadView, after position: RingPosition, through last: Int64) {
        self.view = view
        self.position = position
        self.last = last
    }

    /// The next partition of which a replica that is asked has anything, live or not; `nil` at the end.
    ///
    /// When it fails because replicas are silent, a scan that starts anew after the last partition goes on where it
    /// was.
    mutating func next() throws(CoordinatorFailure) -> PartitionReader? {
        while !isAtEnd {
            if stretch == nil { stretch = try open() }
            if let reader = takeNext() { return reader }
            guard let done = stretch, done.through < last else { break }
            position = .token(done.through)
            stretch = nil
        }
        isAtEnd = true
        return nil
    }

    private mutating func takeNext() -> PartitionReader? {
        guard let members = stretch?.members else { return nil }
        if members.count == 1 {
            guard let part = stretch?.takeOnly() else { return nil }
            position = .key(part.key)
            return PartitionReader(part, shape: view.shape, now: view.now)
        }
        guard let (key, parts) = stretch?.takeLeast() else { return nil }
        position = .key(key)
        view.merged = members
        return PartitionReader(parts, shape: view.shape, now: view.now)
    }

    // MARK: Stretches

    private func open() throws(CoordinatorFailure) -> Stretch {
        let (members, through) = try chosen()
        let cursors = members.map { member in
            let store = view.state.stores[member]
            return switch position {
            case .start: store.cursor(after: nil)
            case .token(let token): store.cursor(afterToken: token)
            case .key(let key): store.cursor(after: key)
            }
        }
        return Stretch(members, through: through, end: min(through, last), cursors: cursors)
    }

    /// Whom to ask from the position on, and up to which token that holds.
    private func chosen() throws(CoordinatorFailure) -> (members: [Int], through: Int64) {
        let placement = view.state.placement
        if placement.isLocal { return ([view.coordinator.node.index], .max) }
        let tokens = placement.tokens
        var place = firstPlace(tokens)
        var known: [(set: ReplicaSet, members: [Int])] = []
        let first = try replicas(at: place, &known)
        // Ranges that are read from the same replicas are one stretch. After the last token come those of the first.
        while place < tokens.count, tokens[place] < last {
            guard try replicas(at: place + 1, &known) == first else { break }
            place += 1
        }
        return (first, place < tokens.count ? tokens[place] : .max)
    }

    private func replicas(
        at place: Int, _ known: inout [(set: ReplicaSet, members: [Int])]
    ) throws(CoordinatorFailure) -> [Int] {
        let placement = view.state.placement
        let set = placement.replicas(at: place < placement.tokens.count ? place : 0)
        if let found = known.first(where: { $0.set === set }) { return found.members }
        let coordinator = view.coordinator
        let chosen = try coordinator.choose(
            set, view.check, timeout: coordinator.cluster.options.rangeTimeout
        ).sorted()
        known.append((set, chosen))
        return chosen
    }

    /// The place of the range that the position is in; the count of tokens behind the last one.
    private func firstPlace(_ tokens: [Int64]) -> Int {
        switch position {
        case .start: 0
        case .token(let token): tokens.firstIndex { $0 > token } ?? tokens.count
        case .key(let key): tokens.firstIndex { $0 >= key.token } ?? tokens.count
        }
    }
}
