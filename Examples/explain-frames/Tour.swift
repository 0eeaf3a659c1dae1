import Cassandra

/// A walk through captured frames: every kind of message with an example, in the order of a conversation, and then the
/// numbers.
struct Tour {
    private let path: String
    private let frames: [Explained]

    private struct Explained {
        let name: String
        let bytes: [UInt8]
        let frame: FrameDescription
    }

    /// What each message is for.
    private static let chapters: [(opcode: String, story: String)] = [
        ("OPTIONS", "what can you do?"),
        ("SUPPORTED", "this is what I can do"),
        ("STARTUP", "let us speak this version of CQL"),
        ("READY", "go ahead"),
        ("AUTHENTICATE", "first tell me who you are"),
        ("AUTH_RESPONSE", "this is who I am"),
        ("AUTH_CHALLENGE", "tell me more"),
        ("AUTH_SUCCESS", "welcome"),
        ("REGISTER", "tell me when something changes"),
        ("EVENT", "something has changed"),
        ("QUERY", "a statement as text"),
        ("PREPARE", "a statement to be executed often"),
        ("EXECUTE", "execute it with these values"),
        ("BATCH", "several statements at once"),
        ("RESULT", "what came of it"),
        ("ERROR", "what went wrong"),
    ]
    /// Messages of several kinds, of which these are shown.
    private static let examples: [String: [String]] = [
        "RESULT": ["RESULT rows", "RESULT prepared"],
        "ERROR": ["ERROR READ_TIMEOUT"],
        "EVENT": ["EVENT STATUS_CHANGE", "EVENT SCHEMA_CHANGE"],
    ]
    /// What an example should have, where there is one that has it.
    private static let wishes: [String: [String]] = [
        "QUERY": ["values", "timestamp"], "EXECUTE": ["values"], "RESULT prepared": ["partition key"],
        "RESULT rows": ["row 0"],
    ]
    /// The best example has about so many lines and bytes: it says something, and is soon read.
    private static let bestLines = 7
    private static let bestBytes = 90

    init(_ captured: [CapturedFrame], of path: String) {
        self.path = path
        let inspector = FrameInspector(limits: .init(characters: 72, bytes: 16, items: 3, rows: 1))
        frames = captured.map { Explained(name: $0.name, bytes: $0.bytes, frame: inspector.frame($0.bytes)) }
    }

    /// Frames that could not be explained.
    var problemCount: Int { frames.count { $0.frame.problem != nil } }

    var lines: [String] {
        let total = "\(Layout.grouped(frames.count)) frames"
        let bytes = Layout.grouped(frames.reduce(0) { $0 + $1.bytes.count })
        var lines = [
            "Martlet explains \(total) of Cassandra's native protocol: \(path)",
            "An example begins with its header: version and direction, flags, stream, opcode, length of the body.", "",
        ]
        for chapter in Self.chapters { lines += chapterLines(chapter.opcode, chapter.story) }
        lines += problemLines()
        lines += countLines()
        return lines + ["", "\(total), \(bytes) bytes. Explain one of your own: explain-frames 040000000500000000"]
    }

    private func chapterLines(_ opcode: String, _ story: String) -> [String] {
        let frames = frames.filter { $0.frame.header?.opcode == opcode && $0.frame.problem == nil }
        guard let direction = frames.first?.frame.header?.direction else { return [] }
        var lines = [Layout.rule("\(opcode) · \(direction == .request ? "client → node" : "node → client") · \(story)")]
        let kinds = Self.examples[opcode].map { kinds in
            kinds.filter { kind in frames.contains { $0.frame.kind == kind } }
        }
        for kind in kinds ?? [] { lines += exampleLines(of: frames.filter { $0.frame.kind == kind }) }
        if kinds?.isEmpty ?? true { lines += exampleLines(of: frames) }
        return lines
    }

    private func exampleLines(of frames: [Explained]) -> [String] {
        /// The lower the better.
        func rank(_ example: Explained) -> (Int, Int) {
            let fields = example.frame.fields
            let wishes = Self.wishes[example.frame.kind] ?? []
            var faults = wishes.count { wish in !fields.contains { $0.name == wish } }
            if example.frame.uncompressedLength != nil { faults += 1 }
            if fields.contains(where: { $0.name == "columns" && $0.value.contains("not described") }) { faults += 1 }
            // Rows need room for their columns twice.
            let best = Self.bestLines + (fields.contains { $0.name == "row 0" } ? 1 : 0)
            // Bytes that nobody can read say little.
            let blobs = fields.count { $0.value.hasPrefix("0x") }
            return (
                faults * 100 + blobs + abs(best - fields.count), abs(example.bytes.count - Self.bestBytes)
            )
        }
        guard let example = frames.min(by: { rank($0) < rank($1) }), let header = example.frame.header else {
            return []
        }
        let raw = example.bytes.prefix(9).map(Layout.hexadecimal)
        let digits = [raw[0], raw[1], raw[2] + raw[3], raw[4], raw[5...].joined()].joined(separator: " ")
        let flags = header.flags.isEmpty ? "" : " · " + header.flags.joined(separator: ", ")
        let kind = Layout.padded(example.frame.kind, 20)
        let head = "  \(kind)  \(digits)  stream \(header.stream)\(flags) · \(Layout.count(header.bodyLength))"
        return [head] + Layout.fields(of: example.frame, indent: 4)
    }

    private func problemLines() -> [String] {
        let broken = frames.filter { $0.frame.problem != nil }
        guard !broken.isEmpty else { return [] }
        var lines = [Layout.rule("\(broken.count) frames with a problem")]
        for frame in broken.prefix(10) { lines.append("  \(frame.name): \(frame.frame.problem ?? "")") }
        if broken.count > 10 { lines.append("  … and \(broken.count - 10) more") }
        return lines
    }

    private func countLines() -> [String] {
        var lines = [Layout.rule("how many")]
        lines.append("  opcode            direction        frames      bytes   compressed   smallest    largest")
        for (opcode, _) in Self.chapters {
            let frames = frames.filter { $0.frame.header?.opcode == opcode }
            guard let direction = frames.first?.frame.header?.direction else { continue }
            let sizes = frames.map(\.bytes.count)
            let compressed = frames.count { $0.frame.header?.flags.contains("compressed") ?? false }
            lines.append(
                "  " + Layout.padded(opcode, 18) + Layout.padded(direction.rawValue, 12)
                    + Layout.rightAligned(Layout.grouped(frames.count), 11)
                    + Layout.rightAligned(Layout.grouped(sizes.reduce(0, +)), 11)
                    + Layout.rightAligned(Layout.grouped(compressed), 13)
                    + Layout.rightAligned(Layout.grouped(sizes.min() ?? 0), 11)
                    + Layout.rightAligned(Layout.grouped(sizes.max() ?? 0), 11))
        }
        return lines
    }
}
