import Bytes
import CassandraWire

/// What a node answered to a statement.
public struct Outcome: Sendable {
    /// The rows of this page; `nil` when the statement gives none at all.
    public let page: RowPage?
    /// Where the next page begins; `nil` when this is the last.
    public let pagingState: PagingState?
    /// What the node wants to be known.
    public let warnings: [String]
    /// Where the node keeps the trace, if one was asked for.
    public let tracingID: CQLUUID?
    /// What the node's query handler sent along.
    public let customPayload: [CustomPayloadEntry]
    /// What changed of the schema.
    public let schemaChange: SchemaChange?
    /// The node that answered.
    public let coordinator: String

    init(_ frame: Frame, from node: String, mayWrite: Bool) throws(CassandraError) {
        let prologue: BodyPrologue
        let response: Response
        do throws(WireError) {
            (prologue, response) = try Response.decode(frame)
        } catch {
            throw CassandraError(
                .protocolViolation(node: node, reason: "an answer cannot be read: \(error)"),
                mayHaveBeenApplied: mayWrite)
        }
        coordinator = node
        warnings = prologue.warnings
        tracingID = prologue.tracingID
        customPayload = prologue.customPayload
        var page: RowPage?
        var state: PagingState?
        var change: SchemaChange?
        switch response {
        case .result(.void), .result(.setKeyspace): break
        case .result(.rows(let rows)):
            do throws(WireError) {
                page = try RowPage(rows)
            } catch {
                throw CassandraError(.protocolViolation(node: node, reason: "rows without columns: \(error)"))
            }
            state = rows.metadata.pagingState.map { PagingState($0.detached()) }
        case .result(.schemaChange(let changed)): change = changed
        case .error(let error):
            throw CassandraError(.server(error), mayHaveBeenApplied: mayWrite && error.leavesInDoubt)
        default:
            throw CassandraError(
                .protocolViolation(node: node, reason: "\(response.opcode) as an answer to a statement"))
        }
        self.page = page
        pagingState = state
        schemaChange = change
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

/// Where a page of rows begins: opaque bytes of the node, good for the same statement with the same values.
public struct PagingState: Sendable, Hashable {
    /// The bytes.
    public let bytes: ByteSlice

    /// A state that was kept.
    public init(_ bytes: ByteSlice) {
        self.bytes = bytes
    }
}
