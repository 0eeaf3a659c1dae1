import Networking
import Testing

@Suite struct LoopInboxTests {
    @Test func `messages come out in the order in which they went in, and once`() {
        let inbox = Inbox()
        for number in 0..<5 { #expect(!inbox.push(Numbered(number))) }
        #expect(inbox.takeNumbers() == [0, 1, 2, 3, 4])
        #expect(inbox.takeNumbers() == [])
    }

    @Test func `of the pushes after the loop fell asleep, the first alone has to wake it`() {
        let inbox = Inbox()
        #expect(inbox.fallAsleep())
        #expect(inbox.push(Numbered(0)))
        #expect(!inbox.push(Numbered(1)))
        #expect(inbox.takeNumbers() == [0, 1])
        #expect(!inbox.push(Numbered(2)))
    }

    @Test func `the loop does not fall asleep over a message`() {
        let inbox = Inbox()
        #expect(!inbox.push(Numbered(0)))
        #expect(!inbox.fallAsleep())
        #expect(inbox.takeNumbers() == [0])
        #expect(inbox.fallAsleep())
    }

    @Test func `who sleeps already is asleep`() {
        let inbox = Inbox()
        #expect(inbox.fallAsleep())
        #expect(inbox.fallAsleep())
        #expect(inbox.push(Numbered(0)))
        #expect(!inbox.push(Numbered(1)))
    }

    @Test func `a loop that took nothing is awake all the same, and need not be woken`() {
        let inbox = Inbox()
        #expect(inbox.fallAsleep())
        #expect(inbox.takeNumbers() == [])
        #expect(!inbox.push(Numbered(0)))
    }

    @Test func `a message that was taken can be pushed once more`() {
        let inbox = Inbox()
        let (first, second) = (Numbered(1), Numbered(2))
        for _ in 0..<3 {
            _ = inbox.push(second)
            _ = inbox.push(first)
            #expect(inbox.takeNumbers() == [2, 1])
        }
    }

    @Test func `messages are kept until they are taken, and no longer`() {
        let inbox = Inbox()
        weak var kept: Numbered?
        do {
            let message = Numbered(7)
            kept = message
            _ = inbox.push(message)
        }
        #expect(kept?.number == 7)
        #expect(inbox.takeNumbers() == [7])
        #expect(kept == nil)
    }

    @Test func `what nobody takes is let go of, from the inbox and from a half-read list`() {
        let alive = Count()
        do {
            let inbox = Inbox()
            for number in 0..<3 { _ = inbox.push(Numbered(number, alive)) }
            #expect(alive.value == 3)
        }
        #expect(alive.value == 0)
        do {
            let inbox = Inbox()
            for number in 0..<4 { _ = inbox.push(Numbered(number, alive)) }
            var taken = inbox.takeAll()
            #expect(taken.takeFirst()?.number == 0)
            #expect(alive.value == 3)
        }
        #expect(alive.value == 0)
    }
}

/// An inbox where `#expect` can look into it, which copies what it looks at.
private final class Inbox {
    private let inbox = LoopInbox()

    func push(_ message: LoopMessage) -> Bool { inbox.push(message) }
    func takeAll() -> LoopMessages { inbox.takeAll() }
    func fallAsleep() -> Bool { inbox.fallAsleep() }

    func takeNumbers() -> [Int] {
        var messages = inbox.takeAll()
        var numbers: [Int] = []
        while let message = messages.takeFirst() { numbers.append(message.number) }
        return numbers
    }
}

private final class Count {
    var value = 0
}

private final class Numbered: LoopMessage, @unchecked Sendable {  // of these tests: it never leaves their thread
    let value: Int
    private let alive: Count?

    init(_ number: Int, _ alive: Count? = nil) {
        value = number
        self.alive = alive
        alive?.value += 1
    }

    deinit { alive?.value -= 1 }
}

extension LoopMessage {
    fileprivate var number: Int { (self as? Numbered)?.value ?? -1 }
}
