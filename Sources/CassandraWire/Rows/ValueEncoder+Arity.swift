// The forms by number of values, for the reason given in RowDecoder+Arity.swift.

extension ValueEncoder {
    /// Writes one value; throws when the markers are others.
    @inline(__always) @inlinable public init(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values : CQLEncodable {
        try PlanMaker.expect(1, markers, Values.self)
        let planValues = try PlanMaker.writing(Values.self, markers, 0)
        count = 1
        self.markers = markers
        write = { (values, writer) throws(CellError) in
            do {
                try values.encodeValue(to: &writer, plan: planValues)
            } catch {
                throw CellError(index: 0, error: error)
            }
        }
    }

    /// Writes two values; throws when the markers are others.
    @inline(__always) @inlinable public init<A: CQLEncodable, B: CQLEncodable>(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (A, B) {
        try PlanMaker.expect(2, markers, (A, B).self)
        let planA = try PlanMaker.writing(A.self, markers, 0)
        let planB = try PlanMaker.writing(B.self, markers, 1)
        count = 2
        self.markers = markers
        write = { (values, writer) throws(CellError) in
            var index = 0
            do {
                try values.0.encodeValue(to: &writer, plan: planA)
                index = 1
                try values.1.encodeValue(to: &writer, plan: planB)
            } catch {
                throw CellError(index: index, error: error)
            }
        }
    }

    /// Writes three values; throws when the markers are others.
    @inline(__always) @inlinable public init<A: CQLEncodable, B: CQLEncodable, C: CQLEncodable>(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (A, B, C) {
        try PlanMaker.expect(3, markers, (A, B, C).self)
        let planA = try PlanMaker.writing(A.self, markers, 0)
        let planB = try PlanMaker.writing(B.self, markers, 1)
        let planC = try PlanMaker.writing(C.self, markers, 2)
        count = 3
        self.markers = markers
        write = { (values, writer) throws(CellError) in
            var index = 0
            do {
                try values.0.encodeValue(to: &writer, plan: planA)
                index = 1
                try values.1.encodeValue(to: &writer, plan: planB)
                index = 2
                try values.2.encodeValue(to: &writer, plan: planC)
            } catch {
                throw CellError(index: index, error: error)
            }
        }
    }

    /// Writes four values; throws when the markers are others.
    @inline(__always) @inlinable public init<A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable>(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (A, B, C, D) {
        try PlanMaker.expect(4, markers, (A, B, C, D).self)
        let planA = try PlanMaker.writing(A.self, markers, 0)
        let planB = try PlanMaker.writing(B.self, markers, 1)
        let planC = try PlanMaker.writing(C.self, markers, 2)
        let planD = try PlanMaker.writing(D.self, markers, 3)
        count = 4
        self.markers = markers
        write = { (values, writer) throws(CellError) in
            var index = 0
            do {
                try values.0.encodeValue(to: &writer, plan: planA)
                index = 1
                try values.1.encodeValue(to: &writer, plan: planB)
                index = 2
                try values.2.encodeValue(to: &writer, plan: planC)
                index = 3
                try values.3.encodeValue(to: &writer, plan: planD)
            } catch {
                throw CellError(index: index, error: error)
            }
        }
    }

    /// Writes five values; throws when the markers are others.
    @inline(__always) @inlinable public init<
        A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable,
        E: CQLEncodable
    >(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (A, B, C, D, E) {
        try PlanMaker.expect(5, markers, (A, B, C, D, E).self)
        let planA = try PlanMaker.writing(A.self, markers, 0)
        let planB = try PlanMaker.writing(B.self, markers, 1)
        let planC = try PlanMaker.writing(C.self, markers, 2)
        let planD = try PlanMaker.writing(D.self, markers, 3)
        let planE = try PlanMaker.writing(E.self, markers, 4)
        count = 5
        self.markers = markers
        write = { (values, writer) throws(CellError) in
            var index = 0
            do {
                try values.0.encodeValue(to: &writer, plan: planA)
                index = 1
                try values.1.encodeValue(to: &writer, plan: planB)
                index = 2
                try values.2.encodeValue(to: &writer, plan: planC)
                index = 3
                try values.3.encodeValue(to: &writer, plan: planD)
                index = 4
                try values.4.encodeValue(to: &writer, plan: planE)
            } catch {
                throw CellError(index: index, error: error)
            }
        }
    }

    /// Writes six values; throws when the markers are others.
    @inline(__always) @inlinable public init<
        A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable,
        E: CQLEncodable, F: CQLEncodable
    >(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (A, B, C, D, E, F) {
        try PlanMaker.expect(6, markers, (A, B, C, D, E, F).self)
        let planA = try PlanMaker.writing(A.self, markers, 0)
        let planB = try PlanMaker.writing(B.self, markers, 1)
        let planC = try PlanMaker.writing(C.self, markers, 2)
        let planD = try PlanMaker.writing(D.self, markers, 3)
        let planE = try PlanMaker.writing(E.self, markers, 4)
        let planF = try PlanMaker.writing(F.self, markers, 5)
        count = 6
        self.markers = markers
        write = { (values, writer) throws(CellError) in
            var index = 0
            do {
                try values.0.encodeValue(to: &writer, plan: planA)
                index = 1
                try values.1.encodeValue(to: &writer, plan: planB)
                index = 2
                try values.2.encodeValue(to: &writer, plan: planC)
                index = 3
                try values.3.encodeValue(to: &writer, plan: planD)
                index = 4
                try values.4.encodeValue(to: &writer, plan: planE)
                index = 5
                try values.5.encodeValue(to: &writer, plan: planF)
            } catch {
                throw CellError(index: index, error: error)
            }
        }
    }

    /// Writes seven values; throws when the markers are others.
    @inline(__always) @inlinable public init<
        A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable,
        E: CQLEncodable, F: CQLEncodable, G: CQLEncodable
    >(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (A, B, C, D, E, F, G) {
        try PlanMaker.expect(7, markers, (A, B, C, D, E, F, G).self)
        let planA = try PlanMaker.writing(A.self, markers, 0)
        let planB = try PlanMaker.writing(B.self, markers, 1)
        let planC = try PlanMaker.writing(C.self, markers, 2)
        let planD = try PlanMaker.writing(D.self, markers, 3)
        let planE = try PlanMaker.writing(E.self, markers, 4)
        let planF = try PlanMaker.writing(F.self, markers, 5)
        let planG = try PlanMaker.writing(G.self, markers, 6)
        count = 7
        self.markers = markers
        write = { (values, writer) throws(CellError) in
            var index = 0
            do {
                try values.0.encodeValue(to: &writer, plan: planA)
                index = 1
                try values.1.encodeValue(to: &writer, plan: planB)
                index = 2
                try values.2.encodeValue(to: &writer, plan: planC)
                index = 3
                try values.3.encodeValue(to: &writer, plan: planD)
                index = 4
                try values.4.encodeValue(to: &writer, plan: planE)
                index = 5
                try values.5.encodeValue(to: &writer, plan: planF)
                index = 6
                try values.6.encodeValue(to: &writer, plan: planG)
            } catch {
                throw CellError(index: index, error: error)
            }
        }
    }

    /// Writes eight values; throws when the markers are others.
    @inline(__always) @inlinable public init<
        A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable,
        E: CQLEncodable, F: CQLEncodable, G: CQLEncodable, H: CQLEncodable
    >(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (A, B, C, D, E, F, G, H) {
        try PlanMaker.expect(8, markers, (A, B, C, D, E, F, G, H).self)
        let planA = try PlanMaker.writing(A.self, markers, 0)
        let planB = try PlanMaker.writing(B.self, markers, 1)
        let planC = try PlanMaker.writing(C.self, markers, 2)
        let planD = try PlanMaker.writing(D.self, markers, 3)
        let planE = try PlanMaker.writing(E.self, markers, 4)
        let planF = try PlanMaker.writing(F.self, markers, 5)
        let planG = try PlanMaker.writing(G.self, markers, 6)
        let planH = try PlanMaker.writing(H.self, markers, 7)
        count = 8
        self.markers = markers
        write = { (values, writer) throws(CellError) in
            var index = 0
            do {
                try values.0.encodeValue(to: &writer, plan: planA)
                index = 1
                try values.1.encodeValue(to: &writer, plan: planB)
                index = 2
                try values.2.encodeValue(to: &writer, plan: planC)
                index = 3
                try values.3.encodeValue(to: &writer, plan: planD)
                index = 4
                try values.4.encodeValue(to: &writer, plan: planE)
                index = 5
                try values.5.encodeValue(to: &writer, plan: planF)
                index = 6
                try values.6.encodeValue(to: &writer, plan: planG)
                index = 7
                try values.7.encodeValue(to: &writer, plan: planH)
            } catch {
                throw CellError(index: index, error: error)
            }
        }
    }
}
