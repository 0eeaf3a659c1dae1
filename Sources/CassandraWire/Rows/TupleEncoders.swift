// The forms by number of values, for the reason given in TupleDecoders.swift.

/// Writes one value.
@frozen public struct TupleEncoder1<A: CQLEncodable>: ValueEncoding {
    /// The markers that it was made for.
    public let markers: [ColumnMetadata]
    @usableFromInline let planA: A.EncodingPlan

    /// Throws when the markers are not one, for values of these types.
    @inlinable public init(markers: [ColumnMetadata]) throws(ColumnError) {
        guard markers.count == 1 else { throw PlanMaker.wrongCount(1, markers, A.self) }
        self.markers = markers
        planA = try PlanMaker.writing(A.self, markers, 0)
    }

    /// Appends the values, each with its length.
    @inline(__always) @inlinable public func write(
        _ values: A, to writer: inout WireWriter, marker: inout Int
    ) throws {
        try values.encodeValue(to: &writer, plan: planA)
    }
}

/// Writes two values.
@frozen public struct TupleEncoder2<A: CQLEncodable, B: CQLEncodable>: ValueEncoding {
    /// The markers that it was made for.
    public let markers: [ColumnMetadata]
    @usableFromInline let planA: A.EncodingPlan
    @usableFromInline let planB: B.EncodingPlan

    /// Throws when the markers are not two, for values of these types.
    @inlinable public init(markers: [ColumnMetadata]) throws(ColumnError) {
        guard markers.count == 2 else { throw PlanMaker.wrongCount(2, markers, (A, B).self) }
        self.markers = markers
        planA = try PlanMaker.writing(A.self, markers, 0)
        planB = try PlanMaker.writing(B.self, markers, 1)
    }

    /// Appends the values, each with its length.
    @inline(__always) @inlinable public func write(
        _ values: (A, B), to writer: inout WireWriter, marker: inout Int
    ) throws {
        try values.0.encodeValue(to: &writer, plan: planA)
        marker = 1
        try values.1.encodeValue(to: &writer, plan: planB)
    }

    /// Appends the values, each with its length; without a tuple around them nothing is retained.
    @inline(__always) @inlinable public func encode(
        _ a: A, _ b: B, to writer: inout WireWriter
    ) throws(ColumnError) {
        var marker = 0
        do {
            try a.encodeValue(to: &writer, plan: planA)
            marker = 1
            try b.encodeValue(to: &writer, plan: planB)
        } catch {
            throw PlanMaker.failure(markers, marker, row: nil, (A, B).self, error)
        }
    }
}

/// Writes three values.
@frozen public struct TupleEncoder3<A: CQLEncodable, B: CQLEncodable, C: CQLEncodable>: ValueEncoding {
    /// The markers that it was made for.
    public let markers: [ColumnMetadata]
    @usableFromInline let planA: A.EncodingPlan
    @usableFromInline let planB: B.EncodingPlan
    @usableFromInline let planC: C.EncodingPlan

    /// Throws when the markers are not three, for values of these types.
    @inlinable public init(markers: [ColumnMetadata]) throws(ColumnError) {
        guard markers.count == 3 else { throw PlanMaker.wrongCount(3, markers, (A, B, C).self) }
        self.markers = markers
        planA = try PlanMaker.writing(A.self, markers, 0)
        planB = try PlanMaker.writing(B.self, markers, 1)
        planC = try PlanMaker.writing(C.self, markers, 2)
    }

    /// Appends the values, each with its length.
    @inline(__always) @inlinable public func write(
        _ values: (A, B, C), to writer: inout WireWriter, marker: inout Int
    ) throws {
        try values.0.encodeValue(to: &writer, plan: planA)
        marker = 1
        try values.1.encodeValue(to: &writer, plan: planB)
        marker = 2
        try values.2.encodeValue(to: &writer, plan: planC)
    }

    /// Appends the values, each with its length; without a tuple around them nothing is retained.
    @inline(__always) @inlinable public func encode(
        _ a: A, _ b: B, _ c: C, to writer: inout WireWriter
    ) throws(ColumnError) {
        var marker = 0
        do {
            try a.encodeValue(to: &writer, plan: planA)
            marker = 1
            try b.encodeValue(to: &writer, plan: planB)
            marker = 2
            try c.encodeValue(to: &writer, plan: planC)
        } catch {
            throw PlanMaker.failure(markers, marker, row: nil, (A, B, C).self, error)
        }
    }
}

/// Writes four values.
@frozen
public struct TupleEncoder4<
    A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable
>: ValueEncoding {
    /// The markers that it was made for.
    public let markers: [ColumnMetadata]
    @usableFromInline let planA: A.EncodingPlan
    @usableFromInline let planB: B.EncodingPlan
    @usableFromInline let planC: C.EncodingPlan
    @usableFromInline let planD: D.EncodingPlan

    /// Throws when the markers are not four, for values of these types.
    @inlinable public init(markers: [ColumnMetadata]) throws(ColumnError) {
        guard markers.count == 4 else { throw PlanMaker.wrongCount(4, markers, (A, B, C, D).self) }
        self.markers = markers
        planA = try PlanMaker.writing(A.self, markers, 0)
        planB = try PlanMaker.writing(B.self, markers, 1)
        planC = try PlanMaker.writing(C.self, markers, 2)
        planD = try PlanMaker.writing(D.self, markers, 3)
    }

    /// Appends the values, each with its length.
    @inline(__always) @inlinable public func write(
        _ values: (A, B, C, D), to writer: inout WireWriter, marker: inout Int
    ) throws {
        try values.0.encodeValue(to: &writer, plan: planA)
        marker = 1
        try values.1.encodeValue(to: &writer, plan: planB)
        marker = 2
        try values.2.encodeValue(to: &writer, plan: planC)
        marker = 3
        try values.3.encodeValue(to: &writer, plan: planD)
    }

    /// Appends the values, each with its length; without a tuple around them nothing is retained.
    @inline(__always) @inlinable public func encode(
        _ a: A, _ b: B, _ c: C, _ d: D, to writer: inout WireWriter
    ) throws(ColumnError) {
        var marker = 0
        do {
            try a.encodeValue(to: &writer, plan: planA)
            marker = 1
            try b.encodeValue(to: &writer, plan: planB)
            marker = 2
            try c.encodeValue(to: &writer, plan: planC)
            marker = 3
            try d.encodeValue(to: &writer, plan: planD)
        } catch {
            throw PlanMaker.failure(markers, marker, row: nil, (A, B, C, D).self, error)
        }
    }
}

/// Writes five values.
@frozen
public struct TupleEncoder5<
    A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable,
    E: CQLEncodable
>: ValueEncoding {
    /// The markers that it was made for.
    public let markers: [ColumnMetadata]
    @usableFromInline let planA: A.EncodingPlan
    @usableFromInline let planB: B.EncodingPlan
    @usableFromInline let planC: C.EncodingPlan
    @usableFromInline let planD: D.EncodingPlan
    @usableFromInline let planE: E.EncodingPlan

    /// Throws when the markers are not five, for values of these types.
    @inlinable public init(markers: [ColumnMetadata]) throws(ColumnError) {
        guard markers.count == 5 else { throw PlanMaker.wrongCount(5, markers, (A, B, C, D, E).self) }
        self.markers = markers
        planA = try PlanMaker.writing(A.self, markers, 0)
        planB = try PlanMaker.writing(B.self, markers, 1)
        planC = try PlanMaker.writing(C.self, markers, 2)
        planD = try PlanMaker.writing(D.self, markers, 3)
        planE = try PlanMaker.writing(E.self, markers, 4)
    }

    /// Appends the values, each with its length.
    @inline(__always) @inlinable public func write(
        _ values: (A, B, C, D, E), to writer: inout WireWriter, marker: inout Int
    ) throws {
        try values.0.encodeValue(to: &writer, plan: planA)
        marker = 1
        try values.1.encodeValue(to: &writer, plan: planB)
        marker = 2
        try values.2.encodeValue(to: &writer, plan: planC)
        marker = 3
        try values.3.encodeValue(to: &writer, plan: planD)
        marker = 4
        try values.4.encodeValue(to: &writer, plan: planE)
    }

    /// Appends the values, each with its length; without a tuple around them nothing is retained.
    @inline(__always) @inlinable public func encode(
        _ a: A, _ b: B, _ c: C, _ d: D, _ e: E, to writer: inout WireWriter
    ) throws(ColumnError) {
        var marker = 0
        do {
            try a.encodeValue(to: &writer, plan: planA)
            marker = 1
            try b.encodeValue(to: &writer, plan: planB)
            marker = 2
            try c.encodeValue(to: &writer, plan: planC)
            marker = 3
            try d.encodeValue(to: &writer, plan: planD)
            marker = 4
            try e.encodeValue(to: &writer, plan: planE)
        } catch {
            throw PlanMaker.failure(markers, marker, row: nil, (A, B, C, D, E).self, error)
        }
    }
}

/// Writes six values.
@frozen
public struct TupleEncoder6<
    A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable,
    E: CQLEncodable, F: CQLEncodable
>: ValueEncoding {
    /// The markers that it was made for.
    public let markers: [ColumnMetadata]
    @usableFromInline let planA: A.EncodingPlan
    @usableFromInline let planB: B.EncodingPlan
    @usableFromInline let planC: C.EncodingPlan
    @usableFromInline let planD: D.EncodingPlan
    @usableFromInline let planE: E.EncodingPlan
    @usableFromInline let planF: F.EncodingPlan

    /// Throws when the markers are not six, for values of these types.
    @inlinable public init(markers: [ColumnMetadata]) throws(ColumnError) {
        guard markers.count == 6 else { throw PlanMaker.wrongCount(6, markers, (A, B, C, D, E, F).self) }
        self.markers = markers
        planA = try PlanMaker.writing(A.self, markers, 0)
        planB = try PlanMaker.writing(B.self, markers, 1)
        planC = try PlanMaker.writing(C.self, markers, 2)
        planD = try PlanMaker.writing(D.self, markers, 3)
        planE = try PlanMaker.writing(E.self, markers, 4)
        planF = try PlanMaker.writing(F.self, markers, 5)
    }

    /// Appends the values, each with its length.
    @inline(__always) @inlinable public func write(
        _ values: (A, B, C, D, E, F), to writer: inout WireWriter, marker: inout Int
    ) throws {
        try values.0.encodeValue(to: &writer, plan: planA)
        marker = 1
        try values.1.encodeValue(to: &writer, plan: planB)
        marker = 2
        try values.2.encodeValue(to: &writer, plan: planC)
        marker = 3
        try values.3.encodeValue(to: &writer, plan: planD)
        marker = 4
        try values.4.encodeValue(to: &writer, plan: planE)
        marker = 5
        try values.5.encodeValue(to: &writer, plan: planF)
    }

    /// Appends the values, each with its length; without a tuple around them nothing is retained.
    @inline(__always) @inlinable public func encode(
        _ a: A, _ b: B, _ c: C, _ d: D, _ e: E, _ f: F, to writer: inout WireWriter
    ) throws(ColumnError) {
        var marker = 0
        do {
            try a.encodeValue(to: &writer, plan: planA)
            marker = 1
            try b.encodeValue(to: &writer, plan: planB)
            marker = 2
            try c.encodeValue(to: &writer, plan: planC)
            marker = 3
            try d.encodeValue(to: &writer, plan: planD)
            marker = 4
            try e.encodeValue(to: &writer, plan: planE)
            marker = 5
            try f.encodeValue(to: &writer, plan: planF)
        } catch {
            throw PlanMaker.failure(markers, marker, row: nil, (A, B, C, D, E, F).self, error)
        }
    }
}

/// Writes seven values.
@frozen
public struct TupleEncoder7<
    A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable,
    E: CQLEncodable, F: CQLEncodable, G: CQLEncodable
>: ValueEncoding {
    /// The markers that it was made for.
    public let markers: [ColumnMetadata]
    @usableFromInline let planA: A.EncodingPlan
    @usableFromInline let planB: B.EncodingPlan
    @usableFromInline let planC: C.EncodingPlan
    @usableFromInline let planD: D.EncodingPlan
    @usableFromInline let planE: E.EncodingPlan
    @usableFromInline let planF: F.EncodingPlan
    @usableFromInline let planG: G.EncodingPlan

    /// Throws when the markers are not seven, for values of these types.
    @inlinable public init(markers: [ColumnMetadata]) throws(ColumnError) {
        guard markers.count == 7 else { throw PlanMaker.wrongCount(7, markers, (A, B, C, D, E, F, G).self) }
        self.markers = markers
        planA = try PlanMaker.writing(A.self, markers, 0)
        planB = try PlanMaker.writing(B.self, markers, 1)
        planC = try PlanMaker.writing(C.self, markers, 2)
        planD = try PlanMaker.writing(D.self, markers, 3)
        planE = try PlanMaker.writing(E.self, markers, 4)
        planF = try PlanMaker.writing(F.self, markers, 5)
        planG = try PlanMaker.writing(G.self, markers, 6)
    }

    /// Appends the values, each with its length.
    @inline(__always) @inlinable public func write(
        _ values: (A, B, C, D, E, F, G), to writer: inout WireWriter, marker: inout Int
    ) throws {
        try values.0.encodeValue(to: &writer, plan: planA)
        marker = 1
        try values.1.encodeValue(to: &writer, plan: planB)
        marker = 2
        try values.2.encodeValue(to: &writer, plan: planC)
        marker = 3
        try values.3.encodeValue(to: &writer, plan: planD)
        marker = 4
        try values.4.encodeValue(to: &writer, plan: planE)
        marker = 5
        try values.5.encodeValue(to: &writer, plan: planF)
        marker = 6
        try values.6.encodeValue(to: &writer, plan: planG)
    }

    /// Appends the values, each with its length; without a tuple around them nothing is retained.
    @inline(__always) @inlinable public func encode(
        _ a: A, _ b: B, _ c: C, _ d: D, _ e: E, _ f: F, _ g: G, to writer: inout WireWriter
    ) throws(ColumnError) {
        var marker = 0
        do {
            try a.encodeValue(to: &writer, plan: planA)
            marker = 1
            try b.encodeValue(to: &writer, plan: planB)
            marker = 2
            try c.encodeValue(to: &writer, plan: planC)
            marker = 3
            try d.encodeValue(to: &writer, plan: planD)
            marker = 4
            try e.encodeValue(to: &writer, plan: planE)
            marker = 5
            try f.encodeValue(to: &writer, plan: planF)
            marker = 6
            try g.encodeValue(to: &writer, plan: planG)
        } catch {
            throw PlanMaker.failure(markers, marker, row: nil, (A, B, C, D, E, F, G).self, error)
        }
    }
}

/// Writes eight values.
@frozen
public struct TupleEncoder8<
    A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable,
    E: CQLEncodable, F: CQLEncodable, G: CQLEncodable, H: CQLEncodable
>: ValueEncoding {
    /// The markers that it was made for.
    public let markers: [ColumnMetadata]
    @usableFromInline let planA: A.EncodingPlan
    @usableFromInline let planB: B.EncodingPlan
    @usableFromInline let planC: C.EncodingPlan
    @usableFromInline let planD: D.EncodingPlan
    @usableFromInline let planE: E.EncodingPlan
    @usableFromInline let planF: F.EncodingPlan
    @usableFromInline let planG: G.EncodingPlan
    @usableFromInline let planH: H.EncodingPlan

    /// Throws when the markers are not eight, for values of these types.
    @inlinable public init(markers: [ColumnMetadata]) throws(ColumnError) {
        guard markers.count == 8 else { throw PlanMaker.wrongCount(8, markers, (A, B, C, D, E, F, G, H).self) }
        self.markers = markers
        planA = try PlanMaker.writing(A.self, markers, 0)
        planB = try PlanMaker.writing(B.self, markers, 1)
        planC = try PlanMaker.writing(C.self, markers, 2)
        planD = try PlanMaker.writing(D.self, markers, 3)
        planE = try PlanMaker.writing(E.self, markers, 4)
        planF = try PlanMaker.writing(F.self, markers, 5)
        planG = try PlanMaker.writing(G.self, markers, 6)
        planH = try PlanMaker.writing(H.self, markers, 7)
    }

    /// Appends the values, each with its length.
    @inline(__always) @inlinable public func write(
        _ values: (A, B, C, D, E, F, G, H), to writer: inout WireWriter, marker: inout Int
    ) throws {
        try values.0.encodeValue(to: &writer, plan: planA)
        marker = 1
        try values.1.encodeValue(to: &writer, plan: planB)
        marker = 2
        try values.2.encodeValue(to: &writer, plan: planC)
        marker = 3
        try values.3.encodeValue(to: &writer, plan: planD)
        marker = 4
        try values.4.encodeValue(to: &writer, plan: planE)
        marker = 5
        try values.5.encodeValue(to: &writer, plan: planF)
        marker = 6
        try values.6.encodeValue(to: &writer, plan: planG)
        marker = 7
        try values.7.encodeValue(to: &writer, plan: planH)
    }

    /// Appends the values, each with its length; without a tuple around them nothing is retained.
    @inline(__always) @inlinable public func encode(
        _ a: A, _ b: B, _ c: C, _ d: D, _ e: E, _ f: F, _ g: G, _ h: H, to writer: inout WireWriter
    ) throws(ColumnError) {
        var marker = 0
        do {
            try a.encodeValue(to: &writer, plan: planA)
            marker = 1
            try b.encodeValue(to: &writer, plan: planB)
            marker = 2
            try c.encodeValue(to: &writer, plan: planC)
            marker = 3
            try d.encodeValue(to: &writer, plan: planD)
            marker = 4
            try e.encodeValue(to: &writer, plan: planE)
            marker = 5
            try f.encodeValue(to: &writer, plan: planF)
            marker = 6
            try g.encodeValue(to: &writer, plan: planG)
            marker = 7
            try h.encodeValue(to: &writer, plan: planH)
        } catch {
            throw PlanMaker.failure(markers, marker, row: nil, (A, B, C, D, E, F, G, H).self, error)
        }
    }
}
