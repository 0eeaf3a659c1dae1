// v4 §4.2.5.2, [option]: how the metadata of a result names a type.

extension CQLType {
    package init(option reader: inout WireReader, depth: Int = 1) throws {
        guard depth <= CQLType.maximumDepth else { throw WireError.tooDeep }
        let id = try reader.readInteger(as: UInt16.self)
        switch id {
        case 0x0000:
            let name = try reader.readString()
            if name.isEmpty {
                self = .custom("")  // B-27: metadata may name no class
                return
            }
            do {
                self = try CQLType(className: name, depth: depth)
            } catch {
                throw error.isTooDeep ? WireError.tooDeep : .malformed
            }
        case 0x0020:
            self = .list(try CQLType(option: &reader, depth: depth + 1))
        case 0x0021:
            let key = try CQLType(option: &reader, depth: depth + 1)
            self = .map(key: key, value: try CQLType(option: &reader, depth: depth + 1))
        case 0x0022:
            self = .set(try CQLType(option: &reader, depth: depth + 1))
        case 0x0030:
            let keyspace = try reader.readString()
            let name = try reader.readString()
            var fields: [UserDefinedType.Field] = []
            for _ in 0..<(try reader.readInteger(as: UInt16.self)) {
                let fieldName = try reader.readString()
                fields.append(.init(name: fieldName, type: try CQLType(option: &reader, depth: depth + 1)))
            }
            self = .udt(UserDefinedType(keyspace: keyspace, name: name, fields: fields))
        case 0x0031:
            var types: [CQLType] = []
            for _ in 0..<(try reader.readInteger(as: UInt16.self)) {
                types.append(try CQLType(option: &reader, depth: depth + 1))
            }
            self = .tuple(types)
        default:
            guard let scalar = CQLType.scalar(id: id) else { throw WireError.unknown(.type, Int32(id)) }
            self = scalar
        }
    }

    /// The types that are an id and nothing else; a switch, since every result with metadata comes here.
    private static func scalar(id: UInt16) -> CQLType? {
        switch id {
        case 0x0001: .ascii
        case 0x0002: .bigint
        case 0x0003: .blob
        case 0x0004: .boolean
        case 0x0005: .counter
        case 0x0006: .decimal
        case 0x0007: .double
        case 0x0008: .float
        case 0x0009: .int
        case 0x000B: .timestamp
        case 0x000C: .uuid
        case 0x000D: .text
        case 0x000E: .varint
        case 0x000F: .timeuuid
        case 0x0010: .inet
        case 0x0011: .date
        case 0x0012: .time
        case 0x0013: .smallint
        case 0x0014: .tinyint
        default: nil
        }
    }

    package func encodeOption(to writer: inout WireWriter) throws {
        func scalar(_ id: UInt16) { writer.write(id) }
        switch self {
        case .ascii: scalar(0x0001)
        case .bigint: scalar(0x0002)
        case .blob: scalar(0x0003)
        case .boolean: scalar(0x0004)
        case .counter: scalar(0x0005)
        case .decimal: scalar(0x0006)
        case .double: scalar(0x0007)
        case .float: scalar(0x0008)
        case .int: scalar(0x0009)
        case .timestamp: scalar(0x000B)
        case .uuid: scalar(0x000C)
        case .text: scalar(0x000D)
        case .varint: scalar(0x000E)
        case .timeuuid: scalar(0x000F)
        case .inet: scalar(0x0010)
        case .date: scalar(0x0011)
        case .time: scalar(0x0012)
        case .smallint: scalar(0x0013)
        case .tinyint: scalar(0x0014)
        // Version 4 has no ids for these.
        case .duration, .vector, .custom:
            scalar(0x0000)
            try writer.writeString(className)
        case .frozen(let inner): try inner.encodeOption(to: &writer)
        case .list(let element):
            scalar(0x0020)
            try element.encodeOption(to: &writer)
        case .map(let key, let value):
            scalar(0x0021)
            try key.encodeOption(to: &writer)
            try value.encodeOption(to: &writer)
        case .set(let element):
            scalar(0x0022)
            try element.encodeOption(to: &writer)
        case .udt(let type):
            scalar(0x0030)
            try writer.writeString(type.keyspace)
            try writer.writeString(type.name)
            try writer.writeCount(type.fields.count)
            for field in type.fields {
                try writer.writeString(field.name)
                try field.type.encodeOption(to: &writer)
            }
        case .tuple(let types):
            scalar(0x0031)
            try writer.writeCount(types.count)
            for type in types { try type.encodeOption(to: &writer) }
        }
    }
}
