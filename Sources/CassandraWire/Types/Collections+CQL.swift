public import Bytes

/// How the elements of a list, set or vector stand on the wire.
public enum SequencePlan<Element: Sendable>: Sendable {
    /// A blob, read as bytes.
    case blob
    /// A count, then each element with its length: lists and sets.
    case counted(Element)
    /// No count. Elements of a fixed length follow each other without lengths, others have a variable-size one.
    case vector(Element, dimension: Int, elementLength: Int?)

    /// The plan for `type`, given the plan for its elements; blobs only for arrays of bytes.
    @inlinable package init?(_ type: CQLType, ofBytes: Bool, element: (CQLType) -> Element?) {
        switch type.unfrozen {
        case .blob where ofBytes, .custom where ofBytes:
            self = .blob
        case .list(let inner), .set(let inner):
            guard let plan = element(inner) else { return nil }
            self = .counted(plan)
        case .vector(let inner, let dimension):
            guard let plan = element(inner) else { return nil }
            self = .vector(plan, dimension: dimension, elementLength: inner.fixedLength)
        default:
            return nil
        }
    }
}

extension Array: CQLDecodable where Element: CQLDecodable {
    /// Accepts lists, sets and vectors of what the element accepts; `[UInt8]` accepts blobs too.
    public static func decodingPlan(for type: CQLType) -> SequencePlan<Element.DecodingPlan>? {
        SequencePlan(type, ofBytes: Element.self == UInt8.self, element: Element.decodingPlan(for:))
    }

    /// Reads all elements.
    @inlinable public init(
        contents reader: inout WireReader, count: Int, plan: SequencePlan<Element.DecodingPlan>
    ) throws {
        if case .blob = plan {
            guard let bytes = try Element._array(ofBlob: &reader, count: count) else { throw WireError.typeMismatch }
            self = bytes
            return
        }
        self = []
        try reader.readElements(count: count, plan: plan) { (element: Element) in append(element) }
    }

    /// Reads null as an empty array: Cassandra does not tell the two apart in a list or set of its own. `[Element]?`
    /// does. A null vector or blob stays an error.
    @inlinable public init(
        value reader: inout WireReader, plan: SequencePlan<Element.DecodingPlan>
    ) throws {
        guard let count = try reader.readValueLength() else {
            guard case .counted = plan else { throw WireError.unexpectedNull }
            self = []
            return
        }
        try self.init(exactly: count, from: &reader, plan: plan)
    }
}

extension Array: CQLEncodable where Element: CQLEncodable {
    /// Accepts lists, sets and vectors of what the element accepts; `[UInt8]` accepts blobs too.
    public static func encodingPlan(for type: CQLType) -> SequencePlan<Element.EncodingPlan>? {
        SequencePlan(type, ofBytes: Element.self == UInt8.self, element: Element.encodingPlan(for:))
    }

    /// Appends the elements in their order.
    @inlinable public func encodeContents(
        to writer: inout WireWriter, plan: SequencePlan<Element.EncodingPlan>
    ) throws {
        if case .blob = plan {
            guard Element._encodeBlob(self, to: &writer) else { throw WireError.typeMismatch }
            return
        }
        try writer.writeElements(self, count: count, plan: plan)
    }
}

extension Set: CQLDecodable where Element: CQLDecodable {
    /// Accepts sets and lists of what the element accepts.
    public static func decodingPlan(for type: CQLType) -> SequencePlan<Element.DecodingPlan>? {
        switch type.unfrozen {
        case .set, .list: SequencePlan(type, ofBytes: false, element: Element.decodingPlan(for:))
        default: nil
        }
    }

    /// Reads all elements. Two that are equal in Swift are an error: one of them would be lost, as it happens to texts
    /// that differ only in how accents are composed.
    @inlinable public init(
        contents reader: inout WireReader, count: Int, plan: SequencePlan<Element.DecodingPlan>
    ) throws {
        var elements: Set<Element> = []
        var read = 0
        try reader.readElements(count: count, plan: plan) { (element: Element) in
            elements.insert(element)
            read += 1
        }
        guard elements.count == read else { throw WireError.duplicateKey }
        self = elements
    }

    /// Reads null as an empty set, as Cassandra does.
    @inlinable public init(
        value reader: inout WireReader, plan: SequencePlan<Element.DecodingPlan>
    ) throws {
        guard let count = try reader.readValueLength() else {
            self = []
            return
        }
        try self.init(exactly: count, from: &reader, plan: plan)
    }
}

extension Set: CQLEncodable where Element: CQLEncodable {
    /// Accepts sets and lists of what the element accepts.
    public static func encodingPlan(for type: CQLType) -> SequencePlan<Element.EncodingPlan>? {
        switch type.unfrozen {
        case .set, .list: SequencePlan(type, ofBytes: false, element: Element.encodingPlan(for:))
        default: nil
        }
    }

    /// Appends the elements; the server puts them in order.
    @inlinable public func encodeContents(
        to writer: inout WireWriter, plan: SequencePlan<Element.EncodingPlan>
    ) throws {
        try writer.writeElements(self, count: count, plan: plan)
    }
}

extension WireReader {
    /// Gives the elements of a list, set or vector to `body`, and checks that nothing is left of it.
    @inlinable package mutating func readElements<Element: CQLDecodable>(
        count: Int, plan: SequencePlan<Element.DecodingPlan>, _ body: (Element) -> Void
    ) throws {
        var part = try readPart(count)
        switch plan {
        case .blob:
            throw WireError.typeMismatch
        case .counted(let plan):
            for _ in 0..<(try part.readElementCount(bytesEach: 4)) {
                body(try Element(value: &part, plan: plan))
            }
        case .vector(let plan, let dimension, let elementLength?):
            let expected = try VectorLayout.length(dimension: dimension, elementLength: elementLength)
            guard count == expected else {
                throw count == 0
                    ? WireError.unexpectedEmpty
                    : .wrongLength(expected: Int32(clamping: expected), actual: Int32(clamping: count))
            }
            for _ in 0..<dimension {
                body(try Element(exactly: elementLength, from: &part, plan: plan))
            }
        case .vector(let plan, let dimension, nil):
            if count == 0 { throw WireError.unexpectedEmpty }
            try VectorLayout.check(dimension: dimension)
            for _ in 0..<dimension {
                let length = try part.readVectorElementLength()
                body(try Element(exactly: length, from: &part, plan: plan))
            }
        }
        try part.expectEnd()
    }

    /// The number of elements of a collection; never more than the bytes behind it could hold, so that nobody
    /// allocates or loops for a claim.
    @inlinable package mutating func readElementCount(bytesEach: Int) throws -> Int {
        if remaining == 0 { throw WireError.unexpectedEmpty }
        let count = Int(try readInteger(as: Int32.self))
        guard count >= 0 && count <= remaining / bytesEach else { throw WireError.invalidCount(Int32(clamping: count)) }
        return count
    }

    /// The length of an element of a vector whose elements have no fixed size.
    @usableFromInline package mutating func readVectorElementLength() throws -> Int {
        let value = try VariableInteger.read { try readByte() }
        guard let length = Int(exactly: value), length <= remaining else { throw WireError.truncated }
        return length
    }
}

extension WireWriter {
    @inlinable package mutating func writeElements<Elements: Sequence>(
        _ elements: Elements, count: Int, plan: SequencePlan<Elements.Element.EncodingPlan>
    ) throws where Elements.Element: CQLEncodable {
        switch plan {
        case .blob:
            throw WireError.typeMismatch
        case .counted(let plan):
            guard let length = Int32(exactly: count) else { throw WireError.tooLong }
            write(length)
            for element in elements { try writeElement(element, plan: plan) }
        case .vector(let plan, let dimension, let elementLength):
            guard count == dimension else {
                throw WireError.wrongDimension(expected: Int32(clamping: dimension), actual: Int32(clamping: count))
            }
            try VectorLayout.check(dimension: dimension)
            guard let elementLength else {
                for element in elements {
                    try writeVectorElement { writer in try element.encodeContents(to: &writer, plan: plan) }
                }
                return
            }
            let start = bytes.count
            for element in elements { try element.encodeContents(to: &self, plan: plan) }
            // An element of another size, such as an empty one, would shift all that follow.
            let expected = try VectorLayout.length(dimension: dimension, elementLength: elementLength)
            guard bytes.count - start == expected else {
                throw WireError.wrongLength(
                    expected: Int32(clamping: expected), actual: Int32(clamping: bytes.count - start))
            }
        }
    }

    /// Appends an element with its length; null and unset have no place there, and the server's answer to them is an
    /// internal error.
    @inlinable package mutating func writeElement<Element: CQLEncodable>(
        _ element: Element, plan: Element.EncodingPlan
    ) throws {
        let start = bytes.count
        try element.encodeValue(to: &self, plan: plan)
        switch bytes.written(at: start, as: Int32.self) {
        case -1: throw WireError.nullInCollection
        case ..<(-1): throw WireError.nestedUnset
        default: break
        }
    }

    /// Appends what `contents` appends, with a variable-size length in front, whose own size is known only afterwards.
    @usableFromInline package mutating func writeVectorElement(
        _ contents: (inout WireWriter) throws -> Void
    ) throws {
        var element = WireWriter(capacity: 64)
        try contents(&element)
        var length: [UInt8] = []
        VariableInteger.append(UInt64(element.count), to: &length)
        write(length)
        write(element.finish())
    }
}

/// Checked arithmetic on dimensions: those of a server's type are as large as it says, and vectors of vectors can claim
/// a size beyond any integer; those of a type made by hand may be anything.
@usableFromInline enum VectorLayout {
    @inlinable static func check(dimension: Int) throws {
        guard dimension > 0 else { throw WireError.invalidCount(Int32(clamping: dimension)) }
    }

    /// The bytes of a vector whose elements have a fixed size.
    @inlinable static func length(dimension: Int, elementLength: Int) throws -> Int {
        try check(dimension: dimension)
        let (length, overflow) = dimension.multipliedReportingOverflow(by: elementLength)
        return overflow ? .max : length
    }
}
