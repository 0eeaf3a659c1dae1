/// A span of months, days and nanoseconds: the value of a CQL `duration`.
///
/// The three are kept apart, because months and days differ in length; so 24 hours are not equal to one day, and
/// durations have no order. All have the same sign.
public struct CQLDuration: Sendable, Hashable {
    /// Whole months; twelve are a year.
    public let months: Int32
    /// Whole days; seven are a week.
    public let days: Int32
    /// Nanoseconds; a day or more of them stays as it is.
    public let nanoseconds: Int64

    /// No time at all.
    public static let zero = CQLDuration(unchecked: 0, 0, 0)

    /// Makes a duration of its parts; nil if some are above and others below zero.
    public init?(months: Int32, days: Int32, nanoseconds: Int64) {
        let hasNegative = months < 0 || days < 0 || nanoseconds < 0
        let hasPositive = months > 0 || days > 0 || nanoseconds > 0
        guard !(hasNegative && hasPositive) else { return nil }
        self.init(unchecked: months, days, nanoseconds)
    }

    private init(unchecked months: Int32, _ days: Int32, _ nanoseconds: Int64) {
        self.months = months
        self.days = days
        self.nanoseconds = nanoseconds
    }

    /// Whether the duration goes back in time.
    public var isNegative: Bool {
        months < 0 || days < 0 || nanoseconds < 0
    }
}

/// What is wrong with the bytes of a duration.
package enum CQLDurationError: Error, Equatable {
    /// An integer is cut off or missing.
    case truncated
    /// There are bytes behind the three integers.
    case trailingBytes
    /// The months don't fit 32 bits.
    case monthsOutOfRange
    /// The days don't fit 32 bits.
    case daysOutOfRange
    /// Some parts are above zero and others below.
    case mixedSigns
}

// v5 §5.8; v4 has durations as a custom type with the same bytes.

/// The value on the wire: three signed variable-length integers.
extension CQLDuration {
    /// Reads the wire form, and nothing but it (D-39).
    package init(vintBytes bytes: some RandomAccessCollection<UInt8>) throws(CQLDurationError) {
        var index = bytes.startIndex
        let months: Int64
        let days: Int64
        let nanoseconds: Int64
        do {
            months = try VariableInteger.readSigned(bytes, at: &index)
            days = try VariableInteger.readSigned(bytes, at: &index)
            nanoseconds = try VariableInteger.readSigned(bytes, at: &index)
        } catch {
            switch error {
            case .truncated: throw .truncated
            }
        }
        guard let months = Int32(exactly: months) else { throw .monthsOutOfRange }
        guard let days = Int32(exactly: days) else { throw .daysOutOfRange }
        guard index == bytes.endIndex else { throw .trailingBytes }
        guard let value = CQLDuration(months: months, days: days, nanoseconds: nanoseconds) else { throw .mixedSigns }
        self = value
    }

    /// Appends the wire form.
    package func appendVintBytes(to bytes: inout [UInt8]) {
        VariableInteger.appendSigned(Int64(months), to: &bytes)
        VariableInteger.appendSigned(Int64(days), to: &bytes)
        VariableInteger.appendSigned(nanoseconds, to: &bytes)
    }

    /// The length of the wire form.
    package var vintByteCount: Int {
        VariableInteger.length(VariableInteger.zigZag(Int64(months)))
            + VariableInteger.length(VariableInteger.zigZag(Int64(days)))
            + VariableInteger.length(VariableInteger.zigZag(nanoseconds))
    }
}
