// Parameter packs are never specialised, which costs a page of rows five times the instructions. So each number of columns
// up to eight has a form of its own; the one for more is in RowDecoder.swift. The positions that the forms count up cost
// nothing: they exist only where an error is thrown.

extension RowDecoder {
    /// Reads rows of one column; throws when the columns are others.
    @inline(__always) @inlinable public init(
        columns: [ColumnMetadata]
    ) throws(ColumnError) where Row : CQLDecodable {
        try PlanMaker.expect(1, columns, Row.self)
        let planRow = try PlanMaker.reading(Row.self, columns, 0)
        decode = { (reader) throws(CellError) in
            do {
                return try Row(value: &reader, plan: planRow)
            } catch {
                throw CellError(index: 0, error: error)
            }
        }
    }

    /// Reads rows of two columns; throws when the columns are others.
    @inline(__always) @inlinable public init<A: CQLDecodable, B: CQLDecodable>(
        columns: [ColumnMetadata]
    ) throws(ColumnError) where Row == (A, B) {
        try PlanMaker.expect(2, columns, (A, B).self)
        let planA = try PlanMaker.reading(A.self, columns, 0)
        let planB = try PlanMaker.reading(B.self, columns, 1)
        decode = { (reader) throws(CellError) in
            var index = 0
            do {
                let a = try A(value: &reader, plan: planA)
                index = 1
                let b = try B(value: &reader, plan: planB)
                return (a, b)
            } catch {
                throw CellError(index: index, error: error)
            }
        }
    }

    /// Reads rows of three columns; throws when the columns are others.
    @inline(__always) @inlinable public init<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable>(
        columns: [ColumnMetadata]
    ) throws(ColumnError) where Row == (A, B, C) {
        try PlanMaker.expect(3, columns, (A, B, C).self)
        let planA = try PlanMaker.reading(A.self, columns, 0)
        let planB = try PlanMaker.reading(B.self, columns, 1)
        let planC = try PlanMaker.reading(C.self, columns, 2)
        decode = { (reader) throws(CellError) in
            var index = 0
            do {
                let a = try A(value: &reader, plan: planA)
                index = 1
                let b = try B(value: &reader, plan: planB)
                index = 2
                let c = try C(value: &reader, plan: planC)
                return (a, b, c)
            } catch {
                throw CellError(index: index, error: error)
            }
        }
    }

    /// Reads rows of four columns; throws when the columns are others.
    @inline(__always) @inlinable public init<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable>(
        columns: [ColumnMetadata]
    ) throws(ColumnError) where Row == (A, B, C, D) {
        try PlanMaker.expect(4, columns, (A, B, C, D).self)
        let planA = try PlanMaker.reading(A.self, columns, 0)
        let planB = try PlanMaker.reading(B.self, columns, 1)
        let planC = try PlanMaker.reading(C.self, columns, 2)
        let planD = try PlanMaker.reading(D.self, columns, 3)
        decode = { (reader) throws(CellError) in
            var index = 0
            do {
                let a = try A(value: &reader, plan: planA)
                index = 1
                let b = try B(value: &reader, plan: planB)
                index = 2
                let c = try C(value: &reader, plan: planC)
                index = 3
                let d = try D(value: &reader, plan: planD)
                return (a, b, c, d)
            } catch {
                throw CellError(index: index, error: error)
            }
        }
    }

    /// Reads rows of five columns; throws when the columns are others.
    @inline(__always) @inlinable public init<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable,
        E: CQLDecodable
    >(
        columns: [ColumnMetadata]
    ) throws(ColumnError) where Row == (A, B, C, D, E) {
        try PlanMaker.expect(5, columns, (A, B, C, D, E).self)
        let planA = try PlanMaker.reading(A.self, columns, 0)
        let planB = try PlanMaker.reading(B.self, columns, 1)
        let planC = try PlanMaker.reading(C.self, columns, 2)
        let planD = try PlanMaker.reading(D.self, columns, 3)
        let planE = try PlanMaker.reading(E.self, columns, 4)
        decode = { (reader) throws(CellError) in
            var index = 0
            do {
                let a = try A(value: &reader, plan: planA)
                index = 1
                let b = try B(value: &reader, plan: planB)
                index = 2
                let c = try C(value: &reader, plan: planC)
                index = 3
                let d = try D(value: &reader, plan: planD)
                index = 4
                let e = try E(value: &reader, plan: planE)
                return (a, b, c, d, e)
            } catch {
                throw CellError(index: index, error: error)
            }
        }
    }

    /// Reads rows of six columns; throws when the columns are others.
    @inline(__always) @inlinable public init<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable,
        E: CQLDecodable, F: CQLDecodable
    >(
        columns: [ColumnMetadata]
    ) throws(ColumnError) where Row == (A, B, C, D, E, F) {
        try PlanMaker.expect(6, columns, (A, B, C, D, E, F).self)
        let planA = try PlanMaker.reading(A.self, columns, 0)
        let planB = try PlanMaker.reading(B.self, columns, 1)
        let planC = try PlanMaker.reading(C.self, columns, 2)
        let planD = try PlanMaker.reading(D.self, columns, 3)
        let planE = try PlanMaker.reading(E.self, columns, 4)
        let planF = try PlanMaker.reading(F.self, columns, 5)
        decode = { (reader) throws(CellError) in
            var index = 0
            do {
                let a = try A(value: &reader, plan: planA)
                index = 1
                let b = try B(value: &reader, plan: planB)
                index = 2
                let c = try C(value: &reader, plan: planC)
                index = 3
                let d = try D(value: &reader, plan: planD)
                index = 4
                let e = try E(value: &reader, plan: planE)
                index = 5
                let f = try F(value: &reader, plan: planF)
                return (a, b, c, d, e, f)
            } catch {
                throw CellError(index: index, error: error)
            }
        }
    }

    /// Reads rows of seven columns; throws when the columns are others.
    @inline(__always) @inlinable public init<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable,
        E: CQLDecodable, F: CQLDecodable, G: CQLDecodable
    >(
        columns: [ColumnMetadata]
    ) throws(ColumnError) where Row == (A, B, C, D, E, F, G) {
        try PlanMaker.expect(7, columns, (A, B, C, D, E, F, G).self)
        let planA = try PlanMaker.reading(A.self, columns, 0)
        let planB = try PlanMaker.reading(B.self, columns, 1)
        let planC = try PlanMaker.reading(C.self, columns, 2)
        let planD = try PlanMaker.reading(D.self, columns, 3)
        let planE = try PlanMaker.reading(E.self, columns, 4)
        let planF = try PlanMaker.reading(F.self, columns, 5)
        let planG = try PlanMaker.reading(G.self, columns, 6)
        decode = { (reader) throws(CellError) in
            var index = 0
            do {
                let a = try A(value: &reader, plan: planA)
                index = 1
                let b = try B(value: &reader, plan: planB)
                index = 2
                let c = try C(value: &reader, plan: planC)
                index = 3
                let d = try D(value: &reader, plan: planD)
                index = 4
                let e = try E(value: &reader, plan: planE)
                index = 5
                let f = try F(value: &reader, plan: planF)
                index = 6
                let g = try G(value: &reader, plan: planG)
                return (a, b, c, d, e, f, g)
            } catch {
                throw CellError(index: index, error: error)
            }
        }
    }

    /// Reads rows of eight columns; throws when the columns are others.
    @inline(__always) @inlinable public init<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable,
        E: CQLDecodable, F: CQLDecodable, G: CQLDecodable, H: CQLDecodable
    >(
        columns: [ColumnMetadata]
    ) throws(ColumnError) where Row == (A, B, C, D, E, F, G, H) {
        try PlanMaker.expect(8, columns, (A, B, C, D, E, F, G, H).self)
        let planA = try PlanMaker.reading(A.self, columns, 0)
        let planB = try PlanMaker.reading(B.self, columns, 1)
        let planC = try PlanMaker.reading(C.self, columns, 2)
        let planD = try PlanMaker.reading(D.self, columns, 3)
        let planE = try PlanMaker.reading(E.self, columns, 4)
        let planF = try PlanMaker.reading(F.self, columns, 5)
        let planG = try PlanMaker.reading(G.self, columns, 6)
        let planH = try PlanMaker.reading(H.self, columns, 7)
        decode = { (reader) throws(CellError) in
            var index = 0
            do {
                let a = try A(value: &reader, plan: planA)
                index = 1
                let b = try B(value: &reader, plan: planB)
                index = 2
                let c = try C(value: &reader, plan: planC)
                index = 3
                let d = try D(value: &reader, plan: planD)
                index = 4
                let e = try E(value: &reader, plan: planE)
                index = 5
                let f = try F(value: &reader, plan: planF)
                index = 6
                let g = try G(value: &reader, plan: planG)
                index = 7
                let h = try H(value: &reader, plan: planH)
                return (a, b, c, d, e, f, g, h)
            } catch {
                throw CellError(index: index, error: error)
            }
        }
    }
}
