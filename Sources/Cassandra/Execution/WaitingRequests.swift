/// Requests that wait for a free place on a connection, first come, first served.
///
/// One that gives up stays in its place and is passed over: taking it out would cost a search.
struct WaitingRequests {
    private var cells: [RequestCell?] = []
    private var first = 0
    /// How many wait, and how many bytes they have.
    private(set) var count = 0
    private(set) var bytes = 0

    var isEmpty: Bool { count == 0 }

    mutating func append(_ cell: RequestCell) {
        cells.append(cell)
        cell.isWaiting = true
        cell.isHeldElsewhere = true  // its place here outlives its giving up
        count += 1
        bytes += cell.frame.count
    }

    mutating func popFirst() -> RequestCell? {
        while first < cells.count {
            let cell = cells[first]
            cells[first] = nil
            first += 1
            if first > 64, first * 2 > cells.count {
                cells.removeFirst(first)
                first = 0
            }
            if let cell, cell.isWaiting {
                remove(cell)
                return cell
            }
        }
        cells.removeAll(keepingCapacity: true)
        first = 0
        return nil
    }

    /// The request does not wait any more, if it did.
    mutating func noteAbandoned(_ cell: RequestCell) {
        if cell.isWaiting { remove(cell) }
    }

    private mutating func remove(_ cell: RequestCell) {
        cell.isWaiting = false
        count -= 1
        bytes -= cell.frame.count
    }
}
