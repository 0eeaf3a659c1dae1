import Bytes
import CassandraWire

/// Counts rows.
final class RowCounter: AggregateAccumulator {
    private var count: Int64 = 0

    func add(_ arguments: [ByteSlice?]) { count += 1 }

    func result() -> ByteSlice? { LiteralText.number(count) }
}

/// Counts values that are not null.
final class ValueCounter: AggregateAccumulator {
    private var count: Int64 = 0

    func add(_ arguments: [ByteSlice?]) {
        if arguments.first.flatMap({ $0 }) != nil { count += 1 }
    }

    func result() -> ByteSlice? { LiteralText.number(count) }
}

/// Finds the smallest or the largest value.
final class ExtremeFinder: AggregateAccumulator {
    private let type: CQLType
    private let isMaximum: Bool
    private var found: ByteSlice?

    init(_ type: CQLType, isMaximum: Bool) {
        self.type = type
        self.isMaximum = isMaximum
    }

    func add(_ arguments: [ByteSlice?]) {
        guard let value = arguments.first.flatMap({ $0 }) else { return }
        guard let found else {
            self.found = value
            return
        }
        let order = ValueOrder.compare(value, found, as: type)
        if isMaximum ? order > 0 : order < 0 { self.found = value }
    }

    func result() -> ByteSlice? { found?.detached() }
}

/// Adds integers of up to 64 bits. A sum wraps at the type's bounds, an average does not.
final class IntegerSummer: AggregateAccumulator {
    private let type: CQLType
    private let isAverage: Bool
    private var sum: Int128 = 0
    private var count: Int128 = 0

    init(_ type: CQLType, isAverage: Bool) {
        self.type = type
        self.isAverage = isAverage
    }

    func add(_ arguments: [ByteSlice?]) {
        guard let bytes = arguments.first.flatMap({ $0 }), case .integer(let value)? = Number(bytes, type) else {
            return
        }
        sum &+= Int128(value)
        count += 1
    }

    func result() -> ByteSlice? {
        let value = isAverage ? (count == 0 ? 0 : sum / count) : sum
        return Number.integer(Int64(truncatingIfNeeded: value)).bytes(type)
    }
}

/// Adds floating-point numbers as doubles, and what rounding loses beside them.
final class FloatingSummer: AggregateAccumulator {
    private let type: CQLType
    private let isAverage: Bool
    private var sum = 0.0
    private var compensation = 0.0
    private var simpleSum = 0.0
    private var count = 0.0

    init(_ type: CQLType, isAverage: Bool) {
        self.type = type
        self.isAverage = isAverage
    }

    func add(_ arguments: [ByteSlice?]) throws(ServerError) {
        guard let bytes = arguments.first.flatMap({ $0 }) else { return }
        let value: Double
        switch Number(bytes, type) {
        case .float(let number): value = Double(number)
        case .double(let number): value = number
        default: return
        }
        if value.isNaN { hasNaN = true }
        if value.isInfinite { hasInfinity = true }
        count += 1
        simpleSum += value
        let adjusted = value - compensation
        let rounded = sum + adjusted
        compensation = (rounded - sum) - adjusted
        sum = rounded
        mean += value / count - mean / count
    }

    /// The average on the way, for sums beyond the type.
    private var mean = 0.0
    private var hasNaN = false
    private var hasInfinity = false

    func result() -> ByteSlice? {
        var total = sum + compensation
        if total.isNaN && simpleSum.isInfinite { total = simpleSum }
        if isAverage {
            if count == 0 { total = 0 } else if !hasInfinity { total = total.isFinite ? total / count : mean }
        }
        // Of two infinities the server's processor makes a value with a sign; what came in as no number has none.
        if total.isNaN, !hasNaN {
            return type == .float
                ? LiteralText.number(UInt32(0xFFC0_0000)) : LiteralText.number(UInt64(0xFFF8_0000_0000_0000))
        }
        return type == .float ? Number.float(Float(total)).bytes(type) : Number.double(total).bytes(type)
    }
}

/// Adds integers of any size.
final class VarintSummer: AggregateAccumulator {
    private let isAverage: Bool
    private var sum: CQLVarint = 0
    private var count = 0

    init(isAverage: Bool) {
        self.isAverage = isAverage
    }

    func add(_ arguments: [ByteSlice?]) {
        guard let bytes = arguments.first.flatMap({ $0 }), case .varint(let value)? = Number(bytes, .varint) else {
            return
        }
        sum = sum + value
        count += 1
    }

    func result() -> ByteSlice? {
        let value = isAverage && count > 0 ? sum.quotientAndRemainder(dividingBy: count).quotient : sum
        return Number.varint(value).bytes(.varint)
    }
}

/// Adds decimals exactly. An average is one on the way, each step of which is rounded, as the server has it.
final class DecimalSummer: AggregateAccumulator {
    private let isAverage: Bool
    private var sum = CQLDecimal(0)  // or the average
    private var count = 0

    init(isAverage: Bool) {
        self.isAverage = isAverage
    }

    func add(_ arguments: [ByteSlice?]) throws(ServerError) {
        guard let bytes = arguments.first.flatMap({ $0 }), case .decimal(let value)? = Number(bytes, .decimal) else {
            return
        }
        count += 1
        guard let step = isAverage ? value.adding(sum.negated)?.divided(by: count) : value, let sum = sum.adding(step)
        else { throw .unsupported("sums of decimals that far apart") }
        self.sum = sum
    }

    func result() -> ByteSlice? { Number.decimal(sum).bytes(.decimal) }
}
