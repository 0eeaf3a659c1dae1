package import Bytes

/// Several statements at once (v4 §4.1.7).
package struct Batch: Hashable, Sendable {
    package enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        case logged = 0
        case unlogged = 1
        case counter = 2
    }

    package enum Statement: Hashable, Sendable {
        case text(String)
        case prepared(id: ByteSlice)
    }

    package struct Entry: Hashable, Sendable {
        package var statement: Statement
        package var values: BoundValues

        package init(statement: Statement, values: BoundValues) {
            self.statement = statement
            self.values = values
        }

        /// The length of statement and values.
        var leastLength: Int {
            switch statement {
            case .text(let text): text.utf8.count + values.bytes.count
            case .prepared(let id): id.count + values.bytes.count
            }
        }
    }

    package var kind: Kind
    package var entries: [Entry]
    package var consistency: Consistency
    package var serialConsistency: Consistency?
    /// Microseconds since 1970, in place of the node's clock.
    package var timestamp: Int64?

    package init(
        kind: Kind, entries: [Entry], consistency: Consistency, serialConsistency: Consistency? = nil,
        timestamp: Int64? = nil
    ) {
        self.kind = kind
        self.entries = entries
        self.consistency = consistency
        self.serialConsistency = serialConsistency
        self.timestamp = timestamp
    }

    /// The flags of a batch are a part of those of a query. Names for values cannot be used: the flag stands after them
    /// (CASSANDRA-10246), so readers have passed them already.
    package var flags: QueryParameters.Flags {
        var flags: QueryParameters.Flags = []
        if serialConsistency != nil { flags.insert(.serialConsistency) }
        if timestamp != nil { flags.insert(.timestamp) }
        return flags
    }

    init(from reader: inout WireReader) throws {
        let number = try reader.readByte()
        guard let kind = Kind(rawValue: number) else { throw WireError.unknown(.batchKind, Int32(number)) }
        self.kind = kind
        entries = []
        for _ in 0..<(try reader.readInteger(as: UInt16.self)) {
            let statement: Statement
            switch try reader.readByte() {
            case 0: statement = .text(try reader.readLongString())
            case 1: statement = .prepared(id: try reader.readShortBytes())
            case let number: throw WireError.unknown(.batchEntryKind, Int32(number))
            }
            let values = try BoundValues(from: &reader, areNamed: false)
            entries.append(Entry(statement: statement, values: values))
        }
        consistency = try reader.readConsistency()
        let flags = QueryParameters.Flags(rawValue: try reader.readByte())
        serialConsistency = flags.contains(.serialConsistency) ? try reader.readConsistency() : nil
        timestamp = flags.contains(.timestamp) ? try reader.readInteger(as: Int64.self) : nil
    }

    func encode(to writer: inout WireWriter) throws {
        try Self.writeHead(kind, count: entries.count, to: &writer)
        for entry in entries {
            switch entry.statement {
            case .text(let text): try Self.write(text, to: &writer)
            case .prepared(let id): try Self.write(prepared: id, to: &writer)
            }
            try entry.values.encode(to: &writer)
        }
        Self.writeTail(flags, consistency, serialConsistency, timestamp, to: &writer)
    }

    fileprivate static func writeHead(_ kind: Kind, count: Int, to writer: inout WireWriter) throws {
        writer.write(kind.rawValue)
        try writer.writeCount(count)
    }

    fileprivate static func write(_ text: String, to writer: inout WireWriter) throws {
        writer.write(UInt8(0))
        try writer.writeLongString(text)
    }

    fileprivate static func write(prepared id: ByteSlice, to writer: inout WireWriter) throws {
        writer.write(UInt8(1))
        try writer.writeShortBytes(id)
    }

    fileprivate static func writeTail(
        _ flags: QueryParameters.Flags, _ consistency: Consistency, _ serialConsistency: Consistency?,
        _ timestamp: Int64?, to writer: inout WireWriter
    ) {
        writer.write(consistency.rawValue)
        writer.write(flags.rawValue)
        if let serialConsistency { writer.write(serialConsistency.rawValue) }
        if let timestamp { writer.write(timestamp) }
    }
}

/// Writes a batch whose statements come one by one, so that there is no list of them to be made.
package struct BatchWriter: ~Copyable {
    private var writer: WireWriter

    /// `batch` says all but its entries, of which there will be `count`.
    fileprivate init(_ batch: Batch, count: Int, _ writer: consuming WireWriter) throws {
        self.writer = writer
        try Batch.writeHead(batch.kind, count: count, to: &self.writer)
    }

    /// A prepared statement, with `count` values.
    package mutating func append(prepared id: ByteSlice, count: Int, _ values: ByteSlice) throws {
        try Batch.write(prepared: id, to: &writer)
        try writer.writeCount(count)
        writer.write(values)
    }

    /// A statement without values.
    package mutating func append(_ text: String) throws {
        try Batch.write(text, to: &writer)
        try writer.writeCount(0)
    }

    fileprivate consuming func finish(_ batch: Batch) -> WireWriter {
        Batch.writeTail(batch.flags, batch.consistency, batch.serialConsistency, batch.timestamp, to: &writer)
        return writer
    }
}

extension FrameEncoder {
    /// The frame of a batch of `count` statements, which `entries` writes. `batch` has all but them.
    package func encode(
        _ batch: Batch, count: Int, capacity: Int, tracing: Bool, prologue: BodyPrologue,
        _ entries: (inout BatchWriter) throws -> Void
    ) throws(WireError) -> ByteSlice {
        var header = FrameHeader(direction: .request, flags: prologue.flags, stream: 0, opcode: .batch)
        if tracing { header.flags.insert(.tracing) }
        return try encode(header, mayCompress: true, capacity: capacity) { writer in
            try prologue.encode(to: &writer)
            var body = WireWriter(capacity: 0)
            swap(&body, &writer)
            var batchWriter = try BatchWriter(batch, count: count, body)
            try entries(&batchWriter)
            writer = batchWriter.finish(batch)
        }
    }
}

extension Batch.Kind: CustomStringConvertible {
    /// The name in CQL.
    package var description: String {
        switch self {
        case .logged: "LOGGED"
        case .unlogged: "UNLOGGED"
        case .counter: "COUNTER"
        }
    }
}
