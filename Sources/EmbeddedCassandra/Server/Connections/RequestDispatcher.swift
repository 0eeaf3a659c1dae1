import Bytes
import CassandraWire

/// Takes a node's requests apart and hands them to whoever carries them out. One per node.
final class RequestDispatcher {
    let settings: NodeSettings
    /// The node's address, as rules name it.
    let node: String
    let service: any StatementService
    let registry: PreparedRegistry
    let faults: FaultTable

    init(_ service: any StatementService, settings: NodeSettings, node: String, faults: FaultTable) {
        self.service = service
        self.settings = settings
        self.node = node
        self.faults = faults
        registry = PreparedRegistry(capacity: settings.preparedCapacity)
    }

    func serve(_ frame: RequestFrame, from connection: ClientConnection) {
        var ticket = ClientConnection.Ticket(stream: frame.stream)
        if !connection.handshake.isReady || frame.opcode == .startup {
            switch connection.handshake.judge(frame.opcode) {
            case .accepted: break
            case .refused(let error): return connection.refuse(ticket, error)
            case .refusedOnStreamZero(let error):
                ticket.stream = 0
                return connection.refuse(ticket, error)
            }
        }
        var body = frame.body
        do throws(ServerError) {
            // The flag alone means nothing when no compression was agreed on.
            if frame.flags.contains(.compressed), let compression = connection.encoder.compression, !body.isEmpty {
                body = try decompressed(body, compression)
            }
        } catch {
            ticket.stream = 0
            return connection.refuse(ticket, error)
        }
        do throws(ServerError) {
            var reader = RequestReader(body)
            if frame.flags.contains(.customPayload) { try reader.skipPayload() }
            if !faults.isEmpty, let reaction = reaction(to: frame.opcode, reader, connection) {
                guard try react(reaction, frame.opcode, reader, &ticket, connection) else { return }
            }
            if frame.flags.contains(.tracing) { ticket.tracingID = settings.makeTracingID() }
            connection.client.tracingID = ticket.tracingID
            try serve(frame.opcode, &reader, ticket, connection)
        } catch {
            connection.refuse(ticket, error)
        }
    }

    private func decompressed(
        _ block: ByteSlice, _ compression: Compression
    ) throws(ServerError) -> ByteSlice {
        do throws(WireError) {
            return try compression.decompress(block, maximum: settings.maximumFrame * 16)
        } catch {
            throw .undecompressable(block, error)
        }
    }

    private func serve(
        _ opcode: RequestOpcode, _ reader: inout RequestReader, _ ticket: ClientConnection.Ticket,
        _ connection: ClientConnection
    ) throws(ServerError) {
        switch opcode {
        case .execute: try execute(&reader, ticket, connection)
        case .query: try query(&reader, ticket, connection)
        case .batch: try batch(&reader, ticket, connection)
        case .prepare: try prepare(&reader, ticket, connection)
        case .options: connection.answer(ticket, .supported(supported))
        case .startup: try startUp(&reader, ticket, connection)
        case .authResponse: try logIn(&reader, ticket, connection)
        case .register: try register(&reader, ticket, connection)
        case .credentials: throw .legacyCredentials
        }
    }

    // MARK: Statements

    private func execute(
        _ reader: inout RequestReader, _ ticket: ClientConnection.Ticket, _ connection: ClientConnection
    ) throws(ServerError) {
        let id = try reader.shortBytes()
        let parameters = try reader.parameters()
        guard let entry = StatementID(id).flatMap(registry.entry) else { throw .unprepared(id) }
        if parameters.pageSize == 0 { throw .zeroPageSize }
        if ticket.tracingID != nil { connection.client.tracedText = entry.text }
        connection.requestBegan()
        service.execute(entry.plan, parameters, connection.client) { connection.requestEnded(ticket, $0) }
    }

    private func query(
        _ reader: inout RequestReader, _ ticket: ClientConnection.Ticket, _ connection: ClientConnection
    ) throws(ServerError) {
        let text = try reader.longString()
        let parameters = try reader.parameters()
        if parameters.pageSize == 0 { throw .zeroPageSize }
        connection.requestBegan()
        service.query(text, parameters, connection.client) { connection.requestEnded(ticket, $0) }
    }

    private func batch(
        _ reader: inout RequestReader, _ ticket: ClientConnection.Ticket, _ connection: ClientConnection
    ) throws(ServerError) {
        let request = try BatchRequest(from: &reader)
        var entries: [BatchEntry] = []
        entries.reserveCapacity(request.entries.count)
        for entry in request.entries {
            let plan: PreparedPlan
            switch entry.statement {
            case .text(let text): plan = try service.prepare(text, keyspace: connection.client.keyspace)
            case .prepared(let id):
                guard let known = StatementID(id).flatMap(registry.entry) else { throw .unprepared(id) }
                plan = known.plan
            }
            entries.append(BatchEntry(plan: plan, values: entry.values))
        }
        connection.requestBegan()
        service.batch(request.kind, entries, request.parameters, connection.client) {
            connection.requestEnded(ticket, $0)
        }
    }

    private func prepare(
        _ reader: inout RequestReader, _ ticket: ClientConnection.Ticket, _ connection: ClientConnection
    ) throws(ServerError) {
        let text = try reader.longString()
        let client = connection.client
        let plan = try service.prepare(text, keyspace: client.keyspace)
        let description = plan.description
        let keyspace = description.isFullyQualified ? nil : client.keyspace
        let id = StatementID(of: text, keyspace: keyspace)
        registry.insert(id, text: text, plan: plan)
        var warnings = description.warnings
        if let keyspace, !client.wasWarnedOfUse {
            client.wasWarnedOfUse = true
            warnings.append(Self.useWarning(keyspace, id))
        }
        let prepared = PreparedResult(
            id: id.bytes, variables: description.variables, partitionKeyIndices: description.partitionKeyIndices,
            result: description.result)
        connection.answer(ticket, Outcome(.result(.prepared(prepared)), warnings: warnings))
    }

    private static func useWarning(_ keyspace: String, _ id: StatementID) -> String {
        "`USE <keyspace>` with prepared statements is considered to be an anti-pattern due to ambiguity in "
            + "non-qualified table names. Please consider removing instances of `Session#setKeyspace(<keyspace>)`, "
            + "`Session#execute(\"USE <keyspace>\")` and `cluster.newSession(<keyspace>)` from your code, and always use "
            + "fully qualified table names (e.g. <keyspace>.<table>). Keyspace used: \(keyspace), statement keyspace: "
            + "\(keyspace), statement id: \(id.bytes.hexadecimal)"
    }
}
