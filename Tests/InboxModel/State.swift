/// One moment of the model: memory, and where each thread is.
struct State {
    var memory = Memory()
    var producers = [3 of Producer](repeating: Producer())
    var loop = LoopState()
    /// The waker's descriptor: several signals before a wait are one.
    var isSignalled = false
    /// Blocks on the loop's queue that will run leftovers.
    var leftoverRuns: UInt8 = 0
    /// Sleeps that a push ended and for which nobody was woken yet.
    var owedWakeUps: Int8 = 0

    struct Producer {
        var step = Step.over
        /// How many of its messages were pushed, and how many were delivered.
        var pushed: UInt8 = 0
        var delivered: UInt8 = 0
        /// What `seen` holds in `push`.
        var seen: UInt8 = 0
        var failuresLeft: UInt8 = 0
        /// It replaced an `asleep` that was written after the loop's end.
        var mustSeeEnd = false

        enum Step: UInt8 {
            case load
            case exchange
            case lookForEnd
            case wake
            case runLeftovers
            /// In the inbox of two words.
            case lookWhetherAsleep
            case claimWakeUp
            case over
        }
    }

    struct LoopState {
        var step = Step.fallAsleep
        var hasEnded = false
        var earlyReturnsLeft: UInt8 = 0

        enum Step: UInt8 {
            case fallAsleep
            case storeAsleep
            /// In the kernel until somebody wakes it.
            case wait
            /// In the kernel only to look: there are messages.
            case poll
            case look
            case exchange
            /// The thread is gone; a block on the queue may come.
            case waitForBlock
            /// In the inbox of two words.
            case secondLook
            case noteAwake
        }
    }

    var areProducersOver: Bool {
        for index in producers.indices where producers[index].step != .over { return false }
        return true
    }

    var hash: WideHash {
        var hash = WideHash()
        memory.hash(into: &hash)
        for index in producers.indices {
            let producer = producers[index]
            hash.add([
                producer.step.rawValue, producer.pushed, producer.delivered, producer.seen, producer.failuresLeft,
                producer.mustSeeEnd ? 1 : 0,
            ])
        }
        hash.add([
            loop.step.rawValue, loop.hasEnded ? 1 : 0, loop.earlyReturnsLeft, isSignalled ? 1 : 0, leftoverRuns,
            UInt8(bitPattern: owedWakeUps),
        ])
        for index in memory.fields.indices where index % 2 == 0 { hash.add(UInt64(memory.fields[index])) }
        return hash
    }
}
