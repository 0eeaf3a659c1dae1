/// A day without a time of day: the value of a CQL `date`.
///
/// The calendar is the proleptic Gregorian one, and holds all 2^32 days that Cassandra does: years -5877641 to 5881580.
public struct CQLDate: Sendable, Hashable {
    /// Days after 1970-01-01, negative before it.
    public let daysSinceEpoch: Int32

    /// Makes the date that lies so many days after 1970-01-01.
    @inlinable
    public init(daysSinceEpoch: Int32) {
        self.daysSinceEpoch = daysSinceEpoch
    }

    /// Makes a date of the proleptic Gregorian calendar; nil if there is no such day, or out of range.
    ///
    /// Year 0 is 1 BC.
    public init?(year: Int, month: Int, day: Int) {
        guard let days = CivilDate(year: year, month: month, day: day).daysSinceEpoch.flatMap(Int32.init(exactly:))
        else {
            return nil
        }
        self.init(daysSinceEpoch: days)
    }

    /// The year, month from 1 and day from 1 of the proleptic Gregorian calendar.
    public var components: (year: Int, month: Int, day: Int) {
        let date = CivilDate(daysSinceEpoch: Int(daysSinceEpoch))
        return (date.year, date.month, date.day)
    }

    // v4 §6.5

    /// Reads the number on the wire, where 1970-01-01 is 2^31.
    @inlinable
    package init(wireValue: UInt32) {
        self.init(daysSinceEpoch: Int32(bitPattern: wireValue ^ 0x8000_0000))
    }

    /// The number on the wire.
    @inlinable
    package var wireValue: UInt32 {
        UInt32(bitPattern: daysSinceEpoch) ^ 0x8000_0000
    }
}

extension CQLDate: Comparable {
    /// Compares by time.
    @inlinable
    public static func < (left: CQLDate, right: CQLDate) -> Bool {
        left.daysSinceEpoch < right.daysSinceEpoch
    }
}

extension CQLDate: LosslessStringConvertible {
    /// Reads what Cassandra reads as a `date`: `2024-02-29`, a longer year with its sign, or the bare number on the
    /// wire.
    public init?(_ text: String) {
        if let number = Self.wireValue(of: text) {
            self.init(wireValue: number)
            return
        }
        var scanner = ASCIIScanner(text)
        let isNegative = scanner.skip("-")
        let isLong = !isNegative && scanner.skip("+")
        guard
            let year = scanner.number(digits: isNegative ? 4...10 : isLong ? 5...10 : 4...4).map(Int.init),
            !(isNegative && year == 0),
            scanner.skip("-"), let month = scanner.number(digits: 2...2),
            scanner.skip("-"), let day = scanner.number(digits: 2...2),
            scanner.isAtEnd
        else { return nil }
        self.init(year: isNegative ? -year : year, month: Int(month), day: Int(day))
    }

    private static func wireValue(of text: String) -> UInt32? {
        var scanner = ASCIIScanner(text)
        guard let number = scanner.number(digits: 1...10), scanner.isAtEnd else { return nil }
        return UInt32(exactly: number)
    }

    /// The date as `yyyy-MM-dd`; a year beyond four digits has a sign, as one before year 0 has.
    public var description: String {
        let (year, month, day) = components
        var text = year < 0 ? "-" : year > 9999 ? "+" : ""
        text.append(year.magnitude, paddedTo: 4)
        text += "-"
        text.append(month.magnitude, paddedTo: 2)
        text += "-"
        text.append(day.magnitude, paddedTo: 2)
        return text
    }
}
