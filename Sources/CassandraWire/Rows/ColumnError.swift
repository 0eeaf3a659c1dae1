/// A value that could not be read from a column, or bound to a marker.
///
/// It names the column and both types, and never holds the value itself.
public struct ColumnError: Error, Sendable {
    private final class Fields: Sendable {
        let column: String
        let index: Int
        let row: Int?
        let type: CQLType?
        let field: String?
        let swiftType: String
        let error: any Error

        init(
            column: String, index: Int, row: Int?, type: CQLType?, field: String? = nil, swiftType: String,
            error: any Error
        ) {
            self.column = column
            self.index = index
            self.row = row
            self.type = type
            self.field = field
            self.swiftType = swiftType
            self.error = error
        }
    }

    // One word, so that a function that may throw it costs no more than one that may not.
    private let fields: Fields

    init(columns: [ColumnMetadata], index: Int, row: Int?, swiftType: String, error: any Error) {
        let column = columns.indices.contains(index) ? columns[index] : nil
        fields = Fields(
            column: column?.name ?? "", index: index, row: row, type: column?.type, swiftType: swiftType,
            error: error)
    }

    /// Of a `Decodable` or `Encodable` type's property.
    init(_ fault: FieldFault, _ columns: [ColumnMetadata], row: Int?) {
        let index = fault.column ?? columns.count
        let column = columns.indices.contains(index) ? columns[index] : nil
        fields = Fields(
            column: column?.name ?? (fault.error as? NameError)?.name ?? "", index: index, row: row, type: column?.type,
            field: fault.fields.isEmpty ? nil : fault.fields.joined(separator: "."), swiftType: fault.swiftType,
            error: fault.error)
    }

    /// The column's name, empty when the fault is not with one column.
    public var column: String { fields.column }
    /// The column's position, from 0.
    public var index: Int { fields.index }
    /// The row's position in its page, from 0; `nil` when types or bound values are at fault.
    public var row: Int? { fields.row }
    /// The column's CQL type.
    public var type: CQLType? { fields.type }
    /// The field inside the column's value, when a `Decodable` or `Encodable` type is at fault there: `street`, or
    /// `address.street`.
    public var field: String? { fields.field }
    /// The Swift type that was asked for, or bound.
    public var swiftType: String { fields.swiftType }
    /// What was wrong.
    public var reason: WireError { fields.error as? WireError ?? .refused }
    /// The error of a Swift type that refused the value for a reason of its own.
    public var underlyingError: (any Error)? { fields.error is WireError ? nil : fields.error }
}

extension ColumnError: CustomStringConvertible {
    /// The column, the types and the reason in a sentence.
    public var description: String {
        let row = row.map { " of row \($0)" } ?? ""
        guard let type else { return "\(swiftType)\(row): \(cause)" }
        let field = field.map { ", field '\($0)'" } ?? ""
        let hint = reason == .unexpectedNull || reason == .unexpectedEmpty ? "; an optional would take it" : ""
        return "column '\(column)' (\(type.cqlText), index \(index)\(field))\(row) as \(swiftType): \(cause)\(hint)"
    }

    private var cause: String {
        switch underlyingError {
        case nil: reason.description
        // Swift's own errors of this kind quote the value.
        case is DecodingError, is EncodingError: WireError.refused.description
        case let error?: "\(error)"
        }
    }
}
