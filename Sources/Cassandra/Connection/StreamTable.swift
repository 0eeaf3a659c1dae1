/// Which request waits for the answer with which stream id, on one connection.
///
/// Ids are small and used again, the one that became free last first, so that the table of a quiet connection stays
/// small. An id whose request gave up stays taken until the late answer comes: nobody else may get that. Id 0 is never
/// given out, because nodes report errors of the connection as a whole on it.
struct StreamTable<Request: AnyObject>: ~Copyable {
    enum Answered {
        /// With the tag that it was entered with.
        case request(Request, tag: Int32)
        /// The request gave up before; the id is free again.
        case orphan
        /// Nothing was asked with this id.
        case unknown
    }

    private struct Slot {
        var request: Request?
        /// The request's tag; in a free place the next free one; or `orphan`.
        var tag: Int32
    }

    private static var none: Int32 { -1 }
    private static var orphan: Int32 { -2 }
    static var mostStreams: Int { Int(Int16.max) }

    private var slots: [Slot] = [Slot(request: nil, tag: -1)]
    private var firstFree = StreamTable.none
    private let limit: Int
    private(set) var inFlight = 0
    private(set) var orphans = 0

    init(limit: Int) {
        self.limit = min(max(limit, 1), Self.mostStreams)
    }

    /// How many more requests may be under way.
    var room: Int { limit - inFlight - orphans }

    var hasRoom: Bool { room > 0 }

    /// An id for `request`, or `nil` when as many as may be are taken. `tag`, which is not negative, tells the requests of
    /// one object apart.
    mutating func take(_ request: Request, tag: Int32 = 0) -> Int16? {
        guard hasRoom else { return nil }
        inFlight += 1
        if firstFree != Self.none {
            let id = firstFree
            firstFree = slots[Int(id)].tag
            slots[Int(id)] = Slot(request: request, tag: tag)
            return Int16(truncatingIfNeeded: id)
        }
        slots.append(Slot(request: request, tag: tag))
        return Int16(truncatingIfNeeded: slots.count - 1)
    }

    /// An answer has come: its id is free again.
    mutating func answered(_ stream: Int16) -> Answered {
        let id = Int(stream)
        guard id > 0, id < slots.count else { return .unknown }
        let slot = slots[id]
        if let request = slot.request {
            inFlight -= 1
            free(id)
            return .request(request, tag: slot.tag)
        }
        guard slot.tag == Self.orphan else { return .unknown }
        orphans -= 1
        free(id)
        return .orphan
    }

    /// The request with this id does not wait any more.
    mutating func abandon(_ stream: Int16) {
        let id = Int(stream)
        guard id > 0, id < slots.count, slots[id].request != nil else { return }
        slots[id] = Slot(request: nil, tag: Self.orphan)
        inFlight -= 1
        orphans += 1
    }

    /// Takes all requests out: no answer will come.
    mutating func removeAll() -> [(request: Request, tag: Int32)] {
        let requests = slots.compactMap { slot in slot.request.map { (request: $0, tag: slot.tag) } }
        slots = [Slot(request: nil, tag: Self.none)]
        firstFree = Self.none
        inFlight = 0
        orphans = 0
        return requests
    }

    private mutating func free(_ id: Int) {
        slots[id] = Slot(request: nil, tag: firstFree)
        firstFree = Int32(truncatingIfNeeded: id)
    }
}
