/// A statement to be executed later, many times (v4 §4.1.5).
package struct Prepare: Hashable, Sendable {
    package var text: String

    package init(text: String) {
        self.text = text
    }

    init(from reader: inout WireReader) throws {
        text = try reader.readLongString()
    }

    func encode(to writer: inout WireWriter) throws {
        try writer.writeLongString(text)
    }
}
