extension ColumnError {
    /// Throws unless there is a value for each marker.
    package static func checkCount(_ count: Int, _ markers: [ColumnMetadata]) throws(ColumnError) {
        guard count != markers.count else { return }
        throw PlanMaker.wrongCount(count, markers, [any CQLEncodable].self)
    }

    /// Writes one value for the marker at `index`: for values whose types are known at run time only.
    package static func bind<Value: CQLEncodable>(
        _ value: Value, _ markers: [ColumnMetadata], _ index: Int, to writer: inout WireWriter
    ) throws(ColumnError) {
        let plan = try PlanMaker.writing(Value.self, markers, index)
        do {
            try value.encodeValue(to: &writer, plan: plan)
        } catch {
            throw PlanMaker.failure(markers, index, row: nil, Value.self, error)
        }
    }
}
