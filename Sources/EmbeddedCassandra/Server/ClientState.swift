/// What a node knows of a client beside its requests.
final class ClientState {
    /// What USE has set.
    var keyspace: String?
    var user: String?
}
