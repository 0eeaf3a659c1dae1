/// How much a peer may make us hold.
package struct FrameLimits: Hashable, Sendable {
    /// Bodies beyond this are skipped, not held, and the request they answer fails alone. Also the limit of what a
    /// compressed body may become.
    package var maximumBody: Int
    /// Bodies beyond this are not even skipped: the connection is closed.
    package var maximumSkipped: Int

    package init(maximumBody: Int = 256 << 20, maximumSkipped: Int = 1 << 30) {
        self.maximumBody = maximumBody
        self.maximumSkipped = maximumSkipped
    }
}
