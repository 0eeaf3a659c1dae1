import Bytes
import CassandraWire

/// What preparing a statement goes by, and gathers.
struct StatementContext {
    let schema: Schema
    /// What USE has set.
    let keyspace: String?
    var markers: MarkerSpecs
    /// By the position of a column of the partition key the last marker that stands for its value.
    private var keyMarkers: [Int: UInt16] = [:]
    /// The statement is about the table of fault rules, which alone of the system's tables can be written.
    var changesFaults = false

    /// What the document of an INSERT … JSON says, by the names of columns.
    private var json: [String: PreparedTerm] = [:]

    init(schema: Schema, keyspace: String?, markerNames: [String?]) {
        self.schema = schema
        self.keyspace = keyspace
        markers = MarkerSpecs(names: markerNames)
    }

    /// The table that a name means.
    func table(_ name: QualifiedName) throws(ServerError) -> Table {
        let keyspaceName = try SchemaEditor.keyspaceName(name, keyspace)
        guard let keyspace = schema.keyspaces[keyspaceName] else {
            throw .invalid("keyspace \(keyspaceName) does not exist")
        }
        guard let table = keyspace.tables[name.name] else { throw .invalid("table \(name.name) does not exist") }
        return table
    }

    /// A value for `column`, or for what is called `name` there.
    mutating func prepare(
        _ term: Term, for column: Column, of table: Table, name: String? = nil, type: CQLType? = nil
    ) throws(ServerError) -> PreparedTerm {
        if case .jsonColumn(let column) = term { return json[column] ?? .null }
        if case .marker(let index) = column.type.isTuple ? term : term.withoutBrackets, column.kind == .partitionKey,
            name == nil, type == nil
        {
            keyMarkers[column.position] = UInt16(exactly: index)
        }
        let receiver = ColumnMetadata(
            keyspace: table.keyspace, table: table.name, name: name ?? column.name, type: type ?? column.type)
        if case .set(let elements) = term, elements.isEmpty, column.isDescending, case .map = receiver.type.unfrozen {
            // The server takes braces without anything in them for a set, and trips; clients see just that.
            throw .server("java.lang.ClassCastException")
        }
        let prepared = try prepare(term, as: receiver)
        guard column.isDescending, type == nil, column.type.isMadeOfOthers, case .marker(let index, let type) = prepared
        else { return prepared }
        return .markerAsBound(index, type)
    }

    /// Reads the document that the terms of columns stand for, or notes that its marker does.
    mutating func setJSON(_ source: ModificationStatement.JSONSource, of table: Table) throws(ServerError) {
        json = [:]
        let row = JSONRow(table: table, leavesRest: source.leavesRest)
        switch source.document {
        case .text(let text):
            for (column, value) in zip(table.columns, try row.values(text)) {
                switch value {
                case .null: json[column.name] = .null
                case .unset: json[column.name] = .unset
                case .bytes(let bytes): json[column.name] = .constant(bytes)
                }
            }
        case .marker(let index):
            markers.bind(
                index,
                as: ColumnMetadata(keyspace: table.keyspace, table: table.name, name: "[json]", type: .text))
            let marker = JSONMarker(index, row)
            for (index, column) in table.columns.enumerated() { json[column.name] = .json(marker, index) }
        }
    }

    mutating func prepare(_ term: Term, as receiver: ColumnMetadata) throws(ServerError) -> PreparedTerm {
        let context = TermContext(
            keyspace: receiver.keyspace, schema: schema, table: schema.table(receiver.keyspace, receiver.table))
        return try PreparedTerm.prepare(term, as: receiver, context, &markers)
    }

    /// For each component of the partition key a marker that gives it; empty if one has none. As with the server, a marker
    /// beside others in an IN counts too.
    func partitionKeyIndices(of table: Table) -> [UInt16] {
        let indices = table.partitionKey.compactMap { keyMarkers[$0.position] }
        return indices.count == table.partitionKey.count ? indices : []
    }

    /// A value that belongs to no column: a limit, a timestamp.
    mutating func prepare(
        _ term: Term?, called name: String, _ type: CQLType, of table: Table
    ) throws(ServerError) -> PreparedTerm? {
        guard let term else { return nil }
        return try prepare(
            term, as: ColumnMetadata(keyspace: table.keyspace, table: table.name, name: name, type: type))
    }
}

extension Term {
    /// `x` for `(x)`.
    fileprivate var withoutBrackets: Term {
        if case .tuple(let terms) = self, terms.count == 1 { terms[0].withoutBrackets } else { self }
    }
}

extension CQLType {
    fileprivate var isTuple: Bool { if case .tuple = unfrozen { true } else { false } }
}

extension Table {
    /// The column of a name that a statement has.
    func required(_ name: String) throws(ServerError) -> Column {
        guard let column = column(name) else {
            throw .invalid("Undefined column name \(CQLIdentifier.quoted(name)) in table \(qualifiedText)")
        }
        return column
    }

    func metadata(_ column: Column) -> ColumnMetadata {
        ColumnMetadata(keyspace: keyspace, table: name, name: column.name, type: column.type)
    }
}
