package import Bytes

/// What a QUERY or EXECUTE says beside its statement (v4 §4.1.4).
package struct QueryParameters: Hashable, Sendable {
    package var consistency: Consistency
    /// `nil` when the request carries no values, which is not the same as carrying none.
    package var values: BoundValues?
    /// Whether the node may leave the columns out of the result's metadata.
    package var skipMetadata: Bool
    package var pageSize: Int32?
    package var pagingState: ByteSlice?
    package var serialConsistency: Consistency?
    /// Microseconds since 1970, in place of the node's clock.
    package var timestamp: Int64?

    package init(
        consistency: Consistency, values: BoundValues? = nil, skipMetadata: Bool = false, pageSize: Int32? = nil,
        pagingState: ByteSlice? = nil, serialConsistency: Consistency? = nil, timestamp: Int64? = nil
    ) {
        self.consistency = consistency
        self.values = values
        self.skipMetadata = skipMetadata
        self.pageSize = pageSize
        self.pagingState = pagingState
        self.serialConsistency = serialConsistency
        self.timestamp = timestamp
    }

    package struct Flags: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        package static let values = Flags(rawValue: 0x01)
        package static let skipMetadata = Flags(rawValue: 0x02)
        package static let pageSize = Flags(rawValue: 0x04)
        package static let pagingState = Flags(rawValue: 0x08)
        package static let serialConsistency = Flags(rawValue: 0x10)
        package static let timestamp = Flags(rawValue: 0x20)
        package static let names = Flags(rawValue: 0x40)
    }

    package var flags: Flags {
        var flags: Flags = []
        if let values {
            flags.insert(.values)
            if values.areNamed { flags.insert(.names) }
        }
        if skipMetadata { flags.insert(.skipMetadata) }
        if pageSize != nil { flags.insert(.pageSize) }
        if pagingState != nil { flags.insert(.pagingState) }
        if serialConsistency != nil { flags.insert(.serialConsistency) }
        if timestamp != nil { flags.insert(.timestamp) }
        return flags
    }

    init(from reader: inout WireReader) throws {
        consistency = try reader.readConsistency()
        let flags = Flags(rawValue: try reader.readByte())
        values =
            flags.contains(.values) ? try BoundValues(from: &reader, areNamed: flags.contains(.names)) : nil
        skipMetadata = flags.contains(.skipMetadata)
        pageSize = flags.contains(.pageSize) ? try reader.readInteger(as: Int32.self) : nil
        pagingState = flags.contains(.pagingState) ? try reader.readBytes() : nil
        serialConsistency = flags.contains(.serialConsistency) ? try reader.readConsistency() : nil
        timestamp = flags.contains(.timestamp) ? try reader.readInteger(as: Int64.self) : nil
    }

    func encode(to writer: inout WireWriter) throws {
        writer.write(consistency.rawValue)
        writer.write(flags.rawValue)
        if let values { try values.encode(to: &writer) }
        if let pageSize { writer.write(pageSize) }
        if let pagingState { try writer.writeBytes(pagingState) }
        if let serialConsistency { writer.write(serialConsistency.rawValue) }
        if let timestamp { writer.write(timestamp) }
    }
}
