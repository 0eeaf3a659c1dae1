package import Bytes
import CassandraWire

/// What a node does when a request has come.
package enum Order: Sendable {
    case answer(Answer)
    /// Answers as if to another request.
    case answerOn(stream: Int16, Answer)
    /// Sends the first so many bytes of the answer.
    case part(Answer, bytes: Int)
    case bytes([UInt8])
    /// Sends the same bytes so many times.
    case flood(ByteSlice, times: Int)
    /// Waits at the gate, then goes on.
    indirect case hold(Gate, Order)
    /// What a well-behaved node does.
    case usual
    /// Sends what is left and ends the connection in order.
    case close
    case reset
    /// Reads no more from this connection.
    case stopReading
    case resumeReading
}

extension [Order] {
    package static let void: [Order] = [.answer(.void)]
    /// No answer at all.
    package static let nothing: [Order] = []
    package static let usual: [Order] = [.usual]

    package static func hold(_ gate: Gate) -> [Order] { [.hold(gate, .usual)] }
}
