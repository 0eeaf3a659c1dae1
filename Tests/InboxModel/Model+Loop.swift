// What the loop does: `LoopThread.runUntilStopped`, and once it has ended the blocks that run leftovers. Both are the same
// thread here, because its queue is serial and orders them.
extension Model {
    func performLoop(_ choice: Choice, _ state: inout State, _ schedule: inout Schedule) throws(Failure) {
        let loop = Thread.loop
        switch (state.loop.step, choice) {
        case (_, .end):
            schedule.note(loop, "LoopThread", "state is no longer .running")
            noteEnd(&state, &schedule)
        case (.fallAsleep, .succeed):
            _ = state.memory.exchange(
                .word, Word.asleep, by: loop, variant.fallsAsleep, afterEnd: state.loop.hasEnded)
            schedule.note(loop, .fallsAsleep, "awake becomes asleep")
            schedule.note(loop, .returnsAsleep, "true")
            state.loop.step = state.loop.hasEnded ? .waitForBlock : .wait
        case (.fallAsleep, .fail(let place)):
            let now = state.memory.load(.word, at: place, by: loop, .relaxed)
            schedule.note(loop, .fallsAsleep, "fails: \(Word.name(now))")
            schedule.note(loop, .returnsAsleep, "\(now == Word.asleep)")
            goOnAfterSleep(now == Word.asleep, &state)
        case (.fallAsleep, .read(let place)):
            let seen = state.memory.load(.word, at: place, by: loop, .relaxed)
            schedule.note(loop, "look, then store", "word.load(ordering: .relaxed)  → \(Word.name(seen))")
            if seen == Word.awake { state.loop.step = .storeAsleep } else { goOnAfterSleep(false, &state) }
        case (.fallAsleep, .go):
            state.memory.store(.isSleeping, 1, by: loop, twoWords.order)
            schedule.note(loop, "two words", "isSleeping.store(true, ordering: .\(twoWords.order))")
            state.loop.step = twoWords.secondLook ? .secondLook : .wait
        case (.storeAsleep, _):
            state.memory.store(.word, Word.asleep, by: loop, variant.fallsAsleep, afterEnd: state.loop.hasEnded)
            schedule.note(loop, "look, then store", "word.store(Self.asleep, ordering: .\(variant.fallsAsleep))")
            goOnAfterSleep(true, &state)
        case (.wait, _):
            if state.isSignalled {
                schedule.note(loop, "LoopDriver.wait", "woken")
                state.isSignalled = false
            } else {
                schedule.note(loop, "LoopDriver.wait", "returns for another reason")
                state.loop.earlyReturnsLeft -= 1
            }
            goOnAfterWait(&state)
        case (.poll, _):
            schedule.note(loop, "LoopDriver.wait", "returns at once\(state.isSignalled ? ", with a signal" : "")")
            state.isSignalled = false
            goOnAfterWait(&state)
        case (.waitForBlock, _):
            schedule.note(loop, "LoopThread.start", "a block runs leftovers")
            state.leftoverRuns -= 1
            noteEnd(&state, &schedule)
        case (.look, .read(let place)):
            let seen = state.memory.load(.word, at: place, by: loop, variant.takeLooks)
            schedule.note(loop, .takeLooks, Word.name(seen))
            state.loop.step = seen == Word.awake ? .fallAsleep : .exchange
        case (.exchange, _): try take(&state, &schedule)
        case (.secondLook, .read(let place)):
            let seen = state.memory.load(.word, at: place, by: loop, twoWords.order)
            schedule.note(
                loop, "two words",
                "head.load(ordering: .\(twoWords.order))  → \(seen == Word.awake ? "none" : Word.name(seen))")
            state.loop.step = seen == Word.awake ? .wait : .noteAwake
        case (.noteAwake, _):
            state.memory.store(.isSleeping, 0, by: loop, twoWords.order)
            schedule.note(loop, "two words", "isSleeping.store(false, ordering: .\(twoWords.order))")
            state.loop.step = .exchange
        case (.fallAsleep, .returnEarly), (.look, _), (.secondLook, _):
            preconditionFailure("the loop makes one of the moves it has")
        }
    }

    private func noteEnd(_ state: inout State, _ schedule: inout Schedule) {
        state.memory.store(.hasEnded, 1, by: Thread.loop, variant.notesEnd)
        schedule.note(Thread.loop, .notesEnd)
        state.loop.hasEnded = true
        state.loop.step = .look
    }

    private func goOnAfterSleep(_ isAsleep: Bool, _ state: inout State) {
        if state.loop.hasEnded {
            state.loop.step = isAsleep ? .waitForBlock : .look
        } else {
            state.loop.step = isAsleep ? .wait : .poll
        }
    }

    private func goOnAfterWait(_ state: inout State) {
        if case .secondWord = variant.sleep { state.loop.step = .noteAwake } else { state.loop.step = .look }
    }

    /// Takes all, puts the oldest first, and delivers one after the other.
    private func take(_ state: inout State, _ schedule: inout Schedule) throws(Failure) {
        let loop = Thread.loop
        let newest = state.memory.exchange(.word, Word.awake, by: loop, variant.takeExchanges)
        schedule.note(loop, .takeExchanges, Word.name(newest))
        schedule.note(loop, .takeReturns)
        state.loop.step = .fallAsleep

        var rest = newest == Word.asleep ? Word.awake : newest
        var first = Word.awake
        var turned = 0
        while rest != Word.awake {
            guard turned < scenario.messages else { throw .circle }
            turned += 1
            let message = Int(rest) - 2
            let next = try state.memory.read(.next(message), by: loop)
            schedule.note(loop, .reversalReads, next == Word.awake ? "none" : Word.name(next))
            try state.memory.write(.next(message), first, by: loop)
            schedule.note(loop, .reversalWrites, first == Word.awake ? "none" : Word.name(first))
            (first, rest) = (rest, next)
        }
        while first != Word.awake {
            let message = Int(first) - 2
            first = try state.memory.read(.next(message), by: loop)
            schedule.note(loop, .takeFirstReads, first == Word.awake ? "none" : Word.name(first))
            try state.memory.write(.next(message), 0, by: loop)
            schedule.note(loop, .takeFirstWrites)
            _ = try state.memory.read(.payload(message), by: loop)
            schedule.note(loop, "LoopMessage.deliver", "message \(message + 1)")
            try deliver(message, &state)
        }
    }

    private func deliver(_ message: Int, _ state: inout State) throws(Failure) {
        let producer = scenario.producer(of: message)
        let place = message - scenario.firstMessage(of: producer)
        let delivered = Int(state.producers[producer].delivered)
        guard place >= delivered else { throw .deliveredTwice }
        guard place == delivered else { throw .outOfOrder }
        state.producers[producer].delivered += 1
    }
}
