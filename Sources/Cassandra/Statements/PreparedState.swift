import Bytes
import CassandraWire
import Synchronization

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
    private let doubt = Atomic<Bool>(false)
    private let stale = Atomic<Bool>(false)

    init(_ text: String, _ result: PreparedResult, _ profile: ExecutionProfile) throws(WireError) {
        self.text = text
        id = result.id.detached()
        markers = result.variables.columns ?? []
        partitionKeyIndices = result.partitionKeyIndices
        verb = CQL.verb(of: text)
        template = try Self.template(id, verb, profile, markers.count, nil)
    }

    /// A node has forgotten the statement, and it is not known yet whether it still means the same: an id says nothing of
    /// the markers' types, and values of the old types could be taken for ones of the new.
    var isInDoubt: Bool {
        get { doubt.load(ordering: .relaxed) }
        set { doubt.store(newValue, ordering: .relaxed) }
    }

    /// The statement has other markers by now, so that values which were made for these must not be sent.
    var isStale: Bool { stale.load(ordering: .relaxed) }

    func noteStale() {
        stale.store(true, ordering: .relaxed)
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
