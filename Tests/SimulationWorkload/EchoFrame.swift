/// A message of the workload's protocol: a number, a length, and so many bytes. The server sends each back as it is.
struct EchoFrame {
    static let headerSize = 8

    /// Bytes that say where they are from, cut out of one table: a debug build makes them too slowly one by one.
    static func payload(_ count: Int, salt: Int) -> [UInt8] { Array(pattern[salt..<salt + count]) }

    static let longestPayload = 60_000
    static let mostSalt = 256
    private static let pattern = (0..<longestPayload + mostSalt).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }

    static func encode(_ number: UInt32, _ payload: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(headerSize + payload.count)
        for word in [number, UInt32(payload.count)] {
            for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(shift))) }
        }
        return bytes + payload
    }
}

/// Cuts a stream into frames.
struct EchoFrameReader {
    /// A planted bug: when a frame comes in pieces, the last byte of the first piece is lost.
    let losesByteOfSplitFrame: Bool
    private var bytes: [UInt8] = []

    init(losesByteOfSplitFrame: Bool = false) {
        self.losesByteOfSplitFrame = losesByteOfSplitFrame
    }

    mutating func append(_ added: [UInt8]) {
        bytes += added
    }

    mutating func next() -> (number: UInt32, payload: [UInt8])? {
        guard bytes.count >= EchoFrame.headerSize else { return nil }
        let number = word(at: 0)
        let end = EchoFrame.headerSize + Int(word(at: 4))
        guard bytes.count >= end else {
            if losesByteOfSplitFrame, bytes.count > EchoFrame.headerSize { bytes.removeLast() }
            return nil
        }
        let payload = Array(bytes[EchoFrame.headerSize..<end])
        bytes.removeFirst(end)
        return (number, payload)
    }

    private func word(at start: Int) -> UInt32 {
        bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}

extension RawSpan {
    var array: [UInt8] {
        unsafe withUnsafeBytes { unsafe Array($0) }
    }
}
