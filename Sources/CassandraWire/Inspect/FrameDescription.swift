/// What a captured frame says, in words.
///
/// Made by ``FrameInspector``. Nothing in it is cut but what the inspector's limits cut, and nothing holds control
/// characters, so all of it can be printed.
public struct FrameDescription: Hashable, Sendable {
    /// Who sent the frame.
    public enum Direction: String, Hashable, Sendable {
        /// A client, to a node.
        case request
        /// A node, to a client.
        case response
    }

    /// The nine bytes in front of a frame.
    public struct Header: Hashable, Sendable {
        /// Who sent the frame.
        public var direction: Direction
        /// The version of the protocol.
        public var version: Int
        /// The names of the flags that are set; an unknown one is a number such as `0x40`.
        public var flags: [String]
        /// The number that ties a response to its request; -1 for events.
        public var stream: Int
        /// The name of the opcode, such as `QUERY`; an unknown one is a number such as `0x42`.
        public var opcode: String
        /// The length of the body in bytes, as the header says it.
        public var bodyLength: Int
    }

    /// A line of a message.
    public struct Field: Hashable, Sendable {
        /// What it is.
        public var name: String
        /// What it says; empty when the lines below say it.
        public var value: String
        /// How deep the line lies below others, from 0.
        public var level: Int
    }

    /// Where the frame begins in the bytes that were given.
    public var offset: Int
    /// How many bytes belong to it.
    public var byteCount: Int
    /// The header; `nil` when the bytes are none.
    public var header: Header?
    /// The opcode and what kind of it this is, such as `RESULT rows` or `ERROR UNAVAILABLE`.
    public var kind: String
    /// The length of the body after decompression; `nil` when it was not compressed.
    public var uncompressedLength: Int?
    /// The message, line by line.
    public var fields: [Field]
    /// What is wrong with the frame; `nil` when nothing is.
    public var problem: String?
}

extension FrameDescription: CustomStringConvertible {
    /// The header on a line, and the fields below it.
    public var description: String {
        var lines = [headline]
        for (index, field) in fields.enumerated() {
            let indent = String(repeating: "  ", count: field.level + 1)
            let name = field.value.isEmpty ? field.name : field.name.padded(to: nameWidth(around: index))
            lines.append(field.value.isEmpty ? indent + name : "\(indent)\(name)  \(field.value)")
        }
        if let problem { lines.append("  problem: \(problem)") }
        return lines.joined(separator: "\n")
    }

    /// The header in words, such as `QUERY · request · v4 · stream 12 · 65 bytes`.
    public var headline: String {
        guard let header else { return "no frame · \(Notation.count(byteCount))" }
        var parts = [kind, header.direction.rawValue, "v\(header.version)", "stream \(header.stream)"]
        parts += header.flags
        parts.append(Notation.count(header.bodyLength))
        if let uncompressedLength { parts.append("\(uncompressedLength) uncompressed") }
        return parts.joined(separator: " · ")
    }

    /// The longest name among the neighbours on the same level.
    private func nameWidth(around index: Int) -> Int {
        let level = fields[index].level
        let before = fields[..<index].reversed().prefix { $0.level >= level }
        let after = fields[index...].prefix { $0.level >= level }
        return min(24, (before + after).filter { $0.level == level && !$0.value.isEmpty }.map(\.name.count).max() ?? 0)
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
