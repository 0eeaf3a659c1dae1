import Bytes
import CassandraWire

/// What a SELECT computes of a row.
indirect enum Expression {
    case partitionKey(Int)
    case clustering(Int)
    /// A simple column.
    case cell(Column)
    /// All of a collection or user-defined type.
    case collection(Column)
    case counter(Column)
    case term(PreparedTerm)
    case call(ScalarFunction, [Expression])
    /// `m[key]` and `s[element]`
    case element(Expression, CQLType, PreparedTerm)
    /// `m[from..to]`
    case slice(Expression, CQLType, from: PreparedTerm?, to: PreparedTerm?)
    case field(Expression, Int)
    /// A map some values of which are not read.
    case thinned(Expression, MapSelections)
    /// `writetime(…)` and its like, of a column or of a part of it.
    case time(CellTime, of: Column, CellPart)
    /// The place of an aggregate among those of the SELECT.
    case aggregate(Int)
    /// A value of a type, made of its parts.
    case composite([Expression], CQLType)
    /// A row of SELECT JSON.
    case json([JSONField])

    /// The columns that it looks at; those of an aggregate are the aggregate's.
    func columns(of table: Table) -> [Column] {
        switch self {
        case .partitionKey(let index): [table.partitionKey[index]]
        case .clustering(let index): [table.clustering[index]]
        case .cell(let column), .collection(let column), .counter(let column), .time(_, of: let column, _): [column]
        case .call(_, let arguments): arguments.flatMap { $0.columns(of: table) }
        case .element(let inner, _, _), .slice(let inner, _, _, _), .field(let inner, _), .thinned(let inner, _):
            inner.columns(of: table)
        case .composite(let parts, _): parts.flatMap { $0.columns(of: table) }
        case .json(let fields): fields.flatMap { $0.expression.columns(of: table) }
        case .term, .aggregate: []
        }
    }
}

/// What is under one key of a row of SELECT JSON.
struct JSONField {
    /// With the colon.
    let key: String
    let expression: Expression
    let type: CQLType
}

/// A row with all that belongs to it, while it is looked at.
struct RowInput {
    let table: Table
    let key: PartitionKey
    let components: [ByteSlice]
    let staticRow: RowView?
    var row: RowView?

    func view(of column: Column) -> RowView? { column.kind == .isStatic ? staticRow : row }

    /// The value of a column; `nil` for null.
    func value(of column: Column) -> ByteSlice? {
        switch column.kind {
        case .partitionKey: return components.indices.contains(column.position) ? components[column.position] : nil
        case .clustering:
            guard let row else { return nil }
            return ClusteringKey.component(column.position, of: row.clustering)
        case .regular, .isStatic:
            guard let view = view(of: column) else { return nil }
            if column.isMultiCell { return CollectionValue.serialized(view, column) }
            if column.isCounter { return view.counterValue(column.id).map { ByteSlice(bigEndian: $0) } }
            return view.cell(column.id)?.value
        }
    }
}

extension Expression {
    func evaluate(
        _ row: RowInput, _ input: EvaluationInput, aggregates: [ByteSlice?] = []
    ) throws(ServerError) -> ByteSlice? {
        switch self {
        case .partitionKey(let index): return row.components.indices.contains(index) ? row.components[index] : nil
        case .clustering(let index): return row.row.flatMap { ClusteringKey.component(index, of: $0.clustering) }
        case .cell(let column), .collection(let column), .counter(let column): return row.value(of: column)
        case .term(let term):
            guard case .bytes(let bytes) = try term.evaluate(input) else { return nil }
            return bytes
        case .call(let function, let expressions):
            var arguments: [ByteSlice?] = []
            for expression in expressions {
                if case .term(let term) = expression, case .unset = try term.evaluate(input) {
                    throw function.unsetArgument
                }
                arguments.append(try expression.evaluate(row, input, aggregates: aggregates))
            }
            return try function.call(arguments, input)
        case .element(let inner, let type, let key):
            guard let whole = try inner.evaluate(row, input, aggregates: aggregates),
                case .bytes(let key) = try key.evaluate(input)
            else { return nil }
            return CollectionValue.element(key, of: whole, type)
        case .slice(let inner, let type, let from, let to):
            guard let whole = try inner.evaluate(row, input, aggregates: aggregates) else { return nil }
            return CollectionValue.slice(
                of: whole, type, from: try Self.bytes(from, input), to: try Self.bytes(to, input))
        case .field(let inner, let index):
            guard let whole = try inner.evaluate(row, input, aggregates: aggregates) else { return nil }
            return CollectionValue.field(index, of: whole)
        case .thinned(let inner, let selections):
            guard let whole = try inner.evaluate(row, input, aggregates: aggregates) else { return nil }
            return try selections.thinned(whole, input)
        case .time(let time, let column, let part):
            guard let view = row.view(of: column) else { return nil }
            return try time.value(view, column, part, input)
        case .aggregate(let index): return aggregates[index]
        case .composite(let parts, let type):
            var values: [ByteSlice?] = []
            for part in parts { values.append(try part.evaluate(row, input, aggregates: aggregates)) }
            return try type.composed(of: values)
        case .json(let fields):
            var writer = JSONWriter()
            for (index, field) in fields.enumerated() {
                writer.append(index == 0 ? "{" : ", ")
                writer.append(field.key)
                try writer.write(try field.expression.evaluate(row, input, aggregates: aggregates), as: field.type)
            }
            writer.append("}")
            return ByteSlice(writer.text.utf8)
        }
    }

    static func bytes(_ term: PreparedTerm?, _ input: EvaluationInput) throws(ServerError) -> ByteSlice? {
        guard let term, case .bytes(let bytes) = try term.evaluate(input) else { return nil }
        return bytes
    }
}

extension ByteSlice {
    init<Number: FixedWidthInteger & BitwiseCopyable>(bigEndian number: Number) {
        var writer = ByteWriter(capacity: MemoryLayout<Number>.size)
        writer.write(number)
        self.init(writer.finish())
    }
}
