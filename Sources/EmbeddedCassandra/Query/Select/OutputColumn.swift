import Bytes
import CassandraWire

/// A column of a result, by the shortest way from the row to the answer.
enum OutputColumn {
    /// The only component of the partition key.
    case wholeKey
    case keyComponent(Int)
    case clustering(Int)
    case cell(Int)
    case staticCell(Int)
    /// Computed: its place among the expressions.
    case expression(Int)

    init(_ expression: Expression, of table: Table, index: Int) {
        switch expression {
        case .partitionKey(let position): self = table.partitionKey.count == 1 ? .wholeKey : .keyComponent(position)
        case .clustering(let position): self = .clustering(position)
        case .cell(let column): self = column.kind == .isStatic ? .staticCell(column.id) : .cell(column.id)
        default: self = .expression(index)
        }
    }
}

extension ByteWriter {
    /// A value behind its 32-bit length, or the length of null.
    @inline(__always) mutating func writeCell(_ value: ByteSlice?) {
        guard let value, write(value, length: Int32.self) else { return write(Int32(-1)) }
    }
}
