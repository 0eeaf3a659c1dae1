/// What must not happen.
enum Failure: Error {
    case race(Field, Int, String)
    case lostWakeUp
    case lostMessage
    case outOfOrder
    case deliveredTwice
    case needlessWakeUp
    case endNotSeen
    case circle

    var kind: Kind {
        switch self {
        case .race: .race
        case .lostWakeUp: .lostWakeUp
        case .lostMessage: .lostMessage
        case .outOfOrder: .outOfOrder
        case .deliveredTwice: .deliveredTwice
        case .needlessWakeUp: .needlessWakeUp
        case .endNotSeen: .endNotSeen
        case .circle: .circle
        }
    }

    enum Kind: String {
        case race = "a data race"
        case lostWakeUp = "a lost wake-up"
        case lostMessage = "a lost message"
        case outOfOrder = "messages out of order"
        case deliveredTwice = "a message delivered twice"
        case needlessWakeUp = "a needless wake-up"
        case endNotSeen = "an end that is not seen"
        case circle = "a circle of messages"
    }

    var description: String {
        switch self {
        case .race(let field, let thread, let what):
            "\(kind.rawValue): \(Thread.name(thread)) \(what) \(field.name) of message \(field.message + 1), "
                + "unordered with another thread's access"
        case .lostWakeUp: "\(kind.rawValue): the loop sleeps, nobody will wake it, and a message waits"
        case .lostMessage: "a message is gone without having been delivered"
        case .outOfOrder: "a message was delivered before an older one of its producer"
        case .deliveredTwice: "a message was delivered twice"
        case .needlessWakeUp: "a wake-up for a sleep that no push ended, or a second one for the same sleep"
        case .endNotSeen: "a push found the loop asleep, but not that it had ended before"
        case .circle: "the messages that were taken link to each other in a circle"
        }
    }
}

/// The loop is thread 0, the producers follow.
enum Thread {
    static let loop = 0

    static func name(_ thread: Int) -> String {
        thread == loop ? "the loop" : "producer \(thread)"
    }
}
