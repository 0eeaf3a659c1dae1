import CassandraWire
import Networking

/// What a node knows of a client beside its requests.
final class ClientState {
    /// What USE has set.
    var keyspace: String?
    var user: String?
    /// What that user may do, as far as it is known.
    var rights = ClientRights()
    /// Where the client is.
    var address: SocketAddress?
    /// What STARTUP said: the driver's name and the like, by names in capitals.
    var options: [Startup.Option] = []
    /// The request that is being handed over asked for a trace, to be kept under this id. Holds until the call returns.
    var tracingID: CQLUUID?
    /// The text of the prepared statement whose execution is traced. Holds as long.
    var tracedText = ""
    /// The client was told that USE and prepared statements do not go together.
    var wasWarnedOfUse = false
}
