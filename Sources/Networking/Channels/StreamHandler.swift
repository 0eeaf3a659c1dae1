/// What goes on with a channel. All calls come on the channel's loop, none from inside a call to the channel.
package protocol StreamHandler: AnyObject {
    /// Bytes have come. They are gone when this returns.
    func received(_ bytes: RawSpan, on channel: StreamChannel)

    /// The send queue was above its high-water mark, and is below the low one again.
    func drained(_ channel: StreamChannel)

    /// The peer has ended its side; all that it sent has been received. Sending may go on.
    func inputEnded(_ channel: StreamChannel)

    /// The channel is closed. Nothing comes after this.
    func closed(_ channel: StreamChannel, because reason: CloseReason)
}

extension StreamHandler {
    package func drained(_ channel: StreamChannel) {}

    /// Sends what is queued and closes too.
    package func inputEnded(_ channel: StreamChannel) {
        channel.closeWhenSent()
    }
}

/// Why a channel is closed.
package enum CloseReason: Equatable, Sendable {
    /// This end closed it.
    case local
    /// Both ends have ended their side, in order.
    case ended
    case failed(IOError)

    /// What whoever still wanted something of the channel is told.
    package var error: IOError {
        switch self {
        case .local: .closed
        case .ended: .ended
        case .failed(let error): error
        }
    }
}
