#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension URL: CQLCodable {
    /// Accepts `text` and `ascii`.
    public static func decodingPlan(for type: CQLType) -> TextForm? { String.decodingPlan(for: type) }

    /// Accepts `text` and `ascii`.
    public static func encodingPlan(for type: CQLType) -> TextForm? { String.encodingPlan(for: type) }

    /// Reads a text; one that is no URL is malformed.
    public init(contents reader: inout WireReader, count: Int, plan: TextForm) throws {
        guard let url = URL(string: try String(contents: &reader, count: count, plan: plan)) else {
            throw WireError.malformed
        }
        self = url
    }

    /// Appends the text.
    public func encodeContents(to writer: inout WireWriter, plan: TextForm) throws {
        try absoluteString.encodeContents(to: &writer, plan: plan)
    }
}
