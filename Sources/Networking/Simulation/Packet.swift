/// What goes from one simulated kernel to another.
struct Packet {
    enum Kind {
        case synchronize(SocketAddress)
        case synchronizeAcknowledged
        /// Bytes of the sender's queue from a place in its stream on, and whether its end follows. Without either, a
        /// question whether the other end is there.
        case data(from: UInt64, count: Int, ends: Bool)
        case acknowledged(upTo: UInt64, window: Int)
        case reset

        /// For the trace.
        var number: Int {
            switch self {
            case .synchronize: 0
            case .synchronizeAcknowledged: 1
            case .data: 2
            case .acknowledged: 3
            case .reset: 4
            }
        }

        var place: Int {
            switch self {
            case .synchronize, .synchronizeAcknowledged, .reset: 0
            case .data(let start, let count, _): Int(truncatingIfNeeded: start &* 65_536 &+ UInt64(count))
            case .acknowledged(let upTo, _): Int(truncatingIfNeeded: upTo)
            }
        }
    }

    let from: SimulatedSocket
    /// `nil` for the first, whose destination is an address.
    let to: SimulatedSocket?
    let link: SimulatedLink
    let destination: SimulatedHost
    let kind: Kind
}
