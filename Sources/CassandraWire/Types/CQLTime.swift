/// A time of day: the value of a CQL `time`.
///
/// Cassandra does not check the range of what is written, so a value beyond a day can be read; it is kept as it is
/// (D-37).
public struct CQLTime: Sendable, Hashable {
    /// Nanoseconds since midnight, as they were read: `isValid` tells if they are within a day.
    public let nanosecondsSinceMidnight: Int64

    /// Makes a time of nanoseconds since midnight, checked or not.
    @inlinable
    public init(nanosecondsSinceMidnight: Int64) {
        self.nanosecondsSinceMidnight = nanosecondsSinceMidnight
    }

    /// Makes a time of its parts; nil if one is out of range.
    public init?(hour: Int, minute: Int, second: Int = 0, nanosecond: Int = 0) {
        guard
            (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second),
            (0..<1_000_000_000).contains(nanosecond)
        else { return nil }
        let seconds = Int64((hour * 60 + minute) * 60 + second)
        self.init(nanosecondsSinceMidnight: seconds * 1_000_000_000 + Int64(nanosecond))
    }

    /// Whether the value lies within a day.
    public var isValid: Bool {
        (0..<86_400_000_000_000).contains(nanosecondsSinceMidnight)
    }

    /// The parts of the time; nil if the value is beyond a day.
    public var components: (hour: Int, minute: Int, second: Int, nanosecond: Int)? {
        guard isValid else { return nil }
        let (seconds, nanosecond) = nanosecondsSinceMidnight.quotientAndRemainder(dividingBy: 1_000_000_000)
        return (Int(seconds / 3_600), Int(seconds / 60 % 60), Int(seconds % 60), Int(nanosecond))
    }

    /// Makes the time that lies so long after midnight; nil below or beyond a day, or for fractions of a nanosecond.
    public init?(sinceMidnight duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let (nanoseconds, rest) = attoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        guard (0..<86_400).contains(seconds), nanoseconds >= 0, rest == 0 else { return nil }
        self.init(nanosecondsSinceMidnight: seconds * 1_000_000_000 + nanoseconds)
    }

    /// How long after midnight the time is.
    public var sinceMidnight: Duration {
        .nanoseconds(nanosecondsSinceMidnight)
    }
}

extension CQLTime: Comparable {
    /// Compares by time.
    @inlinable
    public static func < (left: CQLTime, right: CQLTime) -> Bool {
        left.nanosecondsSinceMidnight < right.nanosecondsSinceMidnight
    }
}

extension CQLTime: LosslessStringConvertible {
    /// Reads `13:30:54`, `13:30:54.234` with up to nine digits, or bare nanoseconds.
    public init?(_ text: String) {
        if text.utf8.first != UInt8(ascii: "+"), let number = Int64(text) {
            self.init(nanosecondsSinceMidnight: number)
            return
        }
        var scanner = ASCIIScanner(text)
        guard
            let hour = scanner.number(digits: 1...2), scanner.skip(":"),
            let minute = scanner.number(digits: 1...2), scanner.skip(":"),
            let second = scanner.number(digits: 1...2)
        else { return nil }
        var nanosecond: Int64 = 0
        if scanner.skip(".") {
            guard let fraction = scanner.billionths() else { return nil }
            nanosecond = fraction
        }
        guard scanner.isAtEnd else { return nil }
        self.init(hour: Int(hour), minute: Int(minute), second: Int(second), nanosecond: Int(nanosecond))
    }

    /// The time as `HH:mm:ss.nnnnnnnnn`, or bare nanoseconds if they are beyond a day.
    public var description: String {
        guard let (hour, minute, second, nanosecond) = components else { return String(nanosecondsSinceMidnight) }
        var text = ""
        text.append(hour.magnitude, paddedTo: 2)
        text += ":"
        text.append(minute.magnitude, paddedTo: 2)
        text += ":"
        text.append(second.magnitude, paddedTo: 2)
        text += "."
        text.append(nanosecond.magnitude, paddedTo: 9)
        return text
    }
}
