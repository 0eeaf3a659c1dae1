package import Bytes

/// Executes a prepared statement (v4 §4.1.6).
package struct Execute: Hashable, Sendable {
    package var id: ByteSlice
    package var parameters: QueryParameters

    package init(id: ByteSlice, parameters: QueryParameters) {
        self.id = id
        self.parameters = parameters
    }

    init(from reader: inout WireReader) throws {
        id = try reader.readShortBytes()
        parameters = try QueryParameters(from: &reader)
    }

    func encode(to writer: inout WireWriter) throws {
        try writer.writeShortBytes(id)
        try parameters.encode(to: &writer)
    }
}
