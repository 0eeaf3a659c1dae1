/// An inbox: the real one, or one that is weaker or built in another way. The defaults are the real one's.
struct Variant {
    var pushLoads = MemoryOrder.relaxed
    var pushSucceeds = MemoryOrder.acquiringAndReleasing
    var pushFails = MemoryOrder.relaxed
    var takeLooks = MemoryOrder.relaxed
    var takeExchanges = MemoryOrder.acquiring
    var fallsAsleep = MemoryOrder.releasing
    var notesEnd = MemoryOrder.relaxed
    var looksForEnd = MemoryOrder.relaxed
    var sleep = Sleep.compareExchange
    /// A push wakes the loop when it replaced this.
    var wakesAfter = Word.asleep
    /// Whether a message is linked to the one before only after it was pushed.
    var linksLate = false

    static let real = Variant()

    /// How the loop falls asleep.
    enum Sleep: Equatable {
        case compareExchange
        /// It looks whether there is nothing, and then stores `asleep`.
        case lookThenStore
        /// The note that it sleeps has a word of its own. With a second look the loop looks at the queue once more after
        /// it wrote the note.
        case secondWord(MemoryOrder, secondLook: Bool)
    }
}

/// What the inbox's word says.
enum Word {
    static let awake: UInt8 = 0
    static let asleep: UInt8 = 1
    static func message(_ message: Int) -> UInt8 { UInt8(2 + message) }

    static func name(_ word: UInt8) -> String {
        switch word {
        case awake: "awake"
        case asleep: "asleep"
        default: "message \(word - 1)"
        }
    }
}

/// How much happens.
struct Scenario {
    /// How many messages each producer pushes.
    var producers: [Int]
    /// How often each push may fail for no reason.
    var failures = 1
    /// How often the loop's wait may return though nobody woke it: a socket was ready, a deadline came.
    var earlyReturns = 1
    /// Whether the loop may end, at any turn. What arrives then is run as leftovers.
    var ends = true

    var messages: Int { producers.reduce(0, +) }

    /// The number of the first message of a producer.
    func firstMessage(of producer: Int) -> Int { producers[..<producer].reduce(0, +) }

    func producer(of message: Int) -> Int {
        producers.indices.last { firstMessage(of: $0) <= message } ?? 0
    }

    var name: String {
        "\(producers.map(String.init).joined(separator: " + ")) messages, failures without a reason: \(failures) a push, "
            + "early returns: \(earlyReturns), \(ends ? "the loop may end" : "the loop goes on")"
    }
}
