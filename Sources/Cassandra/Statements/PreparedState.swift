import Bytes
import CassandraWire
import Synchronization

/// What a node told of a statement when it was prepared. Shared by all that use it.
final class PreparedState: Sendable {
    let text: String
    let id: ByteSlice
    let markers: [ColumnMetadata]
    let partitionKeyIndices: [UInt16]
    let verb: CQL.Verb

    init(_ text: String, _ result: PreparedResult) {
        self.text = text
        id = result.id.detached()
        markers = result.variables.columns ?? []
        partitionKeyIndices = result.partitionKeyIndices
        verb = CQL.verb(of: text)
    }

    var reference: PreparedText { PreparedText(id: id, text: text) }
}
