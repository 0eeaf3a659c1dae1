import CassandraWire

/// The forms of a timestamp that the server reads: a date of loose digits with a time, or a strict one without.
enum TimestampText {
    enum Reading: Equatable {
        case milliseconds(Int64)
        /// A time that 64 bits do not hold.
        case overflow
        case unreadable
    }

    static func read(_ text: String) -> Reading {
        dateAndTime(DigitScanner(text)) ?? dateOnly(DigitScanner(text)) ?? .unreadable
    }

    /// `y-M-d'T'H:m[:s][.fraction][zone]`, or with a space; digits may be missing or too many.
    private static func dateAndTime(_ start: DigitScanner) -> Reading? {
        var scanner = start
        guard let year = scanner.number(1...9), year > 0, scanner.skip("-"), let month = scanner.number(1...9),
            scanner.skip("-"), let day = scanner.number(1...9), scanner.skip("T") || scanner.skip(" "),
            let hour = scanner.number(1...9), hour <= 24, scanner.skip(":"),
            let minute = scanner.number(1...9), minute < 60
        else { return nil }
        var second = 0
        var milliseconds = 0
        if scanner.skip(":") {
            guard let value = scanner.number(1...9), value < 60 else { return nil }
            second = value
            if scanner.skip(".") { milliseconds = scanner.thousandths() }
        }
        guard hour < 24 || (minute == 0 && second == 0 && milliseconds == 0) else { return nil }
        return instant(
            year, month, day, ((hour * 60 + minute) * 60 + second) * 1_000 + milliseconds, zone: scanner.rest)
    }

    /// `yyyy-MM-dd[zone]`; a longer year has a sign.
    private static func dateOnly(_ start: DigitScanner) -> Reading? {
        var scanner = start
        let isNegative = scanner.skip("-")
        let isLong = !isNegative && scanner.skip("+")
        guard let year = scanner.number(isNegative ? 4...9 : isLong ? 5...9 : 4...4), scanner.skip("-"),
            let month = scanner.number(2...2), scanner.skip("-"), let day = scanner.number(2...2)
        else { return nil }
        return instant(isNegative ? -year : year, month, day, 0, zone: scanner.rest)
    }

    private static func instant(
        _ year: Int, _ month: Int, _ day: Int, _ milliseconds: Int, zone: Substring
    ) -> Reading? {
        // The last day of a month stands for those up to the 31st that it lacks.
        guard (1...12).contains(month), (1...31).contains(day), let date = lastDay(year, month, day) else { return nil }
        guard let zone = TimeZoneText.zone(zone) else { return nil }
        let local = Int128(date) * 86_400_000 + Int128(milliseconds)
        let result = local - Int128(zone.offset(localDay: date, milliseconds) * 1_000)
        return Int64(exactly: result).map(Reading.milliseconds) ?? .overflow
    }

    private static func lastDay(_ year: Int, _ month: Int, _ day: Int) -> Int? {
        for day in (max(1, day - 3)...day).reversed() {
            if let days = CivilDay.number(year: year, month: month, day: day) { return days }
        }
        return nil
    }
}

/// Days of the proleptic Gregorian calendar, of years that no date of CQL reaches too.
enum CivilDay {
    /// Days since 1970-01-01; `nil` if there is no such day.
    static func number(year: Int, month: Int, day: Int) -> Int? {
        // The calendar repeats every 400 years.
        let cycles = (year - (year < 0 ? 399 : 0)) / 400
        let dayInCycle = CQLDate(year: year - cycles * 400 + 2000, month: month, day: day)?.daysSinceEpoch
        return dayInCycle.map { Int($0) + (cycles - 5) * 146_097 }
    }

    /// The date of a day, counted in years that begin in March, whose last day is the leap day.
    static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * dayOfYear + 2) / 153
        let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * fromMarch + 2) / 5 + 1)
    }

    /// The day so many months later; one that its month does not have is the month's last. `nil` for years too far away.
    static func adding(_ months: Int64, to days: Int) -> Int? {
        let date = date(days)
        let sum = Int64(date.year * 12 + date.month - 1).addingReportingOverflow(months)
        guard !sum.overflow, sum.partialValue.magnitude < 12_000_000_000 else { return nil }
        let month = Int((sum.partialValue % 12 + 12) % 12)
        let year = Int((sum.partialValue - Int64(month)) / 12)
        for day in stride(from: date.day, to: 0, by: -1) {
            if let moved = number(year: year, month: month + 1, day: day) { return moved }
        }
        return nil
    }

    /// 0 for Sunday.
    static func weekday(_ day: Int) -> Int {
        let remainder = (day + 4) % 7
        return remainder < 0 ? remainder + 7 : remainder
    }
}

/// Reads numbers and single characters from the front of a text.
struct DigitScanner {
    private(set) var rest: Substring

    init(_ text: String) {
        rest = text[...]
    }

    mutating func skip(_ character: Character) -> Bool {
        guard rest.first == character else { return false }
        rest.removeFirst()
        return true
    }

    /// As many digits as there are, if that is a number of them that is allowed.
    mutating func number(_ counts: ClosedRange<Int>) -> Int? {
        let digits = rest.utf8.prefix { $0 &- UInt8(ascii: "0") < 10 }
        guard counts.contains(digits.count), let value = Int(String(Substring(digits))) else { return nil }
        rest = rest.dropFirst(digits.count)
        return value
    }

    /// Up to nine digits of a fraction, cut after the third.
    mutating func thousandths() -> Int {
        let digits = rest.prefix(9).prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(digits.count)
        let padded = digits.prefix(3) + String(repeating: "0", count: max(0, 3 - digits.count))
        return Int(padded) ?? 0
    }
}
