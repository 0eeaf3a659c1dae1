/// How a cluster behaves, as far as it is not told by its schema.
struct ClusterOptions: Sendable {
    var name = "test"
    /// Who may log in at first, and do everything; `nil` where nobody has to log in.
    var superuser: EmbeddedCluster.Configuration.Credentials?
    /// What host ids and tokens are drawn from.
    var seed: UInt64 = 1
    var tokensPerNode = 16

    // Cassandra's own, from cassandra.yaml.
    var readTimeout = Duration.seconds(5)
    var rangeTimeout = Duration.seconds(10)
    var writeTimeout = Duration.seconds(2)
    var counterTimeout = Duration.seconds(5)
    var conditionalTimeout = Duration.milliseconds(1800)
    var truncateTimeout = Duration.seconds(60)
    /// How long after a node went silent writes are still kept for it.
    var hintWindow = Duration.seconds(3 * 3600)

    /// How long the end of a node, or of all of them, may take.
    var endTolerance = Duration.seconds(10)

    /// How long a node that does not answer is still taken for alive.
    var silenceTolerance = Duration.seconds(10)
    /// The same for one whose connections are broken.
    var resetTolerance = Duration.milliseconds(500)
}
