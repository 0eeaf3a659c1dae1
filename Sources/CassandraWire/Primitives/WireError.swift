/// What can be wrong with bytes, or with a value on its way to bytes.
///
/// Small and trivial, so that throwing one costs nothing: the column's name, the row and the Swift type are added at the
/// public boundary, by `ColumnError`.
@frozen public enum WireError: Error, Hashable, Sendable {
    // Reading.

    /// Something claims more bytes than there are.
    case truncated
    /// Bytes are left over inside a value.
    case trailingBytes(count: Int32)
    /// A fixed-size value has another size.
    case wrongLength(expected: Int32, actual: Int32)
    /// A count is negative, or larger than what follows could hold.
    case invalidCount(Int32)
    /// A null where the Swift type has no room for one.
    case unexpectedNull
    /// A value of zero bytes of a type for which that means "empty", where the Swift type has no room for it.
    case unexpectedEmpty
    /// Text that is not UTF-8, or ascii with a byte of 0x80 and more.
    case invalidText
    /// Bytes that are no value of their type in some other way.
    case malformed
    /// A type, or a value, nested deeper than `CQLType.maximumDepth`.
    case tooDeep
    /// A number that has no meaning in its place.
    case unknown(WireField, Int32)

    // Both ways.

    /// A number that does not fit the other side's type.
    case outOfRange
    /// A CQL type that the Swift type is not made for.
    case typeMismatch
    /// Compression that was not negotiated, or is not built in.
    case compressionUnavailable
    /// Compressed bytes that do not give what they claim.
    case corruptCompression

    /// The Swift type refused the value, for a reason of its own.
    case refused

    // Writing.

    /// A null inside a list, set, map or vector: Cassandra knows none there.
    case nullInCollection
    /// An unset value anywhere but as a bound value itself.
    case nestedUnset
    /// A set or map whose elements or keys are not distinct in Swift; reading on would lose one of them.
    case duplicateKey
    /// More bytes or elements than the protocol's length field can say.
    case tooLong
    /// A vector with another number of elements than its type has.
    case wrongDimension(expected: Int32, actual: Int32)
    /// Another number of values than the statement has markers.
    case wrongValueCount(expected: Int32, actual: Int32)
}

/// Which numbered field held an unknown number.
@frozen public enum WireField: UInt8, Hashable, Sendable {
    /// The header's opcode.
    case opcode
    /// A consistency level.
    case consistency
    /// The id of a column's type.
    case type
    /// The kind of a result.
    case resultKind
    /// The kind of a batch.
    case batchKind
    /// The kind of a batch's statement: text or prepared.
    case batchEntryKind
    /// The length of an address.
    case addressLength
    /// The length of a value below "unset".
    case valueLength
}

extension WireError: CustomStringConvertible {
    /// The error in plain words.
    public var description: String {
        switch self {
        case .truncated: "fewer bytes than announced"
        case .trailingBytes(let count): "\(count) bytes too many"
        case .wrongLength(let expected, let actual): "\(actual) bytes instead of \(expected)"
        case .invalidCount(let count): "an impossible count of \(count)"
        case .unexpectedNull: "null"
        case .unexpectedEmpty: "an empty value"
        case .invalidText: "invalid text"
        case .malformed: "malformed bytes"
        case .tooDeep: "nested too deep"
        case .unknown(let field, let number): "unknown \(field) \(number)"
        case .outOfRange: "a number out of range"
        case .typeMismatch: "a type that does not match"
        case .refused: "refused by the Swift type"
        case .compressionUnavailable: "compressed without being negotiated"
        case .corruptCompression: "corrupt compressed bytes"
        case .nullInCollection: "null inside a collection"
        case .nestedUnset: "unset inside another value"
        case .duplicateKey: "two equal elements or keys"
        case .tooLong: "too long for the protocol"
        case .wrongDimension(let expected, let actual): "a vector of \(actual) elements instead of \(expected)"
        case .wrongValueCount(let expected, let actual): "\(actual) values instead of \(expected)"
        }
    }
}
