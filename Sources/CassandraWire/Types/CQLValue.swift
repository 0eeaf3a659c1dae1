public import Bytes

/// A value of any CQL type, for code that learns types at run time.
///
/// Blobs are slices of the page they came in; everything else is a copy. Two values are equal when their bytes would be:
/// texts are compared by their UTF-8, and 1.0 and 1.00 are two decimals.
@frozen public enum CQLValue: Sendable {
    /// No value.
    case null
    /// Not bound: the column stays as it is. Only as a bound value, never read.
    case unset
    /// A value of zero bytes of a type that needs some, as older applications wrote them.
    case empty

    /// An `ascii`.
    case ascii(String)
    /// A `bigint`.
    case bigint(Int64)
    /// A `blob`.
    case blob(ByteSlice)
    /// A `boolean`.
    case boolean(Bool)
    /// A `counter`.
    case counter(Int64)
    /// A `date`.
    case date(CQLDate)
    /// A `decimal`.
    case decimal(CQLDecimal)
    /// A `double`.
    case double(Double)
    /// A `duration`.
    case duration(CQLDuration)
    /// A `float`.
    case float(Float)
    /// An `inet`.
    indirect case inet(CQLInet)
    /// An `int`.
    case int(Int32)
    /// A `smallint`.
    case smallint(Int16)
    /// A `text` or `varchar`.
    case text(String)
    /// A `time`.
    case time(CQLTime)
    /// A `timestamp`.
    case timestamp(CQLTimestamp)
    /// A `timeuuid`; of any version, the server does not hold to it.
    case timeuuid(CQLUUID)
    /// A `tinyint`.
    case tinyint(Int8)
    /// A `uuid`.
    case uuid(CQLUUID)
    /// A `varint`.
    case varint(CQLVarint)

    /// A list.
    case list([CQLValue])
    /// A set, in the order of the bytes.
    case set([CQLValue])
    /// A map, in the order of the bytes.
    case map([CQLMap<CQLValue, CQLValue>.Entry])
    /// A tuple, with as many elements as its type.
    case tuple([CQLValue])
    /// A value of a user-defined type.
    indirect case udt(UDTValue)
    /// A vector.
    case vector([CQLValue])
    /// A value of a type without a CQL name.
    case custom(ByteSlice)
}

/// A value of a user-defined type: its type, and a value for each field.
public struct UDTValue: Sendable {
    /// The type, with the names of the fields.
    public let type: UserDefinedType
    /// A value for each field, in the type's order.
    public private(set) var values: [CQLValue]

    /// The values in the type's order; `nil` when there are more than the type has fields. Missing ones are null.
    public init?(_ type: UserDefinedType, values: [CQLValue]) {
        guard values.count <= type.fields.count else { return nil }
        self.type = type
        self.values = values + Array(repeating: .null, count: type.fields.count - values.count)
    }

    /// Values by the names of their fields: those not named are null, and a name that the type does not have gives
    /// `nil`, because the value would get lost.
    public init?(_ type: UserDefinedType, named values: [String: CQLValue]) {
        self.type = type
        self.values = Array(repeating: .null, count: type.fields.count)
        for (name, value) in values {
            guard let index = type.index(of: name) else { return nil }
            self.values[index] = value
        }
    }

    /// The value of the field called `name`, or `nil` when the type has none.
    public subscript(name: String) -> CQLValue? {
        type.index(of: name).map { values[$0] }
    }
}

extension UDTValue: Hashable {
    /// Compares names and values. The types of the fields may differ in `frozen`, which metadata does not say.
    public static func == (left: UDTValue, right: UDTValue) -> Bool {
        left.type.name == right.type.name && left.type.keyspace == right.type.keyspace
            && left.type.hasFieldNames(of: right.type)
            && left.values == right.values
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(type.name)
        hasher.combine(values)
    }
}

extension CQLValue: Hashable {
    /// Compares values of the same case; texts by their UTF-8, floating-point numbers by their bits.
    public static func == (left: CQLValue, right: CQLValue) -> Bool {
        switch (left, right) {
        case (.null, .null), (.unset, .unset), (.empty, .empty): true
        case (.ascii(let left), .ascii(let right)), (.text(let left), .text(let right)):
            left.utf8.elementsEqual(right.utf8)
        case (.bigint(let left), .bigint(let right)), (.counter(let left), .counter(let right)): left == right
        case (.blob(let left), .blob(let right)), (.custom(let left), .custom(let right)): left == right
        case (.boolean(let left), .boolean(let right)): left == right
        case (.date(let left), .date(let right)): left == right
        case (.decimal(let left), .decimal(let right)): left == right
        case (.double(let left), .double(let right)): left.bitPattern == right.bitPattern
        case (.duration(let left), .duration(let right)): left == right
        case (.float(let left), .float(let right)): left.bitPattern == right.bitPattern
        case (.inet(let left), .inet(let right)): left == right
        case (.int(let left), .int(let right)): left == right
        case (.smallint(let left), .smallint(let right)): left == right
        case (.time(let left), .time(let right)): left == right
        case (.timestamp(let left), .timestamp(let right)): left == right
        case (.timeuuid(let left), .timeuuid(let right)), (.uuid(let left), .uuid(let right)): left == right
        case (.tinyint(let left), .tinyint(let right)): left == right
        case (.varint(let left), .varint(let right)): left == right
        case (.list(let left), .list(let right)), (.set(let left), .set(let right)),
            (.tuple(let left), .tuple(let right)), (.vector(let left), .vector(let right)):
            left == right
        case (.map(let left), .map(let right)): left == right
        case (.udt(let left), .udt(let right)): left == right
        default: false
        }
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .unset: hasher.combine(1)
        case .empty: hasher.combine(2)
        case .ascii(let text), .text(let text): for byte in text.utf8 { hasher.combine(byte) }
        case .bigint(let number), .counter(let number): hasher.combine(number)
        case .blob(let bytes), .custom(let bytes): hasher.combine(bytes)
        case .boolean(let value): hasher.combine(value)
        case .date(let date): hasher.combine(date)
        case .decimal(let number): hasher.combine(number)
        case .double(let number): hasher.combine(number.bitPattern)
        case .duration(let duration): hasher.combine(duration)
        case .float(let number): hasher.combine(number.bitPattern)
        case .inet(let address): hasher.combine(address)
        case .int(let number): hasher.combine(number)
        case .smallint(let number): hasher.combine(number)
        case .time(let time): hasher.combine(time)
        case .timestamp(let timestamp): hasher.combine(timestamp)
        case .timeuuid(let uuid), .uuid(let uuid): hasher.combine(uuid)
        case .tinyint(let number): hasher.combine(number)
        case .varint(let number): hasher.combine(number)
        case .list(let values), .set(let values), .tuple(let values), .vector(let values): hasher.combine(values)
        case .map(let entries): hasher.combine(entries)
        case .udt(let value): hasher.combine(value)
        }
    }
}
