import Bytes
import CassandraWire

/// `floor`: the beginning of the span of time that a time lies in, for spans that follow each other from a start.
enum FloorFunctions {
    static let all: [ScalarFunction] =
        [
            of(.timestamp, from: nil), of(.timestamp, from: .timestamp), of(.timeuuid, from: nil),
            of(.timeuuid, from: .timestamp), of(.date, from: nil), of(.date, from: .date),
        ] + [timeOfDay]

    /// Of a point in time: 1970 is the start when none is given.
    private static func of(_ type: CQLType, from start: CQLType?) -> ScalarFunction {
        let result: CQLType = type == .date ? .date : .timestamp
        let types = [type, .duration] + (start.map { [$0] } ?? [])
        return ScalarFunction("floor", types, result) { (arguments, _) throws(ServerError) in
            guard let time = TimeFunctions.milliseconds(arguments[0], type), let span = duration(arguments[1])
            else { return nil }
            var from: Int64 = 0
            if let start {
                guard let given = TimeFunctions.milliseconds(arguments[2], start) else { return nil }
                from = given
            }
            if type == .date, span.nanoseconds != 0 {
                throw .invalid(
                    "The floor on date values cannot be computed for the \(span) duration as precision is below 1 day")
            }
            let floor = try floor(time, span, from)
            return type == .date ? TimeFunctions.date(milliseconds: floor) : LiteralText.number(floor)
        }
    }

    private static let timeOfDay = ScalarFunction("floor", [.time, .duration], .time) {
        (arguments, _) throws(ServerError) in
        guard let time = arguments[0]?.integer(Int64.self), let span = duration(arguments[1]) else { return nil }
        guard !span.isNegative else { throw negative }
        guard span.months == 0, span.days == 0, span.nanoseconds <= 86_400_000_000_000 else {
            throw .invalid("For time values, the floor can only be computed for durations smaller that a day")
        }
        return LiteralText.number(span.nanoseconds == 0 ? time : time - time % span.nanoseconds)
    }

    private static let negative = ServerError.invalid("Negative durations are not supported by the floor function")

    private static func duration(_ bytes: ByteSlice?) -> CQLDuration? {
        bytes.flatMap { try? CQLDuration(vintBytes: $0) }
    }

    private static func floor(_ time: Int64, _ span: CQLDuration, _ start: Int64) throws(ServerError) -> Int64 {
        guard start <= time else {
            throw .invalid("The floor function starting time is greater than the provided time")
        }
        guard !span.isNegative else { throw negative }
        let fixed = Int64(span.days) * 86_400_000 + span.nanoseconds / 1_000_000
        let distance = time.subtractingReportingOverflow(start)
        guard !distance.overflow else { return time }
        if span.months == 0 { return fixed == 0 ? time : time - distance.partialValue % fixed }
        // Months differ in length: between as many spans as there would be of the longest and of the shortest.
        let least = Int64(span.months) * 28 * 86_400_000
        var (low, high) = (Int64(0), distance.partialValue / least + 1)
        while low < high {
            let middle = low + (high - low + 1) / 2
            if let end = end(of: middle, span, fixed, from: start), end <= time {
                low = middle
            } else {
                high = middle - 1
            }
        }
        return end(of: low, span, fixed, from: start) ?? start
    }

    /// The end of so many spans, months first; `nil` when there is no such time.
    private static func end(of count: Int64, _ span: CQLDuration, _ fixed: Int64, from start: Int64) -> Int64? {
        let second = CQLTimestamp(millisecondsSinceEpoch: start).secondsSinceEpoch
        let days = Int(second >= 0 ? second / 86_400 : -((86_399 - second) / 86_400))
        let months = count.multipliedReportingOverflow(by: Int64(span.months))
        guard !months.overflow else { return nil }
        let moved = CivilDay.adding(months.partialValue, to: days)
        guard let moved else { return nil }
        let whole = Int64(moved - days).multipliedReportingOverflow(by: 86_400_000)
        let rest = count.multipliedReportingOverflow(by: fixed)
        let length = whole.partialValue.addingReportingOverflow(rest.partialValue)
        let end = start.addingReportingOverflow(length.partialValue)
        return whole.overflow || rest.overflow || length.overflow || end.overflow ? nil : end.partialValue
    }
}
