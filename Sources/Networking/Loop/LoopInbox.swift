import Synchronization

/// Where other threads leave messages for a loop. The only lock-free code of the house.
///
/// One word holds everything: `awake` when there is nothing and the loop runs, `asleep` when there is nothing and the
/// loop waits in the kernel, else the newest message, which links to the one before. As the note "asleep" and the list
/// are one word, no order between two locations has to be kept: whoever replaces `asleep` knows, alone, that the loop
/// must be woken, and the loop cannot fall asleep over a message because falling asleep is an exchange of `awake`.
///
/// Orders: a push releases what the message holds, taking acquires it. A push that follows another is a read-modify-write
/// and so continues its release sequence; taking the newest acquires them all. Falling asleep releases too, and a push
/// acquires, so that who finds the loop asleep sees what it did before. `make model` walks the interleavings.
package struct LoopInbox: ~Copyable {
    private static var awake: UInt { 0 }
    private static var asleep: UInt { 1 }

    private let word = Atomic<UInt>(LoopInbox.awake)

    package init() {}

    /// Adds a message, from any thread. `true`: the loop sleeps, and the caller, alone, has to wake it.
    package borrowing func push(_ message: LoopMessage) -> Bool {
        let pushed = unsafe UInt(bitPattern: Unmanaged.passRetained(message).toOpaque())
        var seen = word.load(ordering: .relaxed)
        while true {
            message.next = seen == Self.asleep ? Self.awake : seen
            let (exchanged, now) = word.weakCompareExchange(
                expected: seen, desired: pushed, successOrdering: .acquiringAndReleasing, failureOrdering: .relaxed)
            if exchanged { return seen == Self.asleep }
            seen = now
        }
    }

    /// Takes all messages and notes that the loop is awake. Only the loop calls this.
    package borrowing func takeAll() -> LoopMessages {
        // Looked at first: an exchange costs more than a load, and most ticks find nothing.
        guard word.load(ordering: .relaxed) != Self.awake else { return LoopMessages(newestFirst: Self.awake) }
        let newest = word.exchange(Self.awake, ordering: .acquiring)
        return LoopMessages(newestFirst: newest == Self.asleep ? Self.awake : newest)
    }

    /// Notes that the loop is about to wait in the kernel. `false`: there is a message, so it must not. Only the loop
    /// calls this.
    package borrowing func fallAsleep() -> Bool {
        let (exchanged, now) = word.compareExchange(expected: Self.awake, desired: Self.asleep, ordering: .releasing)
        return exchanged || now == Self.asleep
    }

    deinit {
        // What nobody will take is let go of.
        var rest = takeAll()
        while rest.takeFirst() != nil {}
    }
}

/// Messages taken from an inbox, oldest first.
package struct LoopMessages: ~Copyable {
    private var first: UInt = 0

    fileprivate init(newestFirst newest: UInt) {
        var rest = newest
        while rest != 0, let message = Self.message(rest) {
            let next = message.next
            message.next = first
            first = rest
            rest = next
        }
    }

    package mutating func takeFirst() -> LoopMessage? {
        guard first != 0, let pointer = unsafe UnsafeRawPointer(bitPattern: first) else { return nil }
        let message = unsafe Unmanaged<LoopMessage>.fromOpaque(pointer).takeRetainedValue()
        first = message.next
        message.next = 0
        return message
    }

    private static func message(_ word: UInt) -> LoopMessage? {
        guard let pointer = unsafe UnsafeRawPointer(bitPattern: word) else { return nil }
        return unsafe Unmanaged<LoopMessage>.fromOpaque(pointer).takeUnretainedValue()
    }

    deinit {
        var rest = first
        while rest != 0, let pointer = unsafe UnsafeRawPointer(bitPattern: rest) {
            rest = unsafe Unmanaged<LoopMessage>.fromOpaque(pointer).takeRetainedValue().next
        }
    }
}
