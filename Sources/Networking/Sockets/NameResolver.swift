/// Finds the addresses of names, off the loop: a look-up may block.
package protocol NameResolver: AnyObject, Sendable {
    /// Looks `host` up and delivers the answer on `loop`, once: addresses with `port`, in the order in which they are to
    /// be tried, or why there are none.
    func resolve(
        _ host: String, port: UInt16, on loop: EventLoop,
        _ deliver: @escaping @Sendable (Result<[SocketAddress], IOError>) -> Void)
}
