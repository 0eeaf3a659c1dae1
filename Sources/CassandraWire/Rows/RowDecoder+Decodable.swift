/// Reads rows by the names of their columns, as a `Decodable` type asks for them.
///
/// Which column a property is in, and how its type reads it, is found out with the first row and kept for the others. Of
/// two columns of the same name the first is read (D-54); columns that are not asked for are left alone.
///
/// A property of a type with a codec (`CQLDecodable`) is read by that; an enum with raw values by its raw value; a nested
/// `Decodable` type from a user-defined type by the names of its fields, an array or set from a list, set, vector or
/// tuple, a dictionary from a map; an optional takes null.
public struct DecodableRowDecoder<Row: Decodable & SendableMetatype>: RowDecoding {
    private let columns: [ColumnMetadata]
    private let shelf = Shelf<RecordDecoder>()

    /// Reads rows of these columns. Whether they have what the type asks for shows with the first row.
    public init(columns: [ColumnMetadata]) {
        self.columns = columns
    }

    /// Reads a row.
    public func decode(_ reader: inout WireReader, column: inout Int) throws -> Row {
        var record = shelf.take() ?? RecordDecoder(rows: RecordPlan(columns))
        try record.begin(&reader, column: &column)
        let row = try Row(from: record)
        shelf.put(&record)
        return row
    }
}

extension RowDecoder where Row: Decodable & SendableMetatype {
    /// Reads rows by the names of their columns.
    ///
    /// A type that has a codec as well, a `UUID` for instance, is read by that where the rows have a single column of a
    /// type that it accepts.
    public init(decoding: Row.Type, columns: [ColumnMetadata]) {
        if columns.count == 1, let codec = Row.self as? any CQLDecodable.Type,
            let decoder = codec.decoder(of: columns) as? RowDecoder<Row>
        {
            self = decoder
        } else {
            self.init(DecodableRowDecoder<Row>(columns: columns))
        }
    }
}

extension CQLDecodable {
    /// The decoder of rows of one column: where only the type's name is known, not that it has a codec.
    fileprivate static func decoder(of columns: [ColumnMetadata]) -> Any? {
        (try? TupleDecoder1<Self>(columns: columns)).map { RowDecoder<Self>($0) }
    }
}

extension RowPage {
    /// The rows as values of a `Decodable` type, whose properties are named as the columns are.
    ///
    /// ```swift
    /// struct Fix: Decodable { let id: UUID; let at: Date; let lat: Double? }
    /// var fixes = page.rows(as: Fix.self)
    /// while let fix = try fixes.next() { … }
    /// ```
    @_disfavoredOverload public func rows<Row: Decodable & SendableMetatype>(as: Row.Type) -> Rows<RowDecoder<Row>> {
        rows(RowDecoder(decoding: Row.self, columns: columns))
    }
}
