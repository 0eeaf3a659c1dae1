import TestKit

extension JSON {
    /// Where `actual` first differs from this value and how, or `nil` if they say the same.
    ///
    /// The order of an object's names means nothing, but for the objects at the paths of `ordered`.
    func difference(from actual: JSON, ordered: Set<String> = [], path: String = "") -> Mismatch? {
        switch (self, actual) {
        case (.object(let expected), .object(let found)):
            return JSON.difference(expected, found, ordered: ordered, path: path)
        case (.array(let expected), .array(let found)):
            for (index, pair) in zip(expected, found).enumerated() {
                if let difference = pair.0.difference(from: pair.1, ordered: ordered, path: "\(path)[\(index)]") {
                    return difference
                }
            }
            guard expected.count != found.count else { return nil }
            return Mismatch(path, expected: "\(expected.count) elements", actual: "\(found.count)")
        default:
            return self == actual ? nil : Mismatch(path, expected: description, actual: actual.description)
        }
    }

    private static func difference(
        _ expected: [Member], _ found: [Member], ordered: Set<String>, path: String
    ) -> Mismatch? {
        let inside = path.isEmpty ? "" : path + "."
        let object = JSON.object(found)
        for member in expected {
            guard let value = object[member.name] else { return Mismatch("\(inside)\(member.name): missing") }
            if let difference = member.value.difference(from: value, ordered: ordered, path: inside + member.name) {
                return difference
            }
        }
        let all = JSON.object(expected)
        for member in found where all[member.name] == nil {
            return Mismatch("\(inside)\(member.name): not expected, got \(member.value)")
        }
        guard ordered.contains(path), expected.map(\.name) != found.map(\.name) else { return nil }
        return Mismatch("\(path): expected the names in another order")
    }
}
