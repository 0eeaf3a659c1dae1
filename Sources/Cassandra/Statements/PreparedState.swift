import Bytes
import CassandraWire

/// What a node told of a statement when it was prepared. Shared by all that use it.
@usableFromInline final class PreparedState: Sendable {
    let text: String
    let id: ByteSlice
    let markers: [ColumnMetadata]
    let partitionKeyIndices: [UInt16]
    let verb: CQL.Verb
    /// Its requests as the session's own profile has them.
    @usableFromInline let template: ExecuteTemplate
    let columns = KnownColumns()

    init(_ text: String, _ result: PreparedResult, _ profile: ExecutionProfile) throws(WireError) {
        self.text = text
        id = result.id.detached()
        markers = result.variables.columns ?? []
        partitionKeyIndices = result.partitionKeyIndices
        verb = CQL.verb(of: text)
        template = try Self.template(id, verb, profile, markers.count, nil)
    }

    /// Its requests as another profile has them, or for a later page.
    func template(
        _ profile: ExecutionProfile, from page: PagingState?
    ) throws(WireError) -> ExecuteTemplate {
        try Self.template(id, verb, profile, markers.count, page)
    }

    private static func template(
        _ id: ByteSlice, _ verb: CQL.Verb, _ profile: ExecutionProfile, _ count: Int, _ page: PagingState?
    ) throws(WireError) -> ExecuteTemplate {
        try ExecuteTemplate(
            id, profile.parameters(verb, timestamp: 0, from: page), tracing: profile.tracing,
            prologue: profile.prologue, count: count)
    }
}

extension ExecutionProfile {
    /// What a request says of itself. Only writes carry a timestamp.
    func parameters(_ verb: CQL.Verb, timestamp: Int64, from page: PagingState?) -> QueryParameters {
        QueryParameters(
            consistency: consistency, pageSize: pageSize.rows, pagingState: page?.node,
            serialConsistency: serialConsistency, timestamp: verb == .write ? timestamp : nil)
    }

    var prologue: BodyPrologue {
        var prologue = BodyPrologue()
        prologue.customPayload = customPayload
        return prologue
    }
}
