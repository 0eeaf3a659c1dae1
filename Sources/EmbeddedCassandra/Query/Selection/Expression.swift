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
    case writeTime(Column, CellTime)
    /// One of a field of a user-defined type.
    case timeToLive(Column)
    /// The place of an aggregate among those of the SELECT.
    case aggregate(Int)

    enum CellTime {
        case of
        case latest
    }

    /// Whether it looks at rows; otherwise partition key and static columns are enough.
    var readsRow: Bool {
        switch self {
        case .partitionKey, .term: false
        case .clustering, .aggregate: true
        case .cell(let column), .collection(let column), .counter(let column), .writeTime(let column, _),
            .timeToLive(let column):
            column.kind != .isStatic
        case .call(_, let arguments): arguments.contains(where: \.readsRow)
        case .element(let inner, _, _), .slice(let inner, _, _, _), .field(let inner, _): inner.readsRow
        }
    }
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
        case .partitionKey(let index): return row.components[index]
        case .clustering(let index): return row.row.flatMap { ClusteringKey.component(index, of: $0.clustering) }
        case .cell(let column), .collection(let column), .counter(let column): return row.value(of: column)
        case .term(let term):
            guard case .bytes(let bytes) = try term.evaluate(input) else { return nil }
            return bytes
        case .call(let function, let expressions):
            var arguments: [ByteSlice?] = []
            for expression in expressions {
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
        case .writeTime(let column, let which): return Self.writeTime(row.view(of: column), column, which)
        case .timeToLive(let column): return Self.timeToLive(row.view(of: column), column)
        case .aggregate(let index): return aggregates[index]
        }
    }

    private static func bytes(_ term: PreparedTerm?, _ input: EvaluationInput) throws(ServerError) -> ByteSlice? {
        guard let term, case .bytes(let bytes) = try term.evaluate(input) else { return nil }
        return bytes
    }

    private static func writeTime(_ view: RowView?, _ column: Column, _ which: CellTime) -> ByteSlice? {
        guard let view else { return nil }
        if column.isCounter { return view.counterTimestamp(column.id).map { ByteSlice(bigEndian: $0) } }
        guard column.isMultiCell else { return view.cell(column.id).map { ByteSlice(bigEndian: $0.timestamp) } }
        let elements = CollectionValue.ordered(view, column)
        guard !elements.isEmpty else { return nil }
        if case .latest = which {
            return elements.compactMap { $0?.timestamp }.max().map { ByteSlice(bigEndian: $0) }
        }
        return CollectionValue.list(elements.map { $0.map { ByteSlice(bigEndian: $0.timestamp) } })
    }

    private static func timeToLive(_ view: RowView?, _ column: Column) -> ByteSlice? {
        guard let view else { return nil }
        guard column.isMultiCell else {
            guard let cell = view.cell(column.id), cell.timeToLive > 0 else { return nil }
            return ByteSlice(bigEndian: Int32(clamping: cell.expiresAt - view.now))
        }
        let elements = CollectionValue.ordered(view, column)
        guard !elements.isEmpty else { return nil }
        return CollectionValue.list(
            elements.map { element in
                guard let element, element.timeToLive > 0 else { return nil }
                return ByteSlice(bigEndian: Int32(clamping: element.expiresAt - view.now))
            })
    }
}

extension ByteSlice {
    init<Number: FixedWidthInteger & BitwiseCopyable>(bigEndian number: Number) {
        var writer = ByteWriter(capacity: MemoryLayout<Number>.size)
        writer.write(number)
        self.init(writer.finish())
    }
}
