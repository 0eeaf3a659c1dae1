package import Bytes

/// A column of a result, or a marker of a prepared statement.
public struct ColumnMetadata: Hashable, Sendable {
    /// The column's keyspace.
    public var keyspace: String
    /// The column's table.
    public var table: String
    /// The column's name, or what stands for it, such as `count(*)`.
    public var name: String
    /// The type of its values.
    public var type: CQLType

    /// A column.
    public init(keyspace: String, table: String, name: String, type: CQLType) {
        self.keyspace = keyspace
        self.table = table
        self.name = name
        self.type = type
    }
}

/// What stands in front of a result's rows (v4 §4.2.5.2).
package struct ResultMetadata: Hashable, Sendable {
    package struct Flags: OptionSet, Hashable, Sendable {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let globalTable = Flags(rawValue: 0x01)
        package static let morePages = Flags(rawValue: 0x02)
        package static let noMetadata = Flags(rawValue: 0x04)
    }

    package var columnCount: Int
    /// `nil` when they were left out, as asked or because there are none to tell.
    package var columns: [ColumnMetadata]?
    /// Where the next page begins; `nil` on the last one.
    package var pagingState: ByteSlice?
    /// Whether all columns are of one table, which is then said once.
    package var isOfOneTable: Bool

    package init(
        columns: [ColumnMetadata]?, columnCount: Int? = nil, pagingState: ByteSlice? = nil, isOfOneTable: Bool = false
    ) {
        self.columns = columns
        self.columnCount = columnCount ?? columns?.count ?? 0
        self.pagingState = pagingState
        self.isOfOneTable = isOfOneTable
    }

    package var flags: Flags {
        var flags: Flags = []
        if isOfOneTable { flags.insert(.globalTable) }
        if pagingState != nil { flags.insert(.morePages) }
        if columns == nil { flags.insert(.noMetadata) }
        return flags
    }

    /// With `known`, columns whose bytes are those that were seen last are not read anew.
    init(from reader: inout WireReader, known: KnownColumns? = nil) throws {
        let flags = Flags(rawValue: try reader.readInteger(as: Int32.self))
        let columnCount = try reader.readCount()
        var pagingState: ByteSlice?
        if flags.contains(.morePages) {
            // More pages, but nothing to ask for them with: that must not pass for the last page.
            guard let state = try reader.readBytes() else { throw WireError.unexpectedNull }
            pagingState = state
        }
        let shape = KnownColumns.Shape(flags: flags.subtracting(.morePages), columnCount: columnCount)
        if let columns = known?.columns(shape, &reader) {
            self.init(
                columns: columns, columnCount: columnCount, pagingState: pagingState,
                isOfOneTable: flags.contains(.globalTable))
            return
        }
        let start = reader
        try self.init(from: &reader, flags: flags, columnCount: columnCount, pagingState: pagingState)
        if let known, let columns { known.note(columns, shape, start.bytes.slice(upTo: reader.bytes)) }
    }

    /// The rest, once flags and counts are read: the markers of a prepared statement have more between them.
    fileprivate init(
        from reader: inout WireReader, flags: Flags, columnCount: Int, pagingState: ByteSlice?
    ) throws {
        self.columnCount = columnCount
        self.pagingState = pagingState
        isOfOneTable = flags.contains(.globalTable)
        if flags.contains(.noMetadata) { return }
        // A column takes at least a name's and a type's two bytes.
        guard columnCount <= reader.remaining / 4 else { throw WireError.invalidCount(Int32(clamping: columnCount)) }
        var keyspace = ""
        var table = ""
        if isOfOneTable {
            keyspace = try reader.readString()
            table = try reader.readString()
        }
        var columns: [ColumnMetadata] = []
        columns.reserveCapacity(min(columnCount, 256))  // no more on the strength of a claim
        for _ in 0..<columnCount {
            if !isOfOneTable {
                keyspace = try reader.readString()
                table = try reader.readString()
            }
            let name = try reader.readString()
            let type = try CQLType(option: &reader)
            columns.append(ColumnMetadata(keyspace: keyspace, table: table, name: name, type: type))
        }
        self.columns = columns
    }

    func encode(to writer: inout WireWriter) throws {
        writer.bytes.write(flags.rawValue, Int32(clamping: columnCount))
        if let pagingState { try writer.writeBytes(pagingState) }
        try encodeColumns(to: &writer)
    }

    fileprivate func encodeColumns(to writer: inout WireWriter) throws {
        guard let columns else { return }
        if isOfOneTable {
            try writer.writeString(columns.first?.keyspace ?? "")
            try writer.writeString(columns.first?.table ?? "")
        }
        for column in columns {
            if !isOfOneTable {
                try writer.writeString(column.keyspace)
                try writer.writeString(column.table)
            }
            try writer.writeString(column.name)
            try column.type.encodeOption(to: &writer)
        }
    }
}

/// A prepared statement as a node answers it (v4 §4.2.5.4).
package struct PreparedResult: Hashable, Sendable {
    package var id: ByteSlice
    /// The markers.
    package var variables: ResultMetadata
    /// For each component of the partition key, in its order, the marker that gives it; empty when not all are bound.
    package var partitionKeyIndices: [UInt16]
    /// The columns of the rows that executing it will give.
    package var result: ResultMetadata

    package init(
        id: ByteSlice, variables: ResultMetadata, partitionKeyIndices: [UInt16], result: ResultMetadata
    ) {
        self.id = id
        self.variables = variables
        self.partitionKeyIndices = partitionKeyIndices
        self.result = result
    }

    init(from reader: inout WireReader) throws {
        id = try reader.readShortBytes()
        let flags = ResultMetadata.Flags(rawValue: try reader.readInteger(as: Int32.self))
        let columnCount = try reader.readCount()
        let indexCount = try reader.readCount()
        guard indexCount <= reader.remaining / 2 else { throw WireError.invalidCount(Int32(clamping: indexCount)) }
        partitionKeyIndices = []
        for _ in 0..<indexCount { partitionKeyIndices.append(try reader.readInteger(as: UInt16.self)) }
        variables = try ResultMetadata(from: &reader, flags: flags, columnCount: columnCount, pagingState: nil)
        result = try ResultMetadata(from: &reader)
    }

    func encode(to writer: inout WireWriter) throws {
        try writer.writeShortBytes(id)
        writer.bytes.write(variables.flags.rawValue, Int32(clamping: variables.columnCount))
        writer.write(Int32(clamping: partitionKeyIndices.count))
        for index in partitionKeyIndices { writer.write(index) }
        try variables.encodeColumns(to: &writer)
        try result.encode(to: &writer)
    }
}

extension WireReader {
    /// A count of 32 bits that is not negative.
    mutating func readCount() throws -> Int {
        let count = try readInteger(as: Int32.self)
        guard count >= 0 else { throw WireError.invalidCount(count) }
        return Int(count)
    }
}
