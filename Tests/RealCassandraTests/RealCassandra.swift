import Testing

/// Our codec against a node of Apache Cassandra: what one of our two halves wrote, the other would read without a word.
///
/// The tests run one after the other, each on connections of its own. A node is started for them, unless `CASSANDRA_RUN`
/// says where a cluster of one node runs already.
@Suite(
    .enabled(if: ClusterTool.found != nil || ClusterTool.isRequired, "\(ClusterTool.whyNot)"), .serialized, .realNode)
struct RealCassandra {}
