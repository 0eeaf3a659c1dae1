// What a producer does: `LoopInbox.push`, then `EventLoop.push`.
extension Model {
    /// Makes the next message, if there is one.
    func beginMessage(_ producer: Int, _ state: inout State, _ schedule: inout Schedule) throws(Failure) {
        guard Int(state.producers[producer].pushed) < scenario.producers[producer] else {
            state.producers[producer].step = .over
            return
        }
        let thread = producer + 1
        let message = current(producer, state)
        schedule.note(thread, "LoopMessage.init", "the payload of message \(message + 1) is written")
        try state.memory.write(.payload(message), 1, by: thread)
        state.producers[producer].failuresLeft = UInt8(scenario.failures)
        state.producers[producer].step = .load
    }

    private func current(_ producer: Int, _ state: State) -> Int {
        scenario.firstMessage(of: producer) + Int(state.producers[producer].pushed)
    }

    func performProducer(
        _ producer: Int, _ choice: Choice, _ state: inout State, _ schedule: inout Schedule
    ) throws(Failure) {
        let thread = producer + 1
        switch (state.producers[producer].step, choice) {
        case (.load, .read(let place)):
            let seen = state.memory.load(.word, at: place, by: thread, variant.pushLoads)
            schedule.note(thread, .pushLoads, Word.name(seen))
            try see(seen, producer, &state, &schedule)
        case (.exchange, .succeed):
            try exchange(producer, &state, &schedule)
        case (.exchange, .fail(let place)):
            try failToExchange(producer, place, &state, &schedule)
        case (.lookForEnd, .read(let place)):
            let hasEnded = state.memory.load(.hasEnded, at: place, by: thread, variant.looksForEnd) == 1
            schedule.note(thread, .looksForEnd, "\(hasEnded)")
            guard hasEnded || !state.producers[producer].mustSeeEnd else { throw .endNotSeen }
            state.producers[producer].mustSeeEnd = false
            state.producers[producer].step = hasEnded ? .runLeftovers : .wake
        case (.wake, _):
            schedule.note(thread, .wakes)
            state.isSignalled = true
            try payWakeUp(producer, &state, &schedule)
        case (.runLeftovers, _):
            schedule.note(thread, .runsLeftovers)
            state.leftoverRuns += 1
            try payWakeUp(producer, &state, &schedule)
        case (.lookWhetherAsleep, .read(let place)):
            let isSleeping = state.memory.load(.isSleeping, at: place, by: thread, twoWords.order) == 1
            schedule.note(thread, "two words", "isSleeping.load(ordering: .\(twoWords.order))  → \(isSleeping)")
            if isSleeping {
                state.producers[producer].step = .claimWakeUp
            } else {
                try beginMessage(producer, &state, &schedule)
            }
        case (.claimWakeUp, _):
            let wasSleeping = state.memory.exchange(.isSleeping, 0, by: thread, twoWords.order) == 1
            schedule.note(
                thread, "two words", "isSleeping.exchange(false, ordering: .\(twoWords.order))  → \(wasSleeping)")
            if wasSleeping {
                state.owedWakeUps += 1
                state.producers[producer].step = .wake
            } else {
                try beginMessage(producer, &state, &schedule)
            }
        case (.load, _), (.exchange, _), (.lookForEnd, _), (.lookWhetherAsleep, _), (.over, _):
            preconditionFailure("a producer makes one of the moves it has")
        }
    }

    /// Sets `seen`, and links the message to it.
    private func see(
        _ seen: UInt8, _ producer: Int, _ state: inout State, _ schedule: inout Schedule
    ) throws(Failure) {
        state.producers[producer].seen = seen
        state.producers[producer].step = .exchange
        if !variant.linksLate { try link(current(producer, state), to: seen, producer + 1, &state, &schedule) }
    }

    private func link(
        _ message: Int, to seen: UInt8, _ thread: Int, _ state: inout State, _ schedule: inout Schedule
    ) throws(Failure) {
        let next = seen == Word.asleep ? Word.awake : seen
        schedule.note(thread, .pushLinks, next == Word.awake ? "none" : Word.name(next))
        try state.memory.write(.next(message), next, by: thread)
    }

    private func exchange(_ producer: Int, _ state: inout State, _ schedule: inout Schedule) throws(Failure) {
        let thread = producer + 1
        let message = current(producer, state)
        let replaced = state.memory.newest(.word)
        _ = state.memory.exchange(.word, Word.message(message), by: thread, variant.pushSucceeds)
        schedule.note(
            thread, .pushExchanges, "\(Word.name(replaced.value)) becomes \(Word.name(Word.message(message)))")
        schedule.note(thread, .pushReturns, replaced.value == variant.wakesAfter ? "true" : "false")
        if variant.linksLate { try link(message, to: replaced.value, thread, &state, &schedule) }
        state.producers[producer].pushed += 1
        state.producers[producer].seen = 0
        state.producers[producer].failuresLeft = 0
        if case .secondWord = variant.sleep {
            state.producers[producer].step = .lookWhetherAsleep
            return
        }
        if replaced.value == Word.asleep {
            state.owedWakeUps += 1
            state.producers[producer].mustSeeEnd = replaced.afterEnd
        }
        if replaced.value == variant.wakesAfter {
            state.producers[producer].step = .lookForEnd
        } else {
            try beginMessage(producer, &state, &schedule)
        }
    }

    private func failToExchange(
        _ producer: Int, _ place: Int, _ state: inout State, _ schedule: inout Schedule
    ) throws(Failure) {
        let thread = producer + 1
        let readable = state.memory.readable(.word, by: thread, variant.pushFails)
        let now = state.memory.load(.word, at: place, by: thread, variant.pushFails)
        let isNews = place > readable.lowerBound && now != state.producers[producer].seen
        if !isNews { state.producers[producer].failuresLeft -= 1 }
        schedule.note(thread, .pushExchanges, "fails\(isNews ? "" : " for no reason")")
        schedule.note(thread, .pushRetries, Word.name(now))
        try see(now, producer, &state, &schedule)
    }

    /// Somebody was woken, or will run leftovers: for a sleep that a push ended, once.
    private func payWakeUp(_ producer: Int, _ state: inout State, _ schedule: inout Schedule) throws(Failure) {
        state.owedWakeUps -= 1
        guard state.owedWakeUps >= 0 else { throw .needlessWakeUp }
        try beginMessage(producer, &state, &schedule)
    }
}
