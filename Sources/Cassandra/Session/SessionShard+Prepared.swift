import Bytes
import CassandraWire
import Networking

// Statements that a node does not know.
extension SessionShard {
    /// A node names one unknown statement at a time, so a batch goes back and forth once for each that it has. One that
    /// forgets them as fast as they are prepared is not asked for ever.
    private static func mostPreparations(_ prepared: PreparedReferences) -> Int { prepared.count + 2 }

    /// Which statement the answer says that the node has forgotten.
    static func unpreparedID(_ frame: Frame) -> ByteSlice? {
        guard frame.header.opcode == .error, let (_, response) = try? Response.decode(frame),
            case .error(let error) = response, case .unprepared(let id) = error.detail
        else { return nil }
        return id
    }

    /// Whether the answer says that the node has forgotten a statement; then it is prepared, once for all requests that
    /// wait for that, and the request is sent again, which its caller does not notice.
    func prepareAgain(for cell: RequestCell, _ frame: Frame) -> Bool {
        guard let id = Self.unpreparedID(frame), let known = cell.prepared.statement(with: id),
            cell.preparations < Self.mostPreparations(cell.prepared)
        else { return false }
        cell.preparations += 1
        cell.connection = nil
        cell.wasSent = false
        hold(cell, known)
        return true
    }

    /// Keeps a request until its statement is known to be what it was.
    func hold(_ cell: RequestCell, _ statement: PreparedState) {
        cell.isHeldElsewhere = true
        if statement.isStale { return end(cell, .failure(cell.error(Self.staleStatement))) }
        if preparing[ObjectIdentifier(statement)]?.append(cell) != nil { return }
        prepareAgain(statement, for: [cell])
    }

    func prepareAgain(_ statement: PreparedState, for cells: [RequestCell]) {
        statement.isInDoubt = true
        preparing[ObjectIdentifier(statement)] = cells
        do throws(WireError) {
            let frame = try FrameEncoder().encode(.prepare(Prepare(text: statement.text)), stream: 0)
            let prepare = RequestCell(
                frame: frame, timeout: configuration.profile.timeoutNanoseconds, mayWrite: false, on: self)
            prepare.start { [self] outcome in prepared(statement, outcome) }
        } catch {
            prepared(statement, .failure(CassandraError(encoding: error)))
        }
    }

    private func prepared(_ statement: PreparedState, _ outcome: RequestOutcome) {
        let cells = preparing.removeValue(forKey: ObjectIdentifier(statement)) ?? []
        let failure = whyNotPrepared(statement, outcome)
        if failure == nil { statement.isInDoubt = false }
        for cell in cells where !cell.isFinished {
            if let failure { end(cell, .failure(failure)) } else { dispatch(cell) }
        }
        if let failure {
            for chunk in chunks.value where chunk.state === statement { chunk.failUnsent(failure.kind) }
        }
        sendChunks()
    }

    private func whyNotPrepared(_ statement: PreparedState, _ outcome: RequestOutcome) -> CassandraError? {
        switch outcome {
        case .failure(let error): return error
        case .success(let frame):
            guard let (_, response) = try? Response.decode(frame) else { return .unreadable(frame, node: nodeName) }
            switch response {
            case .result(.prepared(let result)):
                if result.id == statement.id, result.variables.columns ?? [] == statement.markers { return nil }
                statement.noteStale()
                return CassandraError(Self.staleStatement)
            case .error(let error): return CassandraError(.server(error))
            default: return .unreadable(frame, node: nodeName)
            }
        }
    }

    static var staleStatement: CassandraError.Kind {
        .invalidStatement("its values have other types by now: the table was changed, so prepare it again")
    }
}
