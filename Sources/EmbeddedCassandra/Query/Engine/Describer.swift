import Bytes
import CassandraWire

/// Answers DESCRIBE.
struct Describer {
    let schema: Schema
    let keyspace: String?
    let cluster: Cluster

    /// A thing that has a name, and how it is made.
    private struct Item {
        var keyspace: String
        var type: String
        var name: String
        var statement: String?
    }

    func rows(_ statement: DescribeStatement) throws(ServerError) -> RowsResult {
        let internals = statement.withInternals
        switch statement.subject {
        case .cluster: return clusterRow()
        case .schema(let isFull):
            let keyspaces = sortedKeyspaces.filter { isFull || !$0.isSystem }
            return result(keyspaces.flatMap { whole($0, internals) })
        case .keyspaces:
            return result(
                sortedKeyspaces.filter { $0.name != SystemTables.ownKeyspace }
                    .map { item($0.name, "keyspace", $0.name, nil) }, hasStatements: false)
        case .keyspace(let name, let isOnly):
            let keyspace = try named(name)
            return result(isOnly ? [self.keyspace(keyspace)] : whole(keyspace, internals))
        case .tables: return result(names("table") { Self.inOrder($0.tables.keys) }, hasStatements: false)
        case .types: return result(names("type") { Self.inOrder($0.types.map(\.name)) }, hasStatements: false)
        case .functions, .aggregates: return result([], hasStatements: false)
        case .table(let name): return result(try table(name, internals))
        case .type(let name): return result([try type(name)])
        case .function(let name): throw try notFound("User defined function '\(name.name)' not found in", name)
        case .aggregate(let name): throw try notFound("User defined aggregate '\(name.name)' not found in", name)
        case .index(let name):
            guard let (table, index) = try home(of: name).index(name.name) else {
                throw try notFound("Table for existing index '\(name.name)' not found in", name)
            }
            return result([item(index, of: table)])
        case .view(let name): throw try notFound("Materialized view '\(name.name)' not found in", name)
        case .named(let name): return result(try named(name, internals))
        }
    }

    private var sortedKeyspaces: [Keyspace] { schema.keyspaces.values.sorted { $0.name < $1.name } }

    // MARK: Looking up

    private func named(_ name: String?) throws(ServerError) -> Keyspace {
        guard let name = name ?? keyspace else {
            throw .invalid("No keyspace specified and no current keyspace")
        }
        guard let keyspace = schema.keyspaces[name] else { throw .invalid("'\(name)' not found in keyspaces") }
        return keyspace
    }

    private func home(of name: QualifiedName) throws(ServerError) -> Keyspace {
        guard let own = name.keyspace ?? keyspace else {
            throw .invalid("No keyspace specified and no current keyspace")
        }
        guard let keyspace = schema.keyspaces[own] else { throw .invalid("'\(own)' not found in keyspaces") }
        return keyspace
    }

    private func notFound(_ text: String, _ name: QualifiedName) throws(ServerError) -> ServerError {
        .invalid("\(text) '\(try home(of: name).name)'")
    }

    private func table(_ name: QualifiedName, _ internals: Bool) throws(ServerError) -> [Item] {
        let keyspace = try home(of: name)
        guard let table = keyspace.tables[name.name] else {
            throw .invalid("Table '\(name.name)' not found in keyspace '\(keyspace.name)'")
        }
        return items(table, internals)
    }

    private func type(_ name: QualifiedName) throws(ServerError) -> Item {
        let keyspace = try home(of: name)
        guard let type = keyspace.type(name.name) else {
            throw .invalid("User defined type '\(name.name)' not found in '\(keyspace.name)'")
        }
        return item(keyspace.name, "type", type.name, type.createText)
    }

    /// A keyspace or, in the one in use, a table, a type or an index.
    private func named(_ name: QualifiedName, _ internals: Bool) throws(ServerError) -> [Item] {
        if name.keyspace == nil, let keyspace = schema.keyspaces[name.name] { return whole(keyspace, internals) }
        guard name.keyspace != nil || keyspace != nil else {
            throw .invalid("'\(name.name)' not found in keyspaces")
        }
        let keyspace = try home(of: name)
        if let table = keyspace.tables[name.name] { return items(table, internals) }
        if let type = keyspace.type(name.name) { return [item(keyspace.name, "type", type.name, type.createText)] }
        if let (table, index) = keyspace.index(name.name) { return [item(index, of: table)] }
        throw .invalid("'\(name.name)' not found in keyspace '\(keyspace.name)'")
    }

    // MARK: Items

    private func item(_ keyspace: String, _ type: String, _ name: String, _ statement: String?) -> Item {
        Item(keyspace: keyspace, type: type, name: CQLIdentifier.quoted(name), statement: statement)
    }

    private func item(_ table: Table, _ internals: Bool) -> Item {
        let isVirtual = SystemTables.virtualKeyspaces.contains(table.keyspace)
        let text = table.cqlText(withInternals: internals, isVirtual: isVirtual)
        guard isVirtual else {
            return item(table.keyspace, "table", table.name, text)
        }
        return item(
            table.keyspace, "table", table.name,
            "/*\nWarning: Table \(table.qualifiedText) is a virtual table and cannot be recreated with CQL.\n"
                + "Structure, for reference:\nVIRTUAL \(text.dropFirst("CREATE ".count))\n*/")
    }

    /// A table with its indexes.
    private func items(_ table: Table, _ internals: Bool) -> [Item] {
        let names = Self.inOrder(table.indexes.map(\.name))
        return [item(table, internals)]
            + names.compactMap { name in
                table.indexes.first { $0.name == name }.map { item($0, of: table) }
            }
    }

    private func item(_ index: TableIndex, of table: Table) -> Item {
        item(table.keyspace, "index", index.name, index.cqlText(on: table))
    }

    private func keyspace(_ keyspace: Keyspace) -> Item {
        guard SystemTables.virtualKeyspaces.contains(keyspace.name) else {
            return item(keyspace.name, "keyspace", keyspace.name, keyspace.cqlText)
        }
        return item(
            keyspace.name, "keyspace", keyspace.name,
            "/*\nWarning: Keyspace \(keyspace.name) is a virtual keyspace and cannot be recreated with CQL.\n"
                + "Structure, for reference:*/\n// VIRTUAL KEYSPACE \(keyspace.name);")
    }

    private func whole(_ keyspace: Keyspace, _ internals: Bool) -> [Item] {
        [self.keyspace(keyspace)]
            + keyspace.types.map { item(keyspace.name, "type", $0.name, $0.createText) }
            + Self.inOrder(keyspace.tables.keys).compactMap { keyspace.tables[$0] }
            .flatMap { items($0, internals) }
    }

    private func names(_ type: String, _ list: (Keyspace) -> [String]) -> [Item] {
        let keyspaces = keyspace.map { name in sortedKeyspaces.filter { $0.name == name } } ?? sortedKeyspaces
        return keyspaces.flatMap { keyspace in list(keyspace).map { item(keyspace.name, type, $0, nil) } }
    }

    /// As the server lists names: letters' case matters only where nothing else differs.
    private static func inOrder(_ names: some Sequence<String>) -> [String] {
        names.sorted { left, right in
            let (low, high) = (left.lowercased(), right.lowercased())
            return low == high ? left < right : low < high
        }
    }

    // MARK: Rows

    private func result(_ items: [Item], hasStatements: Bool = true) -> RowsResult {
        let names = ["keyspace_name", "type", "name"] + (hasStatements ? ["create_statement"] : [])
        var writer = ByteWriter(capacity: 256)
        for item in items {
            for text in [item.keyspace, item.type, item.name] { writer.writeCell(ByteSlice(text.utf8)) }
            if hasStatements { writer.writeCell(item.statement.map { ByteSlice($0.utf8) }) }
        }
        return RowsResult(
            metadata: metadata(names.map { ($0, .text) }), rowCount: items.count, bytes: ByteSlice(writer.finish()))
    }

    private func metadata(_ columns: [(String, CQLType)]) -> ResultMetadata {
        ResultMetadata(
            columns: columns.map { ColumnMetadata(keyspace: "system", table: "describe", name: $0.0, type: $0.1) },
            isOfOneTable: true)
    }

    private func clusterRow() -> RowsResult {
        var columns: [(String, CQLType)] = [("cluster", .text), ("partitioner", .text), ("snitch", .text)]
        var writer = ByteWriter(capacity: 128)
        for text in [cluster.options.name, "Murmur3Partitioner", "DynamicEndpointSnitch"] {
            writer.writeCell(ByteSlice(text.utf8))
        }
        if let keyspace = keyspace.flatMap({ schema.keyspaces[$0] }), !keyspace.isSystem {
            columns.append(("range_ownership", .map(key: .text, value: .list(.text))))
            writer.writeCell(rangeOwnership(cluster.placement(of: keyspace.replication)))
        }
        return RowsResult(metadata: metadata(columns), rowCount: 1, bytes: ByteSlice(writer.finish()))
    }

    /// The replicas of each range, by the token that it ends with.
    private func rangeOwnership(_ placement: Placement) -> ByteSlice {
        let ranges = placement.tokens.enumerated().map { place, token in
            (token: String(token), members: placement.replicas(at: place).members)
        }
        var writer = ByteWriter(capacity: 64 * ranges.count)
        writer.write(Int32(clamping: ranges.count))
        for range in ranges.sorted(by: { $0.token < $1.token }) {
            writer.writeCell(ByteSlice(range.token.utf8))
            var list = ByteWriter(capacity: 24 * range.members.count)
            list.write(Int32(clamping: range.members.count))
            for member in range.members { list.writeCell(ByteSlice(cluster.nodes[member].storageText.utf8)) }
            writer.writeCell(ByteSlice(list.finish()))
        }
        return ByteSlice(writer.finish())
    }
}
