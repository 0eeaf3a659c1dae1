import Cassandra

/// Arranges text in lines that fit a terminal.
enum Layout {
    static let width = 120

    /// A frame on its own: the header byte by byte, and the whole message.
    static func explanation(of frame: FrameDescription, in bytes: [UInt8]) -> [String] {
        var lines = [rule(frame.kind.isEmpty ? "no frame" : frame.kind)]
        if let header = frame.header {
            let raw = bytes[frame.offset..<frame.offset + 9].map(hexadecimal)
            let direction = header.direction == .request ? "client → node" : "node → client"
            let flags = header.flags.isEmpty ? "no flags" : header.flags.joined(separator: ", ")
            let rows = [
                (raw[0], "version", "\(header.version), \(direction)"),
                (raw[1], "flags", flags),
                (raw[2..<4].joined(separator: " "), "stream", String(header.stream)),
                (raw[4], "opcode", header.opcode),
                (raw[5..<9].joined(separator: " "), "length", length(of: frame, header)),
            ]
            lines += rows.map { "  \(padded($0.0, 13))\(padded($0.1, 9))\($0.2)" }
        }
        lines += fields(of: frame)
        return lines
    }

    private static func length(of frame: FrameDescription, _ header: FrameDescription.Header) -> String {
        let uncompressed = frame.uncompressedLength.map { ", \($0) when uncompressed" } ?? ""
        return count(header.bodyLength) + uncompressed
    }

    /// `1 byte`, `2 bytes`.
    static func count(_ bytes: Int) -> String {
        bytes == 1 ? "1 byte" : "\(bytes) bytes"
    }

    /// The fields of a frame, the values of neighbours below each other.
    static func fields(of frame: FrameDescription, indent: Int = 2) -> [String] {
        var lines: [String] = []
        // Groups are lines of one level without any of a lower one between them.
        for (index, field) in frame.fields.enumerated() {
            let before = frame.fields[..<index].reversed().prefix { $0.level >= field.level }
            let after = frame.fields[index...].prefix { $0.level >= field.level }
            let names = (before + after).filter { $0.level == field.level && !$0.value.isEmpty }.map(\.name.count)
            let margin = String(repeating: " ", count: indent + 2 * field.level)
            let head = margin + padded(field.name, min(names.max() ?? 0, 28)) + "  "
            lines += wrapped(field.value, after: head)
        }
        if let problem = frame.problem {
            lines += wrapped(problem, after: String(repeating: " ", count: indent) + "! ")
        }
        return lines
    }

    /// A value behind its name; further lines begin below the value.
    private static func wrapped(_ value: String, after head: String) -> [String] {
        var lines: [String] = []
        var current = head
        let margin = String(repeating: " ", count: min(head.count, 40))
        var isFresh = true
        for word in value.split(separator: " ", omittingEmptySubsequences: false) {
            var word = word
            if !isFresh, current.count + 1 + word.count > width {
                lines.append(current)
                current = margin
                isFresh = true
            }
            if !isFresh { current += " " }
            while current.count + word.count > width {
                let room = max(1, width - current.count)
                lines.append(current + word.prefix(room))
                word = word.dropFirst(room)
                current = margin
            }
            current += word
            isFresh = false
        }
        return (lines + [current]).map(trimmed)
    }

    /// A title with a line behind it.
    static func rule(_ title: String) -> String {
        "── \(title) " + String(repeating: "─", count: max(3, width - title.count - 4))
    }

    static func padded(_ text: String, _ count: Int) -> String {
        text + String(repeating: " ", count: max(0, count - text.count))
    }

    static func rightAligned(_ text: String, _ count: Int) -> String {
        String(repeating: " ", count: max(0, count - text.count)) + text
    }

    /// A number with its thousands apart.
    static func grouped(_ number: Int) -> String {
        var digits = String(number)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return ([digits] + groups).joined(separator: ",")
    }

    static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
    }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}
