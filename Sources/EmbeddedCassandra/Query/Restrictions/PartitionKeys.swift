import Bytes
import CassandraWire

extension PartitionKey {
    /// The key of a partition by the values of its columns.
    ///
    /// - Parameter allowsEmpty: Whether it may have no bytes: partitions that no token range leaves are not looked at.
    static func make(_ components: [ByteSlice], allowsEmpty: Bool = false) throws(ServerError) -> PartitionKey {
        let bytes: ByteSlice
        if components.count == 1 {
            bytes = components[0]
            if bytes.isEmpty {
                guard allowsEmpty else { throw emptyKey }
                return PartitionKey(token: .min, bytes: bytes)
            }
        } else {
            var writer = WireWriter(capacity: components.reduce(0) { $0 + $1.count + 3 })
            for component in components {
                writer.write(UInt16(truncatingIfNeeded: component.count))
                writer.write(component)
                writer.write(UInt8(0))
            }
            bytes = writer.finish()
        }
        guard bytes.count <= Int(UInt16.max) else {
            throw .invalid("Key length of \(bytes.count) is longer than maximum of 65535")
        }
        return PartitionKey(token: Murmur3.token(of: bytes), bytes: bytes)
    }

    static let emptyKey = ServerError.invalid("Key may not be empty")

    /// The values of the key's columns.
    func components(of table: Table) -> [ByteSlice] {
        guard table.partitionKey.count > 1 else { return [bytes] }
        var components: [ByteSlice] = []
        var position = 0
        while components.count < table.partitionKey.count, position + 2 <= bytes.count {
            let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
            guard position + 2 + length <= bytes.count else { break }
            components.append(bytes.slice(position + 2..<position + 2 + length))
            position += 3 + length
        }
        return components
    }
}

extension WhereClause {
    /// The partitions that the restrictions name, in the order of their values.
    func partitionKeys(
        _ restrictions: [Restriction], _ input: EvaluationInput, allowsEmpty: Bool = false
    ) throws(ServerError) -> [PartitionKey] {
        var products: [[ByteSlice]] = [[]]
        var isSingle = true
        for restriction in restrictions {
            var values = try restriction.values(input).map { $0[0] }
            if restriction.comparison == .isIn {
                isSingle = false
                values = Self.distinct(values, restriction.columns[0].type)
            }
            products = products.flatMap { product in values.map { product + [$0] } }
        }
        var keys: [PartitionKey] = []
        if isSingle, let product = products.first { return [try PartitionKey.make(product, allowsEmpty: allowsEmpty)] }
        for product in products { keys.append(try PartitionKey.make(product, allowsEmpty: allowsEmpty)) }
        return keys
    }

    /// The partitions that a SELECT names: those on the part of the ring that it asks for. `nil` when it names none. A key
    /// without bytes may be among them.
    func namedKeys(_ input: EvaluationInput) throws(ServerError) -> [PartitionKey]? {
        guard case .keys(let restrictions) = partitions else { return nil }
        let keys = try partitionKeys(restrictions, input, allowsEmpty: true)
        guard !token.isEmpty else { return keys }
        let range = try TokenRange(token, input, ofNamedKeys: true)
        return keys.filter { range.contains($0.token) }
    }

    private static func distinct(_ values: [ByteSlice], _ type: CQLType) -> [ByteSlice] {
        var result: [ByteSlice] = []
        for value in values.sorted(by: { ValueOrder.compare($0, $1, as: type) < 0 }) where result.last != value {
            result.append(value)
        }
        return result
    }
}

/// Where on the ring a SELECT without partition keys looks.
struct TokenRange {
    /// After this token; with `isStartIncluded` from it.
    var start: Int64 = .min
    var isStartIncluded = true
    var end: Int64 = .max
    var isEndIncluded = true
    /// From `start` over the ring's end to `end`.
    private var isWrapped = false

    var isEmpty: Bool {
        start > end || (start == end && !(isStartIncluded && isEndIncluded))
    }

    func contains(_ token: Int64) -> Bool {
        let isBehindStart = isStartIncluded ? token >= start : token > start
        let isBeforeEnd = isEndIncluded ? token <= end : token < end
        return isWrapped ? isBehindStart || isBeforeEnd : isBehindStart && isBeforeEnd
    }

    init() {}

    /// - Parameter ofNamedKeys: Whether partitions that are named are looked for in it. Then bounds are what they say, and
    ///   a start behind the end means both ends of the ring; as a range to be read this would be nothing.
    init(
        _ restrictions: [RestrictionPreparer.TokenRestriction], _ input: EvaluationInput, ofNamedKeys: Bool = false
    ) throws(ServerError) {
        for restriction in restrictions {
            let value = try RestrictionTerm.value(
                restriction.term, input,
                null: ofNamedKeys ? .server("java.lang.NullPointerException") : .invalid("Invalid null token value"),
                // The server trips over it; clients see just that.
                unset: .server("java.lang.IndexOutOfBoundsException"))
            guard let token = value.bigEndianInteger else {
                throw .server("java.lang.IndexOutOfBoundsException")
            }
            switch restriction.comparison {
            case .greater, .greaterOrEqual:
                start = token
                isStartIncluded = restriction.comparison == .greaterOrEqual
            case .less, .lessOrEqual:
                // The least token as an upper bound means the end of the ring.
                let isRingEnd = token == .min && !ofNamedKeys
                end = isRingEnd ? .max : token
                isEndIncluded = isRingEnd || restriction.comparison == .lessOrEqual
            default:
                start = token
                end = token
            }
        }
        isWrapped = ofNamedKeys && start > end
    }
}

extension ByteSlice {
    /// The number that eight bytes or fewer are; `nil` for none or more.
    var bigEndianInteger: Int64? {
        guard !isEmpty, count <= 8 else { return nil }
        var number: Int64 = Int8(bitPattern: self[0]) < 0 ? -1 : 0
        for byte in self { number = number << 8 | Int64(byte) }
        return number
    }
}
