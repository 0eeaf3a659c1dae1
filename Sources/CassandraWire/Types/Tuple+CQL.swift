public import Bytes

/// A CQL tuple; Swift's own tuples cannot conform to protocols.
///
/// ```swift
/// let position = CQLTuple(48.2, 16.37)
/// let (latitude, longitude) = position.elements
/// ```
public struct CQLTuple<each Element: Sendable>: Sendable {
    /// The elements as a Swift tuple.
    public var elements: (repeat each Element)

    /// A tuple of these elements.
    public init(_ element: repeat each Element) {
        elements = (repeat each element)
    }
}

/// One plan for each element of a tuple.
public struct TuplePlan<each Plan: Sendable>: Sendable {
    let plans: (repeat each Plan)
}

extension CQLTuple: CQLDecodable where repeat each Element: CQLDecodable {
    /// Accepts tuples of as many elements whose types the elements accept.
    public static func decodingPlan(for type: CQLType) -> TuplePlan<repeat (each Element).DecodingPlan>? {
        guard case .tuple(let types) = type.unfrozen else { return nil }
        var next = types.makeIterator()
        var refused = false
        func plan<Member: CQLDecodable>(_: Member.Type) throws -> Member.DecodingPlan {
            guard let type = next.next(), let plan = Member.decodingPlan(for: type) else {
                throw WireError.typeMismatch
            }
            return plan
        }
        var plans: TuplePlan<repeat (each Element).DecodingPlan>?
        do { plans = TuplePlan(plans: (repeat try plan((each Element).self))) } catch { refused = true }
        return refused || next.next() != nil ? nil : plans
    }

    /// Reads the elements; those that a shorter value lacks are null (D-47), and more than the type has are refused.
    public init(
        contents reader: inout WireReader, count: Int, plan: TuplePlan<repeat (each Element).DecodingPlan>
    ) throws {
        var part = try reader.readPart(count)
        var left = 0
        for _ in repeat (each Element).self { left += 1 }
        func element<Member: CQLDecodable>(_: Member.Type, _ plan: Member.DecodingPlan) throws -> Member {
            left -= 1
            if part.remaining == 0 {
                var missing = WireReader.null
                return try Member(value: &missing, plan: plan)
            }
            let member = try Member(value: &part, plan: plan)
            // Here and not after the last one: the compiler crashes where a whole pack would have to be destroyed.
            if left == 0 { try part.expectEnd() }
            return member
        }
        elements = (repeat try element((each Element).self, each plan.plans))
    }
}

extension CQLTuple: CQLEncodable where repeat each Element: CQLEncodable {
    /// Accepts tuples of as many elements whose types the elements accept.
    public static func encodingPlan(for type: CQLType) -> TuplePlan<repeat (each Element).EncodingPlan>? {
        guard case .tuple(let types) = type.unfrozen else { return nil }
        var next = types.makeIterator()
        var refused = false
        func plan<Member: CQLEncodable>(_: Member.Type) throws -> Member.EncodingPlan {
            guard let type = next.next(), let plan = Member.encodingPlan(for: type) else {
                throw WireError.typeMismatch
            }
            return plan
        }
        var plans: TuplePlan<repeat (each Element).EncodingPlan>?
        do { plans = TuplePlan(plans: (repeat try plan((each Element).self))) } catch { refused = true }
        return refused || next.next() != nil ? nil : plans
    }

    /// Appends each element with its length; nulls are allowed here, unset is not.
    public func encodeContents(
        to writer: inout WireWriter, plan: TuplePlan<repeat (each Element).EncodingPlan>
    ) throws {
        for (element, plan) in repeat (each elements, each plan.plans) {
            try writer.writeField(element, plan: plan)
        }
    }
}

extension WireReader {
    /// A reader whose only value is null, for fields that are not there.
    @usableFromInline static let null: WireReader = {
        var writer = WireWriter(capacity: 4)
        writer.writeNull()
        return WireReader(writer.finish())
    }()
}

extension WireWriter {
    /// Appends a field of a tuple or user-defined type.
    @inlinable package mutating func writeField<Field: CQLEncodable>(_ field: Field, plan: Field.EncodingPlan) throws {
        let start = bytes.count
        try field.encodeValue(to: &self, plan: plan)
        if bytes.written(at: start, as: Int32.self) < -1 { throw WireError.nestedUnset }
    }
}
