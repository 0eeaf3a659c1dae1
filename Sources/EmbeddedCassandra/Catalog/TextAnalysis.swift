import Bytes
import CassandraWire

/// How texts are made alike before an index compares them.
struct TextAnalysis: Hashable, Sendable {
    static let optionNames = ["ascii", "case_sensitive", "normalize"]

    private(set) var ignoresCase = false
    /// By Unicode's canonical composition.
    private(set) var normalizes = false
    /// Letters with accents count as those without.
    private(set) var foldsToASCII = false

    /// Whether it changes anything.
    var isActive: Bool { ignoresCase || normalizes || foldsToASCII }

    init(_ options: [String: String]) throws(ServerError) {
        ignoresCase = try !Self.flag("case_sensitive", options, otherwise: true)
        normalizes = try Self.flag("normalize", options, otherwise: false)
        foldsToASCII = try Self.flag("ascii", options, otherwise: false)
    }

    private static func flag(
        _ name: String, _ options: [String: String], otherwise: Bool
    ) throws(ServerError) -> Bool {
        guard let text = options[name] else { return otherwise }
        switch text.lowercased() {
        case "true": return true
        case "false": return false
        case "": throw .invalid("Empty value for boolean option '\(name)'")
        default: throw .invalid("Illegal value for boolean option '\(name)': \(text)")
        }
    }
}

extension TextAnalysis {
    /// Whether two texts are the same to the index.
    func areAlike(_ left: ByteSlice, _ right: ByteSlice) -> Bool {
        let (one, other) = (analyzed(left), analyzed(right))
        // Strings are compared by their canonical composition, bytes are not.
        return normalizes ? one == other : one.utf8.elementsEqual(other.utf8)
    }

    private func analyzed(_ bytes: ByteSlice) -> String {
        var text = String(decoding: bytes, as: UTF8.self)
        if ignoresCase { text = text.lowercased() }
        return foldsToASCII ? ASCIIFolding.folded(text, composes: normalizes) : text
    }
}
