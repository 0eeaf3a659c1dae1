/// Walks every interleaving, each state once.
///
/// Ends because no step leads back: whatever could repeat for ever costs something that runs out.
struct Walk {
    let model: Model
    private(set) var schedule: Schedule
    /// How many interleavings go on from a state.
    private var known: [WideHash: Double] = [:]
    private(set) var interleavings = 0.0
    private(set) var quietStates = 0
    var states: Int { known.count }

    init(_ model: Model) {
        self.model = model
        schedule = Schedule(model.variant)
    }

    /// Throws the first failure there is, in no useful order; `Search` finds the shortest way to one.
    mutating func run() throws(Failure) {
        interleavings = try visit(try model.start(&schedule))
    }

    private mutating func visit(_ state: State) throws(Failure) -> Double {
        let hash = state.hash
        if let ways = known[hash] {
            precondition(ways >= 0, "no step of the model leads back to a state before it")
            return ways
        }
        known[hash] = -1
        let isQuiet = try model.checkIfQuiet(state)
        if isQuiet { quietStates += 1 }
        let moves = model.moves(in: state)
        precondition(isQuiet || !moves.isEmpty, "the model goes on until all is quiet")
        var ways = isQuiet ? 1.0 : 0.0
        for move in moves {
            var next = state
            try model.perform(move, on: &next, &schedule)
            ways += try visit(next)
        }
        known[hash] = ways
        return ways
    }
}
