/// The lines of the source that the model's steps stand for, word for word; one that is broken in two is one here. The orders in
/// them are the variant's, so those of the real one must be what the source says: `.ci/gates/model` compares.
enum SourceLine: Int, CaseIterable {
    case pushLoads
    case pushLinks
    case pushExchanges
    case pushReturns
    case pushRetries
    case takeLooks
    case takeExchanges
    case takeReturns
    case fallsAsleep
    case returnsAsleep
    case reversalReads
    case reversalWrites
    case takeFirstReads
    case takeFirstWrites
    case looksForEnd
    case runsLeftovers
    case wakes
    case notesEnd

    var function: String {
        switch self {
        case .pushLoads, .pushLinks, .pushExchanges, .pushReturns, .pushRetries: "LoopInbox.push"
        case .takeLooks, .takeExchanges, .takeReturns: "LoopInbox.takeAll"
        case .fallsAsleep, .returnsAsleep: "LoopInbox.fallAsleep"
        case .reversalReads, .reversalWrites: "LoopMessages.init"
        case .takeFirstReads, .takeFirstWrites: "LoopMessages.takeFirst"
        case .looksForEnd, .runsLeftovers, .wakes: "EventLoop.push"
        case .notesEnd: "EventLoop.noteEnd"
        }
    }

    func text(_ variant: Variant) -> String {
        switch self {
        case .pushLoads: "var seen = word.load(ordering: .\(variant.pushLoads))"
        case .pushLinks: "message.next = seen == Self.asleep ? Self.awake : seen"
        case .pushExchanges:
            "let (exchanged, now) = word.weakCompareExchange(expected: seen, desired: pushed, "
                + "successOrdering: .\(variant.pushSucceeds), failureOrdering: .\(variant.pushFails))"
        case .pushReturns: "if exchanged { return seen == Self.\(Word.name(variant.wakesAfter)) }"
        case .pushRetries: "seen = now"
        case .takeLooks:
            "guard word.load(ordering: .\(variant.takeLooks)) != Self.awake "
                + "else { return LoopMessages(newestFirst: Self.awake) }"
        case .takeExchanges: "let newest = word.exchange(Self.awake, ordering: .\(variant.takeExchanges))"
        case .takeReturns: "return LoopMessages(newestFirst: newest == Self.asleep ? Self.awake : newest)"
        case .fallsAsleep:
            "let (exchanged, now) = word.compareExchange(expected: Self.awake, desired: Self.asleep, "
                + "ordering: .\(variant.fallsAsleep))"
        case .returnsAsleep: "return exchanged || now == Self.asleep"
        case .reversalReads: "let next = message.next"
        case .reversalWrites: "message.next = first"
        case .takeFirstReads: "first = message.next"
        case .takeFirstWrites: "message.next = 0"
        case .looksForEnd: "if hasEnded.load(ordering: .\(variant.looksForEnd)), let runLeftovers {"
        case .runsLeftovers: "runLeftovers(self)"
        case .wakes: "driver.wake()"
        case .notesEnd: "hasEnded.store(true, ordering: .\(variant.notesEnd))"
        }
    }
}
