/// A day of the proleptic Gregorian calendar.
struct CivilDate: Equatable {
    var year: Int
    var month: Int
    var day: Int
}

/// The algorithm counts from 1 March of year 0, so that the leap day is the last of its year, and by eras of 400 years.
extension CivilDate {
    private static let daysPerEra = 146_097
    /// From 0000-03-01 to 1970-01-01.
    private static let epochOffset = 719_468
    /// Far more than any CQL type holds, and far less than would overflow.
    private static let years = -1_000_000_000...1_000_000_000

    /// Whether there is such a day, within a billion years.
    var isValid: Bool {
        guard Self.years.contains(year), (1...12).contains(month) else { return false }
        return (1...Self.length(ofMonth: month, year: year)).contains(day)
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The day that lies so many days after 1970-01-01; exact for any day of an `Int64` of milliseconds.
    init(daysSinceEpoch days: Int) {
        let shifted = days + Self.epochOffset
        let era = (shifted - Self.daysPerEra.floorMargin(for: shifted)) / Self.daysPerEra
        let dayOfEra = shifted - era * Self.daysPerEra
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// The days from 1970-01-01 to this one; nil if there is no such day.
    var daysSinceEpoch: Int? {
        guard isValid else { return nil }
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear - 400.floorMargin(for: shiftedYear)) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * Self.daysPerEra + dayOfEra - Self.epochOffset
    }
}

extension Int {
    /// What to take from a dividend so that Swift's division, which truncates, rounds down.
    fileprivate func floorMargin(for dividend: Int) -> Int {
        dividend < 0 ? self - 1 : 0
    }
}
