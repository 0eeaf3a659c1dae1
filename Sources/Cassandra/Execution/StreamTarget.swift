import CassandraWire
import Networking

/// What waits for answers on streams of a connection: a request for one, a chunk of a bulk load for many.
///
/// A class to inherit from, because one that is handed to a loop has to be a `LoopMessage`, and a table of streams that
/// held existentials would pay for that with each answer.
class StreamTarget: LoopMessage, @unchecked Sendable {  // as its class: handed over once, then the loop's own
    /// The answer to what was sent with `tag`.
    func answered(_ frame: Frame, tag: Int32) {
        preconditionFailure("what waits for an answer takes it")
    }

    /// No answer will come to what was sent with `tag`.
    func lost(_ kind: CassandraError.Kind, tag: Int32) {
        preconditionFailure("what waits for an answer hears that none will come")
    }
}
