/// The inbox's algorithm as steps of threads: what each may do next, and what comes of it.
///
/// A step is one atomic operation, or one call of the kernel's, with what follows it in the same thread up to the next
/// one. That loses nothing: accesses to fields are checked against what happened before, so the order in which unordered
/// ones are made does not matter.
struct Model {
    let variant: Variant
    let scenario: Scenario

    /// What a thread does in its next step, where it has a choice.
    enum Choice {
        /// All there is to do.
        case go
        /// Reads this store, by its place in the history.
        case read(Int)
        /// Exchanges.
        case succeed
        /// Does not exchange, and reads this store.
        case fail(Int)
        /// The wait returns though nobody woke the loop.
        case returnEarly
        /// The loop ends here.
        case end
    }

    struct Move {
        let thread: Int
        let choice: Choice
    }

    func start(_ schedule: inout Schedule) throws(Failure) -> State {
        var state = State()
        state.loop.earlyReturnsLeft = UInt8(scenario.earlyReturns)
        // With two words it has looked before it falls asleep, or the second look would be the first.
        if case .secondWord = variant.sleep { state.loop.step = .exchange }
        for producer in scenario.producers.indices {
            try beginMessage(producer, &state, &schedule)
        }
        return state
    }

    // MARK: Choices

    func moves(in state: State) -> [Move] {
        var moves: [Move] = []
        for producer in scenario.producers.indices { addMoves(ofProducer: producer, in: state, to: &moves) }
        addMovesOfLoop(in: state, to: &moves)
        return moves
    }

    private func addMoves(ofProducer producer: Int, in state: State, to moves: inout [Move]) {
        let thread = producer + 1
        func reads(_ location: Location, _ order: MemoryOrder) {
            for place in state.memory.readable(location, by: thread, order) {
                moves.append(Move(thread: thread, choice: .read(place)))
            }
        }
        switch state.producers[producer].step {
        case .load: reads(.word, variant.pushLoads)
        case .exchange:
            let seen = state.producers[producer].seen
            if state.memory.newest(.word).value == seen { moves.append(Move(thread: thread, choice: .succeed)) }
            let readable = state.memory.readable(.word, by: thread, variant.pushFails)
            for place in readable {
                // What is no news costs one of the failures without a reason: else it could fail for ever.
                let isNews = place > readable.lowerBound && state.memory.value(.word, at: place) != seen
                if isNews || state.producers[producer].failuresLeft > 0 {
                    moves.append(Move(thread: thread, choice: .fail(place)))
                }
            }
        case .lookForEnd: reads(.hasEnded, variant.looksForEnd)
        case .lookWhetherAsleep: reads(.isSleeping, twoWords.order)
        case .wake, .runLeftovers, .claimWakeUp: moves.append(Move(thread: thread, choice: .go))
        case .over: break
        }
    }

    private func addMovesOfLoop(in state: State, to moves: inout [Move]) {
        func add(_ choice: Choice) { moves.append(Move(thread: Thread.loop, choice: choice)) }
        func reads(_ order: MemoryOrder) {
            for place in state.memory.readable(.word, by: Thread.loop, order) { add(.read(place)) }
        }
        if mayEnd(state) { add(.end) }
        switch state.loop.step {
        case .fallAsleep:
            switch variant.sleep {
            case .compareExchange:
                if state.memory.newest(.word).value == Word.awake { add(.succeed) }
                for place in state.memory.readable(.word, by: Thread.loop, .relaxed)
                where state.memory.value(.word, at: place) != Word.awake { add(.fail(place)) }
            case .lookThenStore: reads(.relaxed)
            case .secondWord: add(.go)
            }
        case .wait:
            if state.isSignalled { add(.go) } else if state.loop.earlyReturnsLeft > 0 { add(.returnEarly) }
        case .waitForBlock:
            if state.leftoverRuns > 0 { add(.go) }
        case .look: reads(variant.takeLooks)
        case .secondLook: reads(twoWords.order)
        case .storeAsleep, .poll, .exchange, .noteAwake: add(.go)
        }
    }

    /// `while state == .running`, before the loop falls asleep.
    private func mayEnd(_ state: State) -> Bool {
        scenario.ends && !state.loop.hasEnded && state.loop.step == .fallAsleep
    }

    var twoWords: (order: MemoryOrder, secondLook: Bool) {
        guard case .secondWord(let order, let secondLook) = variant.sleep else { return (.relaxed, false) }
        return (order, secondLook)
    }

    // MARK: Steps

    func perform(_ move: Move, on state: inout State, _ schedule: inout Schedule) throws(Failure) {
        if move.thread == Thread.loop {
            try performLoop(move.choice, &state, &schedule)
        } else {
            try performProducer(move.thread - 1, move.choice, &state, &schedule)
        }
        forget(&state)
    }

    private func forget(_ state: inout State) {
        var delivered: UInt16 = 0
        var over: UInt8 = 0
        for thread in 1..<Memory.threads {
            guard thread <= scenario.producers.count else {
                over |= 1 << UInt8(thread)
                continue
            }
            let producer = state.producers[thread - 1]
            if producer.step == .over { over |= 1 << UInt8(thread) }
            let first = scenario.firstMessage(of: thread - 1)
            for message in first..<first + Int(producer.delivered) {
                delivered |= Field.next(message).mask | Field.payload(message).mask
            }
        }
        state.memory.forget(messages: delivered, threads: over)
    }

    // MARK: The end

    /// Whether nothing happens any more unless the wait returns for another reason. Then all must have been delivered.
    func checkIfQuiet(_ state: State) throws(Failure) -> Bool {
        guard state.areProducersOver else { return false }
        switch state.loop.step {
        case .wait where !state.isSignalled: break
        case .waitForBlock where state.leftoverRuns == 0: break
        default: return false
        }
        let word = state.memory.newest(.word).value
        guard word == Word.awake || word == Word.asleep else { throw .lostWakeUp }
        for producer in scenario.producers.indices
        where Int(state.producers[producer].delivered) != scenario.producers[producer] { throw .lostMessage }
        guard state.owedWakeUps == 0 else { throw .lostWakeUp }
        return true
    }
}
