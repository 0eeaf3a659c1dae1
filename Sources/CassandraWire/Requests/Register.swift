/// Asks for events on this connection (v4 §4.1.8).
package struct Register: Hashable, Sendable {
    /// The names of the event kinds, as `EventKind` has them.
    package var events: [String]

    package init(events: [String]) {
        self.events = events
    }

    init(from reader: inout WireReader) throws {
        events = try reader.readStringList()
    }

    func encode(to writer: inout WireWriter) throws {
        try writer.writeStringList(events)
    }
}
