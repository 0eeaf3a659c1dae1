public import Bytes

/// A row of a page, whose values are read by name or position when they are asked for.
///
/// A row is a value that shares the page's memory and keeps it alive; nothing is allocated for its cells. To find one all
/// before it are passed over, so whoever reads every row in the same way is better off with `rows(as:)`.
///
/// Names are those of the result's metadata, compared byte for byte. Where two columns have the same name (`SELECT a, a`),
/// the name means the first; the position tells them apart (D-54).
public struct Row: Sendable {
    /// The columns, in their order.
    public let columns: [ColumnMetadata]
    /// From the row's first cell to its end; what follows in the page is no business of the row's.
    private let cells: WireReader
    /// The position in its page, where it is known.
    private let number: Int?

    /// The row where the reader stands, which goes past it.
    @inline(__always)
    init(_ columns: [ColumnMetadata], _ reader: inout WireReader, number: Int?, column: inout Int) throws {
        var after = reader
        while column < columns.count {
            _ = try Cell(past: &after)
            column &+= 1
        }
        self.columns = columns
        self.number = number
        cells = try reader.readPart(reader.remaining - after.remaining)
    }

    /// The number of columns.
    public var count: Int { columns.count }

    /// The position of the first column called `name`, or `nil` when there is none.
    public func index(of name: String) -> Int? {
        columns.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
    }

    /// The value at a position, which must be one of the row's.
    public subscript(index: Int) -> CQLValue {
        get throws(ColumnError) { try value(at: index, as: CQLValue.self) }
    }

    /// The value of the first column called `name`; `nil` when there is none, `.null` when there is no value in it.
    public subscript(name: String) -> CQLValue? {
        get throws(ColumnError) {
            guard let index = index(of: name) else { return nil }
            return try value(at: index, as: CQLValue.self)
        }
    }

    /// All values, in the order of the columns.
    public var values: [CQLValue] {
        get throws(ColumnError) {
            var reader = cells
            var values: [CQLValue] = []
            values.reserveCapacity(columns.count)
            for index in columns.indices {
                do {
                    values.append(try CQLValue(value: &reader, plan: columns[index].type))
                } catch {
                    throw PlanMaker.failure(columns, index, row: number, CQLValue.self, error)
                }
            }
            return values
        }
    }

    /// The value at a position, which must be one of the row's, as a Swift type.
    public func value<Value: CQLDecodable>(at index: Int, as type: Value.Type) throws(ColumnError) -> Value {
        do {
            guard let plan = type.decodingPlan(for: columns[checked(index)].type) else { throw WireError.typeMismatch }
            return try cell(index).read(type, plan, from: cells)
        } catch {
            throw PlanMaker.failure(columns, index, row: number, type, error)
        }
    }

    /// The value of the first column called `name` as a Swift type. That there is no such column is an error.
    public func value<Value: CQLDecodable>(_ name: String, as type: Value.Type) throws(ColumnError) -> Value {
        try value(at: try existing(name, type), as: type)
    }

    /// The value of the first column called `name` as a `Decodable` type, from a user-defined type for instance.
    @_disfavoredOverload
    public func value<Value: Decodable & SendableMetatype>(_ name: String, as type: Value.Type) throws(ColumnError)
        -> Value
    {
        let index = try existing(name, type)
        do {
            let plan = ValuePlan(columns[index].type)
            let owner = RecordDecoder(rows: RecordPlan(columns))
            return try plan.reader(type).read(try cell(index), of: plan, cells, for: owner)
        } catch {
            throw PlanMaker.failure(columns, index, row: number, type, FieldFault.of(type, error).inColumn(index))
        }
    }

    /// The bytes of a value as the protocol has them, without a copy; `nil` for null.
    public func bytes(at index: Int) throws(ColumnError) -> ByteSlice? {
        do {
            let cell = try cell(checked(index))
            guard !cell.isNull else { return nil }
            var part = try cell.part(of: cells)
            return try part.readSlice(cell.count)
        } catch {
            throw PlanMaker.failure(columns, index, row: number, ByteSlice.self, error)
        }
    }

    /// The bytes of the first column called `name`; `nil` for null. That there is no such column is an error.
    public func bytes(_ name: String) throws(ColumnError) -> ByteSlice? {
        try bytes(at: try existing(name, ByteSlice.self))
    }

    /// The row as a value of a `Decodable` type, whose properties are named as the columns are. Which columns these are is
    /// found out for this row alone; `rows(as:)` does it once for all.
    public func decode<Value: Decodable & SendableMetatype>(_ type: Value.Type) throws(ColumnError) -> Value {
        var reader = cells
        var column = 0
        do {
            return try RowDecoder(decoding: type, columns: columns).decode(&reader, column: &column)
        } catch {
            throw PlanMaker.failure(columns, column, row: number, type, error)
        }
    }

    private func cell(_ index: Int) throws -> Cell {
        var reader = cells
        for _ in 0..<index { _ = try Cell(past: &reader) }
        return try Cell(past: &reader)
    }

    private func checked(_ index: Int) -> Int {
        precondition(columns.indices.contains(index), "a position must be that of one of the row's columns")
        return index
    }

    private func existing(_ name: String, _ type: Any.Type) throws(ColumnError) -> Int {
        guard let index = index(of: name) else {
            let fault = FieldFault(type, NameError(.noColumn, name, known: columns.map(\.name)))
            throw PlanMaker.failure(columns, columns.count, row: number, type, fault)
        }
        return index
    }
}

/// The rows of a page. Where each begins is known; what is in it is read when it is asked for.
public struct RowCollection: RandomAccessCollection, Sendable {
    private let columns: [ColumnMetadata]
    private let reader: WireReader
    /// How many bytes are left where each row begins.
    private let starts: [Int]

    init(_ reader: WireReader, count: Int, columns: [ColumnMetadata]) throws(ColumnError) {
        self.columns = columns
        self.reader = reader
        var starts: [Int] = []
        starts.reserveCapacity(count)
        var rest = reader
        for number in 0..<count {
            starts.append(rest.remaining)
            var column = 0
            do {
                _ = try Row(columns, &rest, number: number, column: &column)
            } catch {
                throw PlanMaker.failure(columns, column, row: number, CQLValue.self, error)
            }
        }
        self.starts = starts
    }

    /// The position of the first row.
    public var startIndex: Int { 0 }

    /// The number of rows.
    public var endIndex: Int { starts.count }

    /// The row at `position`, which must be one of the page's.
    public subscript(position: Int) -> Row {
        var rest = reader
        rest.bytes.setRemaining(starts[position])
        var column = 0
        guard let row = try? Row(columns, &rest, number: position, column: &column) else {
            preconditionFailure("every row was walked through when the collection was made")
        }
        return row
    }
}

/// Reads rows whose values are asked for later.
struct RowReader: RowDecoding {
    let columns: [ColumnMetadata]

    func decode(_ reader: inout WireReader, column: inout Int) throws -> Row {
        try Row(columns, &reader, number: nil, column: &column)
    }
}

extension RowDecoder where Row == CassandraWire.Row {
    /// Reads rows of these columns, whatever they are.
    public init(dynamic columns: [ColumnMetadata]) {
        self.init(RowReader(columns: columns))
    }
}

extension RowPage {
    /// The rows, whose values are read by name or position when they are asked for. Throws when the page's bytes are not
    /// as many rows as it should have.
    public var rows: RowCollection {
        get throws(ColumnError) { try RowCollection(firstRow, count: count, columns: columns) }
    }
}
