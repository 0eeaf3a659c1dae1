import Bytes
import CassandraWire

/// Times and dates, moved by durations.
enum DurationArithmetic {
    private static let millisecondsInDay: Int64 = 86_400_000

    static func moved(
        _ time: ByteSlice, _ type: CQLType, by span: CQLDuration, isBack: Bool
    ) throws(ArithmeticFailure) -> ByteSlice? {
        if type == .date {
            guard span.nanoseconds == 0 else {
                throw .failed("The duration must have a day precision. Was: \(span)")
            }
            guard let wire = time.integer(UInt32.self) else { return nil }
            let day = Int64(CQLDate(wireValue: wire).daysSinceEpoch)
            let result = try moved(day * millisecondsInDay, by: span, isBack: isBack)
            // Days beyond the type's wrap.
            let days = result / millisecondsInDay - (result % millisecondsInDay < 0 ? 1 : 0)
            return LiteralText.number(CQLDate(daysSinceEpoch: Int32(truncatingIfNeeded: days)).wireValue)
        }
        guard span.nanoseconds % 1_000_000 == 0 else {
            throw .failed("The duration must have a millisecond precision. Was: \(span)")
        }
        guard let milliseconds = time.integer(Int64.self) else { return nil }
        return LiteralText.number(try moved(milliseconds, by: span, isBack: isBack))
    }

    /// Months first, then days, then the rest. What 64 bits do not hold wraps.
    private static func moved(
        _ time: Int64, by span: CQLDuration, isBack: Bool
    ) throws(ArithmeticFailure) -> Int64 {
        let direction: Int64 = isBack ? -1 : 1
        let days = direction * Int64(span.days)
        let rest = direction &* (span.nanoseconds / 1_000_000)
        guard span.months != 0 else { return time &+ days &* millisecondsInDay &+ rest }
        let inDay = (time % millisecondsInDay + millisecondsInDay) % millisecondsInDay
        let day = Int(time / millisecondsInDay) - (time % millisecondsInDay < 0 ? 1 : 0)
        guard let moved = CivilDay.adding(direction * Int64(span.months), to: day) else { throw .tooLarge }
        return (Int64(moved) &+ days) &* millisecondsInDay &+ inDay &+ rest
    }
}
