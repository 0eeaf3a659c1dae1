import Foundation

/// Lists of literals, parted by commas that stand in no bracket and no string.
enum LiteralList {
    static func split(_ text: String, at separator: Character = ",") -> [String] {
        var parts: [String] = []
        var part = ""
        var depth = 0
        var isInString = false
        for character in text {
            if character == "'" { isInString.toggle() }
            if !isInString {
                switch character {
                case "[", "{", "(", "<": depth += 1
                case "]", "}", ")", ">": depth -= 1
                case separator where depth == 0:
                    parts.append(part.trimmingCharacters(in: .whitespaces))
                    part = ""
                    continue
                default: break
                }
            }
            part.append(character)
        }
        let last = part.trimmingCharacters(in: .whitespaces)
        if !last.isEmpty || !parts.isEmpty { parts.append(last) }
        return parts
    }
}
