/// How a channel behaves.
package struct ChannelOptions: Sendable {
    /// How long looking a name up and connecting may take together.
    package var connectTimeout = Duration.seconds(5)
    /// A task that wants to send more than this many bytes at once waits.
    package var highWater = 256 * 1024
    /// It goes on when less than this waits.
    package var lowWater = 64 * 1024
    /// How long closing waits for the queue to be sent and the peer to end its side.
    package var closeTimeout = Duration.seconds(5)
    /// What the kernel is told about each socket.
    package var socketOptions: [SocketOption] = [.noDelay]

    #if TLS
        /// Encrypts the connection: with a client's contexts where one connects, a server's where one listens. A new
        /// connection takes the context of the moment.
        package var tls: TLSContextSource?
    #endif

    package init() {}
}
