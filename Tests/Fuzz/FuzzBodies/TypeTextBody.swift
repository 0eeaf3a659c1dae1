import Bytes
package import CassandraWire

/// Any text as a type, in CQL's notation and in that of class names: what reads prints, and the print reads back.
package enum TypeTextBody {
    package static func check(_ input: [UInt8]) throws(BrokenProperty) {
        let text = String(decoding: input, as: UTF8.self)
        for keyspace in ["", "ks"] {
            guard let type = try? CQLType(cql: text, keyspace: keyspace, userTypes: userType) else { break }
            try checkCQL(type)
        }
        if let type = try? CQLType(className: text) {
            try checkClassName(type)
            try checkCQL(type)
            try checkOption(type)
        }
    }

    /// There is no schema here, so every name is that of a type, with the same fields.
    package static func userType(_ keyspace: String, _ name: String) -> UserDefinedType? {
        UserDefinedType(
            keyspace: keyspace, name: name,
            fields: [
                .init(name: "a", type: .int), .init(name: "b", type: .text), .init(name: "c", type: .list(.bigint)),
            ])
    }

    private static func checkCQL(_ type: CQLType) throws(BrokenProperty) {
        try expect(type.depth <= CQLType.maximumDepth, "a type of depth \(type.depth) was read")
        var known: [String: UserDefinedType] = [:]
        // Two types of one name cannot both be looked up.
        guard type.collect(into: &known) else { return }
        let printed = type.cqlText
        let again: CQLType
        do {
            again = try CQLType(cql: printed) { keyspace, name in known["\(keyspace)\u{0}\(name)"] }
        } catch {
            throw BrokenProperty("'\(printed)' was printed, but does not read: \(error)")
        }
        try expect(again == type, "'\(printed)' was printed, but reads as '\(again)'")
    }

    private static func checkClassName(_ type: CQLType) throws(BrokenProperty) {
        let printed = type.className
        let again: CQLType
        do { again = try CQLType(className: printed) } catch {
            throw BrokenProperty("'\(printed)' was printed, but does not read: \(error)")
        }
        // A tuple's class name does not say that it is frozen.
        try expect(again.withoutFrozen == type.withoutFrozen, "'\(printed)' was printed, but reads as '\(again)'")
        try expect(again.className == printed, "'\(printed)' was printed, then '\(again.className)'")
    }

    /// The type as the metadata of a result.
    private static func checkOption(_ type: CQLType) throws(BrokenProperty) {
        let column = ColumnMetadata(keyspace: "k", table: "t", name: "c", type: type)
        let rows = RowsResult(metadata: ResultMetadata(columns: [column]), rowCount: 0, bytes: ByteSlice())
        guard let bytes = try? FrameEncoder().encode(.result(.rows(rows)), stream: 1) else { return }
        let header = FrameHeader(direction: .response, stream: 1, opcode: .result)
        let frame = Frame(header: header, body: bytes.slice(FrameHeader.length..<bytes.count))
        guard case .result(.rows(let again))? = try? Response.decode(frame).response else {
            throw BrokenProperty("'\(type)' was written as metadata that does not decode")
        }
        try expect(
            again.metadata.columns?.first?.type.withoutFrozen == type.withoutFrozen,
            "'\(type)' came back from metadata as \(again)")
    }
}

extension CQLType {
    /// How deep the type is nested, as its text says it: what a user-defined type holds does not count.
    fileprivate var depth: Int {
        switch self {
        case .list(let inner), .set(let inner), .frozen(let inner), .vector(let inner, _): 1 + inner.depth
        case .map(let key, let value): 1 + max(key.depth, value.depth)
        case .tuple(let types): 1 + (types.map(\.depth).max() ?? 0)
        default: 1
        }
    }

    /// Collects the user-defined types by their names; `false` when two share one.
    fileprivate func collect(into known: inout [String: UserDefinedType]) -> Bool {
        switch self {
        case .list(let inner), .set(let inner), .frozen(let inner), .vector(let inner, _):
            return inner.collect(into: &known)
        case .map(let key, let value):
            return key.collect(into: &known) && value.collect(into: &known)
        case .tuple(let types):
            for type in types where !type.collect(into: &known) { return false }
            return true
        case .udt(let type):
            let previous = known.updateValue(type, forKey: "\(type.keyspace)\u{0}\(type.name)")
            return previous == nil || previous == type
        default: return true
        }
    }
}
