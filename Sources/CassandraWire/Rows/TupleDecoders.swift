// Parameter packs are never specialised by the compiler (6.3): a cell costs 185 instructions instead of 24. So each
// number of columns up to eight has a decoder of its own; the form for more is in RowDecoder.swift.

/// Reads rows of one column.
@frozen public struct TupleDecoder1<A: CQLDecodable>: RowDecoding {
    @usableFromInline let planA: A.DecodingPlan

    /// Throws when the columns are not one column of these types.
    @inlinable public init(columns: [ColumnMetadata]) throws(ColumnError) {
        guard columns.count == 1 else { throw PlanMaker.wrongCount(1, columns, A.self) }
        planA = try PlanMaker.reading(A.self, columns, 0)
    }

    /// Reads a row.
    @inline(__always) @inlinable public func decode(
        _ reader: inout WireReader, column: inout Int
    ) throws -> A {
        try A(value: &reader, plan: planA)
    }
}

/// Reads rows of two columns.
@frozen public struct TupleDecoder2<A: CQLDecodable, B: CQLDecodable>: RowDecoding {
    @usableFromInline let planA: A.DecodingPlan
    @usableFromInline let planB: B.DecodingPlan

    /// Throws when the columns are not two columns of these types.
    @inlinable public init(columns: [ColumnMetadata]) throws(ColumnError) {
        guard columns.count == 2 else { throw PlanMaker.wrongCount(2, columns, (A, B).self) }
        planA = try PlanMaker.reading(A.self, columns, 0)
        planB = try PlanMaker.reading(B.self, columns, 1)
    }

    /// Reads a row.
    @inline(__always) @inlinable public func decode(
        _ reader: inout WireReader, column: inout Int
    ) throws -> (A, B) {
        let a = try A(value: &reader, plan: planA)
        column = 1
        let b = try B(value: &reader, plan: planB)
        return (a, b)
    }
}

/// Reads rows of three columns.
@frozen public struct TupleDecoder3<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable>: RowDecoding {
    @usableFromInline let planA: A.DecodingPlan
    @usableFromInline let planB: B.DecodingPlan
    @usableFromInline let planC: C.DecodingPlan

    /// Throws when the columns are not three columns of these types.
    @inlinable public init(columns: [ColumnMetadata]) throws(ColumnError) {
        guard columns.count == 3 else { throw PlanMaker.wrongCount(3, columns, (A, B, C).self) }
        planA = try PlanMaker.reading(A.self, columns, 0)
        planB = try PlanMaker.reading(B.self, columns, 1)
        planC = try PlanMaker.reading(C.self, columns, 2)
    }

    /// Reads a row.
    @inline(__always) @inlinable public func decode(
        _ reader: inout WireReader, column: inout Int
    ) throws -> (A, B, C) {
        let a = try A(value: &reader, plan: planA)
        column = 1
        let b = try B(value: &reader, plan: planB)
        column = 2
        let c = try C(value: &reader, plan: planC)
        return (a, b, c)
    }
}

/// Reads rows of four columns.
@frozen
public struct TupleDecoder4<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable
>: RowDecoding {
    @usableFromInline let planA: A.DecodingPlan
    @usableFromInline let planB: B.DecodingPlan
    @usableFromInline let planC: C.DecodingPlan
    @usableFromInline let planD: D.DecodingPlan

    /// Throws when the columns are not four columns of these types.
    @inlinable public init(columns: [ColumnMetadata]) throws(ColumnError) {
        guard columns.count == 4 else { throw PlanMaker.wrongCount(4, columns, (A, B, C, D).self) }
        planA = try PlanMaker.reading(A.self, columns, 0)
        planB = try PlanMaker.reading(B.self, columns, 1)
        planC = try PlanMaker.reading(C.self, columns, 2)
        planD = try PlanMaker.reading(D.self, columns, 3)
    }

    /// Reads a row.
    @inline(__always) @inlinable public func decode(
        _ reader: inout WireReader, column: inout Int
    ) throws -> (A, B, C, D) {
        let a = try A(value: &reader, plan: planA)
        column = 1
        let b = try B(value: &reader, plan: planB)
        column = 2
        let c = try C(value: &reader, plan: planC)
        column = 3
        let d = try D(value: &reader, plan: planD)
        return (a, b, c, d)
    }
}

/// Reads rows of five columns.
@frozen
public struct TupleDecoder5<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable,
    E: CQLDecodable
>: RowDecoding {
    @usableFromInline let planA: A.DecodingPlan
    @usableFromInline let planB: B.DecodingPlan
    @usableFromInline let planC: C.DecodingPlan
    @usableFromInline let planD: D.DecodingPlan
    @usableFromInline let planE: E.DecodingPlan

    /// Throws when the columns are not five columns of these types.
    @inlinable public init(columns: [ColumnMetadata]) throws(ColumnError) {
        guard columns.count == 5 else { throw PlanMaker.wrongCount(5, columns, (A, B, C, D, E).self) }
        planA = try PlanMaker.reading(A.self, columns, 0)
        planB = try PlanMaker.reading(B.self, columns, 1)
        planC = try PlanMaker.reading(C.self, columns, 2)
        planD = try PlanMaker.reading(D.self, columns, 3)
        planE = try PlanMaker.reading(E.self, columns, 4)
    }

    /// Reads a row.
    @inline(__always) @inlinable public func decode(
        _ reader: inout WireReader, column: inout Int
    ) throws -> (A, B, C, D, E) {
        let a = try A(value: &reader, plan: planA)
        column = 1
        let b = try B(value: &reader, plan: planB)
        column = 2
        let c = try C(value: &reader, plan: planC)
        column = 3
        let d = try D(value: &reader, plan: planD)
        column = 4
        let e = try E(value: &reader, plan: planE)
        return (a, b, c, d, e)
    }
}

/// Reads rows of six columns.
@frozen
public struct TupleDecoder6<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable,
    E: CQLDecodable, F: CQLDecodable
>: RowDecoding {
    @usableFromInline let planA: A.DecodingPlan
    @usableFromInline let planB: B.DecodingPlan
    @usableFromInline let planC: C.DecodingPlan
    @usableFromInline let planD: D.DecodingPlan
    @usableFromInline let planE: E.DecodingPlan
    @usableFromInline let planF: F.DecodingPlan

    /// Throws when the columns are not six columns of these types.
    @inlinable public init(columns: [ColumnMetadata]) throws(ColumnError) {
        guard columns.count == 6 else { throw PlanMaker.wrongCount(6, columns, (A, B, C, D, E, F).self) }
        planA = try PlanMaker.reading(A.self, columns, 0)
        planB = try PlanMaker.reading(B.self, columns, 1)
        planC = try PlanMaker.reading(C.self, columns, 2)
        planD = try PlanMaker.reading(D.self, columns, 3)
        planE = try PlanMaker.reading(E.self, columns, 4)
        planF = try PlanMaker.reading(F.self, columns, 5)
    }

    /// Reads a row.
    @inline(__always) @inlinable public func decode(
        _ reader: inout WireReader, column: inout Int
    ) throws -> (A, B, C, D, E, F) {
        let a = try A(value: &reader, plan: planA)
        column = 1
        let b = try B(value: &reader, plan: planB)
        column = 2
        let c = try C(value: &reader, plan: planC)
        column = 3
        let d = try D(value: &reader, plan: planD)
        column = 4
        let e = try E(value: &reader, plan: planE)
        column = 5
        let f = try F(value: &reader, plan: planF)
        return (a, b, c, d, e, f)
    }
}

/// Reads rows of seven columns.
@frozen
public struct TupleDecoder7<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable,
    E: CQLDecodable, F: CQLDecodable, G: CQLDecodable
>: RowDecoding {
    @usableFromInline let planA: A.DecodingPlan
    @usableFromInline let planB: B.DecodingPlan
    @usableFromInline let planC: C.DecodingPlan
    @usableFromInline let planD: D.DecodingPlan
    @usableFromInline let planE: E.DecodingPlan
    @usableFromInline let planF: F.DecodingPlan
    @usableFromInline let planG: G.DecodingPlan

    /// Throws when the columns are not seven columns of these types.
    @inlinable public init(columns: [ColumnMetadata]) throws(ColumnError) {
        guard columns.count == 7 else { throw PlanMaker.wrongCount(7, columns, (A, B, C, D, E, F, G).self) }
        planA = try PlanMaker.reading(A.self, columns, 0)
        planB = try PlanMaker.reading(B.self, columns, 1)
        planC = try PlanMaker.reading(C.self, columns, 2)
        planD = try PlanMaker.reading(D.self, columns, 3)
        planE = try PlanMaker.reading(E.self, columns, 4)
        planF = try PlanMaker.reading(F.self, columns, 5)
        planG = try PlanMaker.reading(G.self, columns, 6)
    }

    /// Reads a row.
    @inline(__always) @inlinable public func decode(
        _ reader: inout WireReader, column: inout Int
    ) throws -> (A, B, C, D, E, F, G) {
        let a = try A(value: &reader, plan: planA)
        column = 1
        let b = try B(value: &reader, plan: planB)
        column = 2
        let c = try C(value: &reader, plan: planC)
        column = 3
        let d = try D(value: &reader, plan: planD)
        column = 4
        let e = try E(value: &reader, plan: planE)
        column = 5
        let f = try F(value: &reader, plan: planF)
        column = 6
        let g = try G(value: &reader, plan: planG)
        return (a, b, c, d, e, f, g)
    }
}

/// Reads rows of eight columns.
@frozen
public struct TupleDecoder8<
    A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable,
    E: CQLDecodable, F: CQLDecodable, G: CQLDecodable, H: CQLDecodable
>: RowDecoding {
    @usableFromInline let planA: A.DecodingPlan
    @usableFromInline let planB: B.DecodingPlan
    @usableFromInline let planC: C.DecodingPlan
    @usableFromInline let planD: D.DecodingPlan
    @usableFromInline let planE: E.DecodingPlan
    @usableFromInline let planF: F.DecodingPlan
    @usableFromInline let planG: G.DecodingPlan
    @usableFromInline let planH: H.DecodingPlan

    /// Throws when the columns are not eight columns of these types.
    @inlinable public init(columns: [ColumnMetadata]) throws(ColumnError) {
        guard columns.count == 8 else { throw PlanMaker.wrongCount(8, columns, (A, B, C, D, E, F, G, H).self) }
        planA = try PlanMaker.reading(A.self, columns, 0)
        planB = try PlanMaker.reading(B.self, columns, 1)
        planC = try PlanMaker.reading(C.self, columns, 2)
        planD = try PlanMaker.reading(D.self, columns, 3)
        planE = try PlanMaker.reading(E.self, columns, 4)
        planF = try PlanMaker.reading(F.self, columns, 5)
        planG = try PlanMaker.reading(G.self, columns, 6)
        planH = try PlanMaker.reading(H.self, columns, 7)
    }

    /// Reads a row.
    @inline(__always) @inlinable public func decode(
        _ reader: inout WireReader, column: inout Int
    ) throws -> (A, B, C, D, E, F, G, H) {
        let a = try A(value: &reader, plan: planA)
        column = 1
        let b = try B(value: &reader, plan: planB)
        column = 2
        let c = try C(value: &reader, plan: planC)
        column = 3
        let d = try D(value: &reader, plan: planD)
        column = 4
        let e = try E(value: &reader, plan: planE)
        column = 5
        let f = try F(value: &reader, plan: planF)
        column = 6
        let g = try G(value: &reader, plan: planG)
        column = 7
        let h = try H(value: &reader, plan: planH)
        return (a, b, c, d, e, f, g, h)
    }
}
