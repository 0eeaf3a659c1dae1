extension CQLDuration: LosslessStringConvertible {
    /// Reads CQL's own form (`1y2mo3w4d5h6m7s8ms9us10ns`) or ISO 8601 (`P1Y2M3DT4H5M6S`, `P3W`,
    /// `P0001-02-03T04:05:06`).
    ///
    /// A minus sign before it makes all of it negative. As in CQL the units stand in their order, each at most once;
    /// `us` may be written `µs`, and CQL's own units in either case.
    public init?(_ text: String) {
        var scanner = ASCIIScanner(text)
        var sum = DurationSum(isNegative: scanner.skip("-"))
        let isComplete =
            if scanner.skip("P") {
                scanner.contains("-")
                    ? Self.readDateAndTime(&scanner, into: &sum) : Self.readDesignators(&scanner, into: &sum)
            } else {
                Self.readUnits(&scanner, into: &sum)
            }
        guard isComplete, let value = sum.duration else { return nil }
        self = value
    }

    private static func readUnits(_ scanner: inout ASCIIScanner, into sum: inout DurationSum) -> Bool {
        repeat {
            guard
                let count = scanner.number(digits: 1...Int.max),
                let unit = unit(&scanner),
                sum.add(count, unit)
            else { return false }
        } while !scanner.isAtEnd
        return true
    }

    private static func unit(_ scanner: inout ASCIIScanner) -> DurationUnit? {
        if scanner.skipLetter("y") { return .year }
        if scanner.skipLetter("w") { return .week }
        if scanner.skipLetter("d") { return .day }
        if scanner.skipLetter("h") { return .hour }
        if scanner.skipLetter("s") { return .second }
        if scanner.skipLetter("m") {
            return scanner.skipLetter("o") ? .month : scanner.skipLetter("s") ? .millisecond : .minute
        }
        if scanner.skipLetter("n") { return scanner.skipLetter("s") ? .nanosecond : nil }
        // U+00B5, the micro sign, and not the Greek letter: as Cassandra.
        let isMicro = scanner.skipLetter("u") || (scanner.skipByte(0xC2) && scanner.skipByte(0xB5))
        return isMicro && scanner.skipLetter("s") ? .microsecond : nil
    }

    /// The part behind `P` of `P1Y2M3DT4H5M6S` or `P3W`. Cassandra takes a bare `P` for zero.
    private static func readDesignators(_ scanner: inout ASCIIScanner, into sum: inout DurationSum) -> Bool {
        var isTime = false
        var hasWeeks = false
        while !scanner.isAtEnd {
            guard !hasWeeks else { return false }
            if !isTime, scanner.skip("T") {
                isTime = true
                continue
            }
            guard let count = scanner.number(digits: 1...Int.max) else { return false }
            let unit: DurationUnit
            switch (isTime, scanner.next) {
            case (false, UInt8(ascii: "Y")): unit = .year
            case (false, UInt8(ascii: "M")): unit = .month
            case (false, UInt8(ascii: "D")): unit = .day
            case (false, UInt8(ascii: "W")) where sum.isEmpty: (unit, hasWeeks) = (.week, true)
            case (true, UInt8(ascii: "H")): unit = .hour
            case (true, UInt8(ascii: "M")): unit = .minute
            case (true, UInt8(ascii: "S")): unit = .second
            default: return false
            }
            guard let designator = scanner.next, scanner.skipByte(designator), sum.add(count, unit) else {
                return false
            }
        }
        return true
    }

    /// The part behind `P` of `P0001-02-03T04:05:06`.
    private static func readDateAndTime(_ scanner: inout ASCIIScanner, into sum: inout DurationSum) -> Bool {
        guard
            let years = scanner.number(digits: 4...4), scanner.skip("-"),
            let months = scanner.number(digits: 2...2), scanner.skip("-"),
            let days = scanner.number(digits: 2...2), scanner.skip("T"),
            let hours = scanner.number(digits: 2...2), scanner.skip(":"),
            let minutes = scanner.number(digits: 2...2), scanner.skip(":"),
            let seconds = scanner.number(digits: 2...2), scanner.isAtEnd
        else { return false }
        return sum.add(years, .year) && sum.add(months, .month) && sum.add(days, .day)
            && sum.add(hours, .hour) && sum.add(minutes, .minute) && sum.add(seconds, .second)
    }

    /// CQL's own form, such as `-1y2mo3d4h5m6s7ms8us9ns`; `0s` if the duration is zero.
    public var description: String {
        var text = ""
        func append(_ value: UInt64, _ unit: String) {
            if value != 0 {
                text += "\(value)\(unit)"
            }
        }
        append(UInt64(months.magnitude / 12), "y")
        append(UInt64(months.magnitude % 12), "mo")
        append(UInt64(days.magnitude), "d")
        let nanoseconds = nanoseconds.magnitude
        append(nanoseconds / 3_600_000_000_000, "h")
        append(nanoseconds / 60_000_000_000 % 60, "m")
        append(nanoseconds / 1_000_000_000 % 60, "s")
        append(nanoseconds / 1_000_000 % 1_000, "ms")
        append(nanoseconds / 1_000 % 1_000, "us")
        append(nanoseconds % 1_000, "ns")
        return text.isEmpty ? "0s" : isNegative ? "-" + text : text
    }
}

/// The units of a duration's text, in the order in which they may stand.
private enum DurationUnit: Int {
    case year, month, week, day, hour, minute, second, millisecond, microsecond, nanosecond
}

/// Adds up the parts of a duration's text.
private struct DurationSum {
    let isNegative: Bool
    private var lastUnit: DurationUnit?
    private var months: UInt64 = 0
    private var days: UInt64 = 0
    private var nanoseconds: UInt64 = 0

    init(isNegative: Bool) {
        self.isNegative = isNegative
    }

    var isEmpty: Bool { lastUnit == nil }

    /// Whether the unit is one that may follow, and the sum fits 64 bits.
    mutating func add(_ count: UInt64, _ unit: DurationUnit) -> Bool {
        if let lastUnit, unit.rawValue <= lastUnit.rawValue { return false }
        lastUnit = unit
        return switch unit {
        case .year: Self.add(count, times: 12, to: &months)
        case .month: Self.add(count, times: 1, to: &months)
        case .week: Self.add(count, times: 7, to: &days)
        case .day: Self.add(count, times: 1, to: &days)
        case .hour: Self.add(count, times: 3_600_000_000_000, to: &nanoseconds)
        case .minute: Self.add(count, times: 60_000_000_000, to: &nanoseconds)
        case .second: Self.add(count, times: 1_000_000_000, to: &nanoseconds)
        case .millisecond: Self.add(count, times: 1_000_000, to: &nanoseconds)
        case .microsecond: Self.add(count, times: 1_000, to: &nanoseconds)
        case .nanosecond: Self.add(count, times: 1, to: &nanoseconds)
        }
    }

    private static func add(_ count: UInt64, times factor: UInt64, to total: inout UInt64) -> Bool {
        let (product, productOverflow) = count.multipliedReportingOverflow(by: factor)
        let (sum, sumOverflow) = total.addingReportingOverflow(product)
        total = sum
        return !productOverflow && !sumOverflow
    }

    /// The sum with its sign; nil if a part doesn't fit its type.
    var duration: CQLDuration? {
        guard
            let months = signed(months, as: Int32.self),
            let days = signed(days, as: Int32.self),
            let nanoseconds = signed(nanoseconds, as: Int64.self)
        else { return nil }
        return CQLDuration(months: months, days: days, nanoseconds: nanoseconds)
    }

    private func signed<T: FixedWidthInteger>(_ magnitude: UInt64, as type: T.Type) -> T? {
        T(exactly: isNegative ? -Int128(magnitude) : Int128(magnitude))
    }
}
