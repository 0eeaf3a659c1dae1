#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

// A Date is a Double of seconds after 2001, so it holds whole milliseconds only to some distance. The limit is that of
// ECMAScript's dates, 10^8 days from 1970: within it each millisecond has a Date of its own, beyond it none is given.

extension Date: CQLCodable {
    /// Accepts `timestamp`.
    public static func decodingPlan(for type: CQLType) -> NoPlan? { CQLTimestamp.decodingPlan(for: type) }

    /// Accepts `timestamp`.
    public static func encodingPlan(for type: CQLType) -> NoPlan? { CQLTimestamp.encodingPlan(for: type) }

    /// Reads milliseconds; those more than 275,000 years away are out of range, which `CQLTimestamp` reads.
    @inlinable public init(contents reader: inout WireReader, count: Int, plan: NoPlan) throws {
        guard let date = Date(try CQLTimestamp(contents: &reader, count: count, plan: plan)) else {
            throw WireError.outOfRange
        }
        self = date
    }

    /// Appends milliseconds, rounded down; what is not finite or too far away is out of range.
    @inlinable public func encodeContents(to writer: inout WireWriter, plan: NoPlan) throws {
        guard let timestamp = CQLTimestamp(self) else { throw WireError.outOfRange }
        try timestamp.encodeContents(to: &writer, plan: plan)
    }
}

extension Date {
    /// The same instant, or nil more than 275,000 years away, where a `Date` cannot tell milliseconds apart.
    public init?(_ timestamp: CQLTimestamp) {
        let milliseconds = timestamp.millisecondsSinceEpoch
        guard CQLTimestamp.millisecondsOfDates.contains(milliseconds) else { return nil }
        self.init(timeIntervalSinceReferenceDate: CQLTimestamp.seconds(milliseconds - CQLTimestamp.referenceDate))
    }

    /// The beginning of a day in UTC.
    public init(_ day: CQLDate) {
        let milliseconds = Int64(day.daysSinceEpoch) * 86_400_000
        self.init(timeIntervalSinceReferenceDate: CQLTimestamp.seconds(milliseconds - CQLTimestamp.referenceDate))
    }
}

extension CQLTimestamp {
    /// The millisecond that `date` is in; nil when it is not finite, or more than 275,000 years away.
    ///
    /// A date that was made from a timestamp gives that timestamp back.
    public init?(_ date: Date) {
        let seconds = date.timeIntervalSinceReferenceDate
        guard seconds > -8.65e12 && seconds < 8.65e12 else { return nil }
        // The product may be off by one, so the milliseconds are compared as the dates that they make.
        var milliseconds = Int64(seconds * 1_000)
        while Self.seconds(milliseconds + 1) <= seconds { milliseconds += 1 }
        while Self.seconds(milliseconds) > seconds { milliseconds -= 1 }
        milliseconds += Self.referenceDate
        guard Self.millisecondsOfDates.contains(milliseconds) else { return nil }
        self.init(millisecondsSinceEpoch: milliseconds)
    }

    fileprivate static let millisecondsOfDates = -8_640_000_000_000_000...8_640_000_000_000_000 as ClosedRange<Int64>

    /// From 1970 to 2001.
    fileprivate static let referenceDate: Int64 = 978_307_200_000

    /// Rounded once.
    fileprivate static func seconds(_ milliseconds: Int64) -> Double {
        Double(milliseconds) / 1_000
    }
}

extension CQLDate {
    /// The day in UTC that `date` is in; nil when it is not finite, or more than 275,000 years away.
    public init?(_ date: Date) {
        guard let day = CQLTimestamp(date)?.date else { return nil }
        self = day
    }
}
