import Testing

/// Our codec and our driver against nodes: what one of our two halves wrote, the other would read without a word.
///
/// All tests run on an embedded node, and then once more on a node of Apache Cassandra, where there is one. They run one
/// after the other, each on connections of its own. A real node is started for them, unless `CASSANDRA_RUN` says where a
/// cluster of one node runs already. `TEST_NODES=embedded` and `TEST_NODES=real` leave the other kind out.
@Suite(.serialized, .nodes(.open), .nodeNamed) struct AnyNode {}
