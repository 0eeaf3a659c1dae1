import BlockingClient
import CassandraWire

/// Plays steps on a connection, and writes down what a node answers.
package final class Player {
    /// Stands in answers, and as `$ks` in statements, for the keyspace that the node really has.
    static let keyspaceName = "ks"

    private let contact: Contact
    private let keyspace: String
    /// Stands as `$dc` in statements, and is written so where an answer has it as a literal.
    private var datacenter = ""
    private var connection: BlockingConnection?
    private var kept: [String: PreparedResult] = [:]

    /// Connects, and makes the keyspace, whose name must be the node's only one of that name.
    package init(_ contact: Contact, keyspace: String) throws {
        self.contact = contact
        self.keyspace = keyspace
        let connection = try connect()
        try connection.execute("DROP KEYSPACE IF EXISTS \(keyspace)")
        try connection.execute(
            "CREATE KEYSPACE \(keyspace) WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}")
        try connection.execute("USE \(keyspace)")
        if case .text(let name) = try connection.rows("SELECT data_center FROM system.local").values().first {
            datacenter = name
        }
    }

    /// Drops the keyspace again.
    package func finish() {
        _ = try? connect().execute("DROP KEYSPACE IF EXISTS \(keyspace)")
    }

    package static func record(_ group: Group, on contact: Contact, keyspace: String) throws -> Recording {
        let player = try Player(contact, keyspace: keyspace)
        defer { player.finish() }
        var recording = Recording(group: group.name)
        for step in group.steps {
            recording.entries.append(Recording.Entry(title: step.title, lines: try player.play(step)))
        }
        return recording
    }

    /// The canonical form of what a node answers to the step. Only a node that is gone is an error.
    package func play(_ step: Step) throws -> [String] {
        let connection = try connection ?? reconnect()
        do {
            return try perform(step, connection).map(withUsualNames)
        } catch let failure as Literal.Failure {
            return ["MISTAKE \(failure)"]
        } catch {
            self.connection = nil
            return ["CONNECTION \(error)"]
        }
    }

    private func connect() throws -> BlockingConnection {
        let connection = try BlockingConnection(address: contact.address, port: contact.port)
        connection.checksWriting = false
        try connection.start()
        self.connection = connection
        return connection
    }

    private func reconnect() throws -> BlockingConnection {
        let connection = try connect()
        _ = try? connection.execute("USE \(keyspace)")
        return connection
    }

    private func withRealNames(_ text: String) -> String {
        guard text.contains("$") else { return text }
        return text.replacing("$ks", with: keyspace).replacing("$dc", with: datacenter)
    }

    private func withUsualNames(_ line: String) -> String {
        var line = line
        if line.contains(keyspace) { line.replace(keyspace, with: Player.keyspaceName) }
        if !datacenter.isEmpty, line.contains(datacenter) { line.replace("'\(datacenter)'", with: "'$dc'") }
        return line
    }

    // MARK: Steps

    private func perform(_ step: Step, _ connection: BlockingConnection) throws -> [String] {
        let asking = Asking(connection: connection, options: step.options)
        switch step.action {
        case .query(let text, let values):
            let values = try values.map { try asking.bound($0, nil) }
            return try asking.pages(values: values, known: nil) {
                .query(Query(text: withRealNames(text), parameters: $0))
            }
        case .prepare(let text, let name, let values):
            let (lines, prepared) = try asking.prepare(withRealNames(text))
            guard let prepared else { return lines }
            if let name { kept[name] = prepared }
            return try lines + values.flatMap { try asking.execute(prepared, $0) }
        case .execute(let name, let values):
            guard let prepared = kept[name] else { return ["MISTAKE nothing is kept as '\(name)'"] }
            return try values.flatMap { try asking.execute(prepared, $0) }
        case .batch(let kind, let parts):
            return try batch(kind, parts, asking)
        }
    }

    private func batch(_ kind: Step.BatchKind, _ parts: [Step.BatchPart], _ asking: Asking) throws -> [String] {
        var lines: [String] = []
        var entries: [Batch.Entry] = []
        for part in parts {
            let text = withRealNames(part.text)
            guard part.isPrepared else {
                let values = try asking.bound(part.values ?? Step.Values([]), nil)
                entries.append(Batch.Entry(statement: .text(text), values: values))
                continue
            }
            let (answer, prepared) = try asking.prepare(text)
            guard let prepared else {
                lines += answer
                continue
            }
            let values = try asking.bound(part.values ?? Step.Values([]), prepared)
            entries.append(Batch.Entry(statement: .prepared(id: prepared.id), values: values))
        }
        let wireKind: Batch.Kind =
            switch kind {
            case .logged: .logged
            case .unlogged: .unlogged
            case .counter: .counter
            }
        let parameters = try asking.parameters
        let batch = Batch(
            kind: wireKind, entries: entries, consistency: parameters.consistency,
            serialConsistency: parameters.serialConsistency, timestamp: parameters.timestamp)
        return try lines + asking.lines(of: connection?.reply(to: .batch(batch)))
    }
}
