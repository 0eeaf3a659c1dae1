/// Mistakes that can be planted into the workload, so that whoever looks for mistakes is seen to find them.
package enum PlantedBug: String, Sendable, CaseIterable {
    /// The server drops a byte of a frame that comes in pieces.
    case serverLosesByteOfSplitFrame
    /// The client lets go of those who wait when its connection is closed, without telling them.
    case clientForgetsWaiters
    /// A number is used again at once after a timeout, so that a late answer reaches the wrong one.
    case numberUsedAgainAfterTimeout
    /// Those who wait are told in the order of a Dictionary.
    case dictionaryOrder
    /// A client waits in real time.
    case sleepsInRealTime
    /// A connection that timed out is never given up, so that its client stays with a dead one for ever.
    case keepsDeadConnection
}
