/// A name that has no counterpart: a property without a column, a marker without a value.
///
/// Names are compared byte for byte, as the server does: upper and lower case differ.
public struct NameError: Error, Hashable, Sendable {
    /// What has no counterpart.
    public enum Kind: Hashable, Sendable {
        /// No column of the rows has the name.
        case noColumn
        /// No field of the user-defined type has the name.
        case noField
        /// No marker of the statement has the name, so the value would get lost.
        case noMarker
        /// The marker got no value.
        case noValue
        /// The name got two values.
        case twoValues
    }

    /// What has no counterpart.
    public let kind: Kind
    /// The name.
    public let name: String
    /// The names that there are.
    public let known: [String]

    init(_ kind: Kind, _ name: String, known: [String]) {
        self.kind = kind
        self.name = name
        self.known = known
    }
}

extension NameError: CustomStringConvertible {
    /// The names in a sentence.
    public var description: String {
        let known = known.isEmpty ? "there are none" : "there are " + known.map { "'\($0)'" }.joined(separator: ", ")
        return switch kind {
        case .noColumn: "no column '\(name)'; \(known)"
        case .noField: "no field '\(name)'; \(known)"
        case .noMarker: "no marker '\(name)'; \(known)"
        case .noValue: "no value for marker '\(name)'; \(known)"
        case .twoValues: "two values for '\(name)'"
        }
    }
}
