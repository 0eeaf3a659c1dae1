/// An instant in milliseconds: the value of a CQL `timestamp`.
public struct CQLTimestamp: Sendable, Hashable {
    /// Milliseconds after 1970-01-01T00:00:00Z, negative before it.
    public let millisecondsSinceEpoch: Int64

    /// Makes the instant that lies so many milliseconds after 1970-01-01T00:00:00Z.
    @inlinable
    public init(millisecondsSinceEpoch: Int64) {
        self.millisecondsSinceEpoch = millisecondsSinceEpoch
    }

    /// Whole seconds after 1970-01-01T00:00:00Z, rounded down: -1 ms is in second -1 (D-38).
    public var secondsSinceEpoch: Int64 {
        let (quotient, remainder) = millisecondsSinceEpoch.quotientAndRemainder(dividingBy: 1_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The milliseconds since the second began, 0 to 999, before 1970 too.
    public var millisecondOfSecond: Int {
        let remainder = Int(millisecondsSinceEpoch % 1_000)
        return remainder < 0 ? remainder + 1_000 : remainder
    }

    /// The day in UTC; nil if a `CQLDate` can't hold it, more than five million years away.
    public var date: CQLDate? {
        Int32(exactly: day.number).map(CQLDate.init(daysSinceEpoch:))
    }

    /// The time of day in UTC.
    public var time: CQLTime {
        CQLTime(nanosecondsSinceMidnight: day.milliseconds * 1_000_000)
    }

    /// The number of the day in UTC and the milliseconds since it began.
    private var day: (number: Int64, milliseconds: Int64) {
        let (quotient, remainder) = millisecondsSinceEpoch.quotientAndRemainder(dividingBy: Self.millisecondsPerDay)
        return remainder < 0 ? (quotient - 1, remainder + Self.millisecondsPerDay) : (quotient, remainder)
    }

    private static let millisecondsPerDay: Int64 = 86_400_000
}

extension CQLTimestamp: Comparable {
    /// Compares by time.
    @inlinable
    public static func < (left: CQLTimestamp, right: CQLTimestamp) -> Bool {
        left.millisecondsSinceEpoch < right.millisecondsSinceEpoch
    }
}

extension CQLTimestamp: LosslessStringConvertible {
    /// Reads ISO 8601 as Cassandra does, or bare milliseconds since 1970.
    ///
    /// `2024-02-29`, `2024-02-29T13:30Z`, `2024-02-29 13:30:54.234+0100`: with a `T` or a space, seconds and a fraction or
    /// without, in the zone `Z`, `+01`, `+0100`, `+01:00`. Without a zone it is UTC. The calendar is the proleptic Gregorian
    /// one; digits after the milliseconds are dropped.
    public init?(_ text: String) {
        if text.utf8.first != UInt8(ascii: "+"), let number = Int64(text) {
            self.init(millisecondsSinceEpoch: number)
            return
        }
        var scanner = ASCIIScanner(text)
        guard let day = Self.day(&scanner), let milliseconds = Self.millisecondsOfDay(&scanner) else { return nil }
        guard let zone = Self.zone(&scanner), scanner.isAtEnd else { return nil }
        // The first day begins before the first instant, so the sum needs more than 64 bits on the way.
        let sum = Int128(day) * Int128(Self.millisecondsPerDay) + Int128(milliseconds - zone)
        guard let result = Int64(exactly: sum) else { return nil }
        self.init(millisecondsSinceEpoch: result)
    }

    private static func day(_ scanner: inout ASCIIScanner) -> Int? {
        let isNegative = scanner.skip("-")
        guard
            let year = scanner.number(digits: 4...9).map(Int.init),
            scanner.skip("-"), let month = scanner.number(digits: 2...2),
            scanner.skip("-"), let day = scanner.number(digits: 2...2)
        else { return nil }
        return CivilDate(year: isNegative ? -year : year, month: Int(month), day: Int(day)).daysSinceEpoch
    }

    /// Zero if there is only a date.
    private static func millisecondsOfDay(_ scanner: inout ASCIIScanner) -> Int64? {
        var ahead = scanner
        guard ahead.skip("T") || ahead.skip(" ") else { return 0 }
        if let next = ahead.next, next == UInt8(ascii: "Z") || next == UInt8(ascii: "+") || next == UInt8(ascii: "-") {
            return 0
        }
        scanner = ahead
        guard
            let hour = scanner.number(digits: 2...2), hour < 24,
            scanner.skip(":"), let minute = scanner.number(digits: 2...2), minute < 60
        else { return nil }
        var second: UInt64 = 0
        var fraction: Int64 = 0
        if scanner.skip(":") {
            guard let value = scanner.number(digits: 2...2), value < 60 else { return nil }
            second = value
            if scanner.skip(".") {
                guard let value = scanner.billionths() else { return nil }
                fraction = value
            }
        }
        return Int64((hour * 60 + minute) * 60 + second) * 1_000 + fraction / 1_000_000
    }

    /// The milliseconds that the zone is ahead of UTC.
    private static func zone(_ scanner: inout ASCIIScanner) -> Int64? {
        guard !scanner.isAtEnd else { return 0 }
        _ = scanner.skip(" ")
        if scanner.skip("Z") { return 0 }
        let isBehind = scanner.skip("-")
        guard isBehind || scanner.skip("+"), let hours = scanner.number(digits: 2...2) else { return nil }
        var minutes: UInt64 = 0
        if scanner.skip(":") || !scanner.isAtEnd {
            guard let value = scanner.number(digits: 2...2), value < 60 else { return nil }
            minutes = value
        }
        let offset = Int64(hours * 60 + minutes)
        guard offset <= 18 * 60 else { return nil }
        return (isBehind ? -offset : offset) * 60_000
    }

    /// The instant in UTC as `2024-02-29T13:30:54.234Z`; bare milliseconds outside the years 1 to 9999.
    ///
    /// Cassandra reads either, as the same instant.
    public var description: String {
        let date = CivilDate(daysSinceEpoch: Int(day.number))
        guard (1...9999).contains(date.year) else { return String(millisecondsSinceEpoch) }
        var text = ""
        text.append(date.year.magnitude, paddedTo: 4)
        text += "-"
        text.append(date.month.magnitude, paddedTo: 2)
        text += "-"
        text.append(date.day.magnitude, paddedTo: 2)
        text += "T"
        let time = day.milliseconds.magnitude
        text.append(time / 3_600_000, paddedTo: 2)
        text += ":"
        text.append(time / 60_000 % 60, paddedTo: 2)
        text += ":"
        text.append(time / 1_000 % 60, paddedTo: 2)
        text += "."
        text.append(time % 1_000, paddedTo: 3)
        return text + "Z"
    }
}
