import Bytes
import CassandraWire

/// ORDER BY v ANN OF …: the rows whose vectors are most similar to one.
struct NearestOrdering {
    let column: Column
    let term: PreparedTerm
    let similarity: VectorSimilarity

    /// No more rows can be asked for.
    static let mostRows = 1000

    /// `nil` for another order.
    init?(
        _ orderBy: [SelectStatement.Ordering], of table: Table, _ context: inout StatementContext
    ) throws(ServerError) {
        guard let ordering = orderBy.first(where: { $0.nearest != nil }), let term = ordering.nearest else {
            return nil
        }
        guard orderBy.count(where: { $0.nearest != nil }) == 1 else {
            throw .invalid("Cannot specify more than one ANN ordering")
        }
        guard orderBy.count == 1 else { throw .invalid("ANN ordering does not support any other ordering") }
        column = try table.required(ordering.column)
        self.term = try context.prepare(term, for: column, of: table)
        if ordering.isDescending { throw .invalid("Descending ANN ordering is not supported") }
        let name = column.name
        let index = table.indexes.first { $0.isStorageAttached && $0.target.column == name }
        similarity = try VectorSimilarity(index?.options ?? [:])
    }

    /// Whether the indexes of the table are enough to find the nearest rows among those that are asked for.
    ///
    /// - Parameters:
    ///   - namesPartitions: Every component of the partition key has a value.
    ///   - filters: Some of what is asked of the clustering, or of the partition key, is no range of rows.
    func check(
        _ table: Table, _ restrictions: [Restriction], namesPartitions: Bool, filtersKey: Bool, filtersClustering: Bool
    ) throws(ServerError) {
        guard case .vector(.float, _) = column.type else {
            throw .invalid("ANN ordering is only supported on float vector indexes")
        }
        guard !table.indexes(of: column.name).isEmpty else {
            throw .invalid("ANN ordering by vector requires the column to be indexed")
        }
        let others = restrictions.flatMap(\.columns).filter {
            $0.kind != .partitionKey && table.indexes(of: $0.name).isEmpty
        }
        let isWithinPartition =
            namesPartitions && !filtersClustering && others.allSatisfy { $0.kind == .clustering }
        guard !filtersKey, others.isEmpty || isWithinPartition else {
            throw .invalid("ANN ordering by vector requires all restricted column(s) to be indexed")
        }
    }
}

/// How near the vectors of rows are to the one that is asked for.
struct NearnessMeasure {
    private let column: Column
    private let similarity: VectorSimilarity
    private let wanted: [Double]

    init(_ ordering: NearestOrdering, _ input: EvaluationInput) throws(ServerError) {
        column = ordering.column
        similarity = ordering.similarity
        let name = column.name
        let bytes = try RestrictionTerm.value(
            ordering.term, input, null: .invalid("Unsupported null value for column \(name)"),
            unset: .invalid("Unsupported unset value for column \(name)"))
        wanted = VectorSimilarity.elements(bytes)
        if similarity == .cosine, wanted.allSatisfy({ $0 == 0 }) {
            // The replicas refuse it, of which clients see just that.
            throw ServerError(
                code: .readFailure, message: "Operation failed - received 0 responses and 1 failures",
                detail: .readFailure(
                    consistency: .one, received: 0, blockFor: 1, failures: 1, dataPresent: false))
        }
    }

    /// `nil` for a row that has no vector, or one that is like no other.
    func score(_ row: RowInput) -> Float? {
        guard let value = row.value(of: column) else { return nil }
        let score = Float(similarity.score(VectorSimilarity.elements(value), wanted))
        return score.isNaN ? nil : score
    }
}
