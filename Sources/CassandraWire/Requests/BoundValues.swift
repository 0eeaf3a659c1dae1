package import Bytes

/// The values of a request, as they stand on the wire: already encoded by whoever knew their types.
package struct BoundValues: Hashable, Sendable {
    package var count: Int
    /// Whether a name stands before each value.
    package var areNamed: Bool
    /// The values with their lengths, and names if there are any.
    package var bytes: ByteSlice

    package init(count: Int, areNamed: Bool = false, bytes: ByteSlice) {
        self.count = count
        self.areNamed = areNamed
        self.bytes = bytes
    }

    package init(_ values: [BoundValue]) throws {
        var writer = WireWriter()
        for value in values { try writer.writeBoundValue(value) }
        self.init(count: values.count, bytes: writer.finish())
    }

    package init(named values: [(name: String, value: BoundValue)]) throws {
        var writer = WireWriter()
        for (name, value) in values {
            try writer.writeString(name)
            try writer.writeBoundValue(value)
        }
        self.init(count: values.count, areNamed: true, bytes: writer.finish())
    }

    init(from reader: inout WireReader, areNamed: Bool) throws {
        let count = Int(try reader.readInteger(as: UInt16.self))
        let start = reader
        for _ in 0..<count {
            if areNamed { _ = try reader.readShortBytes() }
            _ = try reader.readBoundValue()
        }
        self.init(count: count, areNamed: areNamed, bytes: start.bytes.slice(upTo: reader.bytes))
    }

    func encode(to writer: inout WireWriter) throws {
        try writer.writeCount(count)
        writer.write(bytes)
    }

    /// The values one by one.
    package func decoded() throws -> [(name: String?, value: BoundValue)] {
        var reader = WireReader(bytes)
        var values: [(name: String?, value: BoundValue)] = []
        for _ in 0..<count {
            let name = areNamed ? try reader.readString() : nil
            values.append((name, try reader.readBoundValue()))
        }
        return values
    }
}
