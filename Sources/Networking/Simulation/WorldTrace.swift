/// What happens in a simulated world, as a running hash, and as lines of text where somebody wants to read them.
///
/// Two runs are the same when their hashes are.
package struct WorldTrace: Sendable {
    /// The kinds of events; the numbers that follow each are said beside it.
    package enum Event: UInt8, Sendable {
        /// A loop's turn: loop, how many descriptors are ready.
        case turn
        /// Socket, kind of packet, sequence number, bytes.
        case sent, lost, arrived, held
        /// Socket, result.
        case open, connect, bind, listen, accept, receive, send, shutdown, close, option
        /// Look-up, how many addresses (−1: failed).
        case resolve, resolved
        /// Task.
        case began, ended, failed
        /// What somebody wanted to be part of the trace.
        case note
    }

    package private(set) var hash: UInt64 = 0x243F_6A88_85A3_08D3
    package private(set) var count = 0
    package private(set) var lines: [String] = []
    private let keepsLines: Bool

    init(keepsLines: Bool) {
        self.keepsLines = keepsLines
    }

    mutating func add(_ event: Event, at time: LoopInstant, _ first: Int, _ second: Int = 0, _ third: Int = 0) {
        count += 1
        fold(time.nanoseconds)
        fold(UInt64(event.rawValue) << 56 ^ UInt64(truncatingIfNeeded: first))
        fold(UInt64(truncatingIfNeeded: second) &* 0xFF51_AFD7_ED55_8CCD ^ UInt64(truncatingIfNeeded: third))
        if keepsLines { lines.append("\(time) \(event) \(first) \(second) \(third)") }
    }

    mutating func add(_ text: String, at time: LoopInstant) {
        count += 1
        fold(time.nanoseconds)
        for byte in text.utf8 { fold(UInt64(byte)) }
        if keepsLines { lines.append("\(time) \(text)") }
    }

    private mutating func fold(_ word: UInt64) {
        hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 29
    }
}
