import Bytes
import CassandraWire

/// What rules do to requests.
extension RequestDispatcher {
    func reaction(
        to opcode: RequestOpcode, _ reader: RequestReader, _ connection: ClientConnection
    ) -> FaultRule.Reaction? {
        guard let operation = FaultRule.Operation(opcode) else { return nil }
        return faults.reaction(
            to: FaultTable.Request(
                operation: operation, texts: texts(opcode, reader), node: node, connection: connection.number))
    }

    /// The texts of a request's statements, as far as it can be read.
    private func texts(_ opcode: RequestOpcode, _ reader: RequestReader) -> [String] {
        var reader = reader
        do throws(ServerError) {
            switch opcode {
            case .query, .prepare: return [try reader.longString()]
            case .execute: return StatementID(try reader.shortBytes()).flatMap(registry.entry).map { [$0.text] } ?? []
            case .batch: return try BatchRequest(from: &reader).entries.compactMap { text(of: $0.statement) }
            case .options, .startup, .authResponse, .register, .credentials: return []
            }
        } catch {
            return []
        }
    }

    private func text(of statement: Batch.Statement) -> String? {
        switch statement {
        case .text(let text): text
        case .prepared(let id): StatementID(id).flatMap(registry.entry)?.text
        }
    }

    /// Does what comes before the request is carried out; `false` when it is not to be.
    func react(
        _ reaction: FaultRule.Reaction, _ opcode: RequestOpcode, _ reader: RequestReader,
        _ ticket: inout ClientConnection.Ticket, _ connection: ClientConnection
    ) throws(ServerError) -> Bool {
        switch reaction {
        case .delay, .dropAnswer, .truncate, .reorder:
            ticket.effect = reaction
            return true
        case .drop: return false
        case .close:
            connection.end()
            return false
        case .reset:
            connection.reset()
            return false
        case .error(let code, let message):
            throw .madeUp(code: code, message: message, id: try preparedID(opcode, reader) ?? ByteSlice())
        case .unprepare:
            guard let id = try preparedID(opcode, reader) else { return true }
            if let known = StatementID(id) { registry.remove(known) }
            throw .unprepared(id)
        }
    }

    /// The prepared statement that a request speaks of; the first one of a batch.
    private func preparedID(_ opcode: RequestOpcode, _ reader: RequestReader) throws(ServerError) -> ByteSlice? {
        var reader = reader
        switch opcode {
        case .execute: return try reader.shortBytes()
        case .batch:
            for entry in try BatchRequest(from: &reader).entries {
                if case .prepared(let id) = entry.statement { return id }
            }
            return nil
        case .query, .prepare, .options, .startup, .authResponse, .register, .credentials: return nil
        }
    }
}
