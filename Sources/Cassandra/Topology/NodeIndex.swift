/// A node as a small integer: its place in the list of nodes that one snapshot of the cluster was made from.
///
/// Means nothing outside of that snapshot; what lives longer keeps the node's host id.
package struct NodeIndex: Hashable, Comparable, Sendable, CustomStringConvertible {
    // 32 bits, because replica tables hold hundreds of thousands of them.
    private let stored: UInt32

    package init(_ position: Int) {
        precondition(position >= 0 && position <= Int(UInt32.max), "a node's index is a place in a list")
        stored = UInt32(truncatingIfNeeded: position)
    }

    package var position: Int { Int(stored) }

    package var description: String { "node \(stored)" }

    package static func < (first: NodeIndex, second: NodeIndex) -> Bool { first.stored < second.stored }
}
