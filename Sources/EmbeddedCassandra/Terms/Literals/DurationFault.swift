import CassandraWire

/// Why a duration of CQL's own form is none.
enum DurationFault {
    private static let units = [
        "years", "months", "weeks", "days", "hours", "minutes", "seconds", "milliseconds", "microseconds",
        "nanoseconds",
    ]
    private static let symbols = ["y", "mo", "w", "d", "h", "m", "s", "ms", "us", "ns"]

    /// `nil` if the text has another form altogether.
    static func reason(_ text: String) -> ServerError? {
        var rest = text.hasPrefix("-") ? text.dropFirst() : text[...]
        var last: Int?
        var months: Int128 = 0
        var days: Int128 = 0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            let letters = rest.prefix { !($0.isASCII && $0.isNumber) }
            rest = rest.dropFirst(letters.count)
            let symbol = letters.lowercased().replacing("µ", with: "u")
            guard !digits.isEmpty, let unit = symbols.firstIndex(of: symbol) else { return nil }
            guard let count = Int64(digits) else {
                return .server("java.lang.NumberFormatException: For input string: \"\(digits)\"")
            }
            if let last {
                if unit == last { return .invalid("Invalid duration. The \(units[unit]) are specified multiple times") }
                if unit < last {
                    return .invalid("Invalid duration. The \(units[last]) should be after \(units[unit])")
                }
            }
            last = unit
            switch unit {
            case 0, 1: months += Int128(count) * (unit == 0 ? 12 : 1)
            case 2, 3: days += Int128(count) * (unit == 2 ? 7 : 1)
            default: break
            }
            if months > Int32.max { return tooLarge("months") }
            if days > Int32.max { return tooLarge("days") }
        }
        return tooLarge("nanoseconds")
    }

    private static func tooLarge(_ unit: String) -> ServerError {
        .invalid("Invalid duration. The total number of \(unit) must be less or equal to 2147483647")
    }
}
