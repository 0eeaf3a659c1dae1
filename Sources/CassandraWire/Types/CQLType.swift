/// A CQL type, as a column's metadata or a schema says it.
public enum CQLType: Hashable, Sendable {
    /// US-ASCII text.
    case ascii
    /// A 64-bit integer.
    case bigint
    /// Bytes.
    case blob
    /// True or false.
    case boolean
    /// A distributed 64-bit counter.
    case counter
    /// A day without time.
    case date
    /// A decimal number of any size.
    case decimal
    /// A 64-bit IEEE 754 number.
    case double
    /// Months, days and nanoseconds.
    case duration
    /// A 32-bit IEEE 754 number.
    case float
    /// An IPv4 or IPv6 address.
    case inet
    /// A 32-bit integer.
    case int
    /// A 16-bit integer.
    case smallint
    /// UTF-8 text; `varchar` is another name for it.
    case text
    /// Nanoseconds since midnight.
    case time
    /// Milliseconds since 1970.
    case timestamp
    /// A version 1 UUID.
    case timeuuid
    /// An 8-bit integer.
    case tinyint
    /// A UUID of any version.
    case uuid
    /// An integer of any size.
    case varint

    /// A list.
    indirect case list(CQLType)
    /// A set.
    indirect case set(CQLType)
    /// A map.
    indirect case map(key: CQLType, value: CQLType)
    /// A tuple.
    case tuple([CQLType])
    /// A user-defined type.
    indirect case udt(UserDefinedType)
    /// A vector of a fixed number of elements.
    indirect case vector(CQLType, dimension: Int)
    /// A type that is written and compared as a whole. The protocol does not carry this in a column's metadata, only
    /// type texts do; the bytes are those of the type inside.
    indirect case frozen(CQLType)
    /// A type of the server's that has no CQL name: its class name. Values are bytes.
    indirect case custom(String)

    /// How deep types may be nested. Hostile metadata could otherwise exhaust the stack.
    public static let maximumDepth = 64

    /// Another name of `text`.
    public static var varchar: CQLType { .text }

    /// The type without its outer `frozen`.
    @inlinable public var unfrozen: CQLType {
        if case .frozen(let inner) = self { inner.unfrozen } else { self }
    }

    /// The type with no `frozen` at any level, as the protocol's metadata says it.
    public var withoutFrozen: CQLType {
        switch self {
        case .frozen(let inner): inner.withoutFrozen
        case .list(let element): .list(element.withoutFrozen)
        case .set(let element): .set(element.withoutFrozen)
        case .map(let key, let value): .map(key: key.withoutFrozen, value: value.withoutFrozen)
        case .tuple(let fields): .tuple(fields.map(\.withoutFrozen))
        case .vector(let element, let dimension): .vector(element.withoutFrozen, dimension: dimension)
        case .udt(let type):
            .udt(
                UserDefinedType(
                    keyspace: type.keyspace, name: type.name,
                    fields: type.fields.map { .init(name: $0.name, type: $0.type.withoutFrozen) }))
        case .ascii, .bigint, .blob, .boolean, .counter, .date, .decimal, .double, .duration, .float, .inet, .int,
            .smallint, .text, .time, .timestamp, .timeuuid, .tinyint, .uuid, .varint, .custom:
            self
        }
    }

    /// The size of every value, where the server fixes one: only such elements stand in a vector without lengths.
    ///
    /// `smallint`, `tinyint`, `date` and `time` have one size too, but the server does not count them here.
    @usableFromInline package var fixedLength: Int? {
        switch self {
        case .boolean: 1
        case .int, .float: 4
        case .bigint, .counter, .double, .timestamp: 8
        case .uuid, .timeuuid: 16
        case .vector(let element, let dimension) where dimension > 0:
            element.fixedLength.flatMap { length in
                let product = length.multipliedReportingOverflow(by: dimension)
                return product.overflow ? nil : product.partialValue
            }
        case .frozen(let inner): inner.fixedLength
        case .ascii, .blob, .date, .decimal, .duration, .inet, .list, .map, .set, .smallint, .text, .time, .tinyint,
            .tuple, .udt, .varint, .vector, .custom:
            nil
        }
    }
}

/// A user-defined type: its names and its fields in their order.
public struct UserDefinedType: Hashable, Sendable {
    /// A field of a user-defined type.
    public struct Field: Hashable, Sendable {
        /// The name as it is inside, without quotes.
        public var name: String
        /// The field's type.
        public var type: CQLType

        /// A field.
        public init(name: String, type: CQLType) {
            self.name = name
            self.type = type
        }
    }

    /// The keyspace that the type belongs to, without quotes.
    public var keyspace: String
    /// The type's name, without quotes.
    public var name: String
    /// The fields, in the order in which values hold them.
    public var fields: [Field]

    /// A user-defined type.
    public init(keyspace: String, name: String, fields: [Field]) {
        self.keyspace = keyspace
        self.name = name
        self.fields = fields
    }

    /// The position of the field called `name`. Names are compared byte for byte, as the server does: Swift's `==`
    /// takes two for one that differ in how an accent is composed.
    public func index(of name: String) -> Int? {
        fields.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
    }

    /// Whether the fields have the same names in the same order.
    func hasFieldNames(of other: UserDefinedType) -> Bool {
        fields.elementsEqual(other.fields) { $0.name.utf8.elementsEqual($1.name.utf8) }
    }
}
