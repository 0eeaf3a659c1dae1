import CassandraWire

/// What a request for the nearest rows may ask for, and what of it is changed without being asked.
struct NearestRead {
    private(set) var consistency: Consistency
    private(set) var warnings: [String] = []

    /// Leaves other requests as they are.
    init(_ plan: SelectPlan, _ parameters: QueryParameters, limit: Int) throws(ServerError) {
        consistency = parameters.consistency
        guard plan.nearest != nil else { return }
        if !plan.aggregates.isEmpty || plan.groupDepth != nil {
            throw .invalid("Top-K queries can not be run with aggregation")
        }
        if plan.perPartitionLimit != nil { throw .invalid("Top-K queries do not support per-partition limits") }
        guard limit < .max else {
            throw .invalid(
                "Top-K queries must have a limit specified and the limit must be less than the query page size")
        }
        guard limit <= NearestOrdering.mostRows else {
            throw .invalid(
                "Use of ANN OF in an ORDER BY clause requires a LIMIT that is not greater than "
                    + "\(NearestOrdering.mostRows). LIMIT was \(limit)")
        }
        if consistency != .one, consistency != .localOne {
            let isLocal = consistency == .localQuorum || consistency == .localSerial
            warnings.append(
                "Top-K queries can only be run with consistency level ONE / LOCAL_ONE / NODE_LOCAL. Consistency level "
                    + "\(consistency) was requested. Downgrading the consistency level to "
                    + "\(isLocal ? "LOCAL_ONE" : "ONE").")
            consistency = isLocal ? .localOne : .one
        }
        if let size = parameters.pageSize, size > 0, size < limit {
            warnings.append(
                "Top-K queries do not support paging and the page size is set to \(size), which is less than LIMIT "
                    + "\(limit). The page size has been set to \(limit) to match the LIMIT.")
        }
    }
}
