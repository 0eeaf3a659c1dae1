/// A statement as text (v4 §4.1.4).
package struct Query: Hashable, Sendable {
    package var text: String
    package var parameters: QueryParameters

    package init(text: String, parameters: QueryParameters) {
        self.text = text
        self.parameters = parameters
    }

    init(from reader: inout WireReader) throws {
        text = try reader.readLongString()
        parameters = try QueryParameters(from: &reader)
    }

    func encode(to writer: inout WireWriter) throws {
        try writer.writeLongString(text)
        try parameters.encode(to: &writer)
    }
}
