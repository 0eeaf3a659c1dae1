import Bytes
import CassandraWire

/// What a node answered to a statement.
public struct Outcome: Sendable {
    /// The rows of this page; `nil` when the statement gives none at all.
    public let page: RowPage?
    /// The node that answered.
    public let coordinator: String
    /// What most answers do not have.
    private let details: Details?

    private final class Details: Sendable {
        let pagingState: PagingState?
        let warnings: [String]
        let tracingID: CQLUUID?
        let customPayload: [CustomPayloadEntry]
        let schemaChange: SchemaChange?

        init(_ prologue: BodyPrologue, _ pagingState: PagingState?, _ schemaChange: SchemaChange?) {
            self.pagingState = pagingState
            warnings = prologue.warnings
            tracingID = prologue.tracingID
            customPayload = prologue.customPayload
            self.schemaChange = schemaChange
        }
    }

    /// Where the next page begins; `nil` when this is the last.
    public var pagingState: PagingState? { details?.pagingState }

    /// What the node wants to be known.
    public var warnings: [String] { details?.warnings ?? [] }

    /// Where the node keeps the trace, if one was asked for.
    public var tracingID: CQLUUID? { details?.tracingID }

    /// What the node's query handler sent along.
    public var customPayload: [CustomPayloadEntry] { details?.customPayload ?? [] }

    /// What changed of the schema.
    public var schemaChange: SchemaChange? { details?.schemaChange }

    /// `statement` is what was asked, so that a paging state is good for nothing else.
    @inline(__always)
    init(
        _ frame: Frame, from node: String, mayWrite: Bool, known: KnownColumns?,
        statement: () -> StatementFingerprint
    ) throws(CassandraError) {
        if frame.isVoid {
            self.init(voidFrom: node)
        } else {
            try self.init(reading: frame, node, mayWrite, known, statement)
        }
    }

    @inline(__always)
    private init(voidFrom node: String) {
        page = nil
        coordinator = node
        details = nil
    }

    @inline(never)
    private init(
        reading frame: Frame, _ node: String, _ mayWrite: Bool, _ known: KnownColumns?,
        _ statement: () -> StatementFingerprint
    ) throws(CassandraError) {
        let prologue: BodyPrologue
        let response: Response
        do throws(WireError) {
            (prologue, response) = try Response.decode(frame, known: known)
        } catch {
            throw CassandraError(
                .protocolViolation(node: node, reason: "an answer cannot be read: \(error)"),
                mayHaveBeenApplied: mayWrite)
        }
        var page: RowPage?
        var state: PagingState?
        var change: SchemaChange?
        switch response {
        case .result(.void), .result(.setKeyspace): break
        case .result(.rows(let rows)):
            do throws(WireError) {
                page = try RowPage(rows)
            } catch {
                throw CassandraError(
                    .protocolViolation(node: node, reason: "rows without columns: \(error)"),
                    mayHaveBeenApplied: mayWrite)
            }
            state = rows.metadata.pagingState.map { PagingState($0.detached(), of: statement()) }
        case .result(.schemaChange(let changed)): change = changed
        case .error(let error):
            throw CassandraError(.server(error), mayHaveBeenApplied: mayWrite && error.leavesInDoubt)
        default:
            throw CassandraError(
                .protocolViolation(node: node, reason: "\(response.opcode) as an answer to a statement"),
                mayHaveBeenApplied: mayWrite)
        }
        self.page = page
        coordinator = node
        let isPlain = frame.header.flags.isEmpty && state == nil && change == nil
        details = isPlain ? nil : Details(prologue, state, change)
    }

    /// Whether a conditional statement took effect; `true` for every other.
    public var wasApplied: Bool {
        guard let page, page.columns.first?.name == "[applied]", page.columns.first?.type == .boolean,
            let applied = page.firstBoolean
        else { return true }
        return applied
    }
}

extension ServerError {
    /// Whether a write may have taken effect although this came.
    var leavesInDoubt: Bool {
        switch code {
        case .writeTimeout, .writeFailure, .casWriteUnknown, .serverError, .cdcWriteFailure, .truncateError: true
        default: false
        }
    }
}
