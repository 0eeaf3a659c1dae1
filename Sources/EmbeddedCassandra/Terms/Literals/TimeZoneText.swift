/// A time zone as a timestamp's text names it.
struct TimeZoneText {
    enum Saving {
        case none
        /// From March's second Sunday to November's first, at two o'clock of the zone's own time.
        case american
        /// From March's last Sunday to October's last, at one o'clock in Greenwich.
        case european
    }

    /// Seconds ahead of UTC, in winter.
    let standard: Int
    let saving: Saving

    /// The zone behind a date or time: nothing, `Z`, `+01`, `+0130`, `+01:30`, or a name behind a space.
    static func zone(_ text: Substring) -> TimeZoneText? {
        if text.isEmpty { return TimeZoneText(standard: 0, saving: .none) }
        let bare = text.first == " " ? text.dropFirst() : text
        if let seconds = offset(bare) { return TimeZoneText(standard: seconds, saving: .none) }
        guard text.first == " " else { return nil }
        if let zone = named[String(bare)] { return zone }
        for prefix in ["UTC", "GMT", "UT"] where bare.hasPrefix(prefix) {
            let rest = bare.dropFirst(prefix.count)
            guard rest.contains(":"), let seconds = offset(rest) else { continue }
            return TimeZoneText(standard: seconds, saving: .none)
        }
        return nil
    }

    private static func offset(_ text: Substring) -> Int? {
        if text == "Z" { return 0 }
        guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
        var scanner = DigitScanner(String(text.dropFirst()))
        let minutes: Int
        if let digits = scanner.number(4...4) {
            guard scanner.rest.isEmpty, digits % 100 < 60 else { return nil }
            minutes = digits / 100 * 60 + digits % 100
        } else if let hours = scanner.number(2...2) {
            var part = 0
            if scanner.skip(":") {
                guard let value = scanner.number(2...2), value < 60 else { return nil }
                part = value
            }
            guard scanner.rest.isEmpty else { return nil }
            minutes = hours * 60 + part
        } else {
            return nil
        }
        guard minutes <= 18 * 60 else { return nil }
        return (sign == "-" ? -minutes : minutes) * 60
    }

    /// Seconds ahead of UTC at a local time.
    func offset(localDay day: Int, _ milliseconds: Int) -> Int {
        guard saving != .none else { return standard }
        let seconds = day * 86_400 + milliseconds / 1_000
        let year = Self.year(of: day)
        let bounds: (start: Int, end: Int)
        if saving == .american {
            bounds = (
                Self.sunday(year, 3, from: 8) * 86_400 + 7_200, Self.sunday(year, 11, from: 1) * 86_400 + 7_200
            )
        } else {
            // The end is an hour after the clock shows it for the first time: the first of two times counts.
            let shift = standard + 3_600
            bounds = (
                Self.sunday(year, 3, from: 25) * 86_400 + shift,
                Self.sunday(year, 10, from: 25) * 86_400 + shift + 3_600
            )
        }
        return seconds >= bounds.start && seconds < bounds.end ? standard + 3_600 : standard
    }

    /// The first Sunday of a month from a day on.
    private static func sunday(_ year: Int, _ month: Int, from day: Int) -> Int {
        let start = CivilDay.number(year: year, month: month, day: day) ?? 0
        return start + (7 - CivilDay.weekday(start)) % 7
    }

    private static func year(of day: Int) -> Int {
        var year = 1970 + Int((Double(day) / 365.2425).rounded(.down))
        while let start = CivilDay.number(year: year + 1, month: 1, day: 1), start <= day { year += 1 }
        while let start = CivilDay.number(year: year, month: 1, day: 1), start > day { year -= 1 }
        return year
    }

    /// The zones that are told by a name. Their rules are those of today, for all years.
    private static let named: [String: TimeZoneText] = {
        var zones: [String: TimeZoneText] = [:]
        func add(_ names: String, _ hours: Int, _ saving: Saving = .none) {
            for name in names.split(separator: " ") {
                zones[String(name)] = TimeZoneText(standard: hours * 3_600, saving: saving)
            }
        }
        add("UTC GMT UT Z Etc/UTC Etc/GMT Universal Zulu", 0)
        add("WET WEST IST Europe/London Europe/Dublin Europe/Lisbon", 0, .european)
        add("CET CEST Europe/Paris Europe/Berlin Europe/Madrid Europe/Rome Europe/Vienna Europe/Zurich", 1, .european)
        add("Europe/Amsterdam Europe/Brussels Europe/Stockholm Europe/Oslo Europe/Prague Europe/Warsaw", 1, .european)
        add("EET EEST Europe/Helsinki Europe/Kiev Europe/Athens", 2, .european)
        add("SAST", 2)
        add("MSK Europe/Moscow", 3)
        add("JST Asia/Tokyo", 9)
        add("HST", -10)
        add("AKST AKDT", -9, .american)
        add("PST PDT America/Los_Angeles", -8, .american)
        add("MST MDT America/Denver", -7, .american)
        add("CST CDT America/Chicago", -6, .american)
        add("EST EDT America/New_York", -5, .american)
        return zones
    }()
}
