import CassandraWire

/// What a node does with statements, as its connections see it. One per node.
///
/// All calls come on the node's loop. `done` is called once, on the loop too: usually before the call returns, later
/// when replicas have to be waited for.
protocol StatementService: AnyObject {
    /// Makes a statement ready. `keyspace` is what unqualified names belong to.
    func prepare(_ text: String, keyspace: String?) throws(ServerError) -> PreparedPlan

    func execute(
        _ plan: PreparedPlan, _ parameters: QueryParameters, _ client: ClientState,
        _ done: @escaping (Outcome) -> Void)

    func query(
        _ text: String, _ parameters: QueryParameters, _ client: ClientState, _ done: @escaping (Outcome) -> Void)

    /// `parameters` are the batch's own: its values are those of its entries.
    func batch(
        _ kind: Batch.Kind, _ entries: [BatchEntry], _ parameters: QueryParameters, _ client: ClientState,
        _ done: @escaping (Outcome) -> Void)
}

/// A statement of a batch, looked up or made ready.
struct BatchEntry {
    let plan: PreparedPlan
    let values: BoundValues
}
