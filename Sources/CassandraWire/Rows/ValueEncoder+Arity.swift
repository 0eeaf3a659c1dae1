// The forms by number of values, for the reason given in TupleDecoders.swift.

extension ValueEncoder {
    /// Writes one value; throws when the markers are others.
    @inline(__always) @inlinable public init(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values : CQLEncodable {
        guard markers.count == 1 else { throw PlanMaker.wrongCount(1, markers, Values.self) }
        let planValues = try PlanMaker.writing(Values.self, markers, 0)
        count = 1
        self.markers = markers
        write = { values, writer, marker in
            try values.encodeValue(to: &writer, plan: planValues)
        }
    }

    /// Writes two values; throws when the markers are others.
    @inline(__always) @inlinable public init<A: CQLEncodable, B: CQLEncodable>(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (A, B) {
        guard markers.count == 2 else { throw PlanMaker.wrongCount(2, markers, (A, B).self) }
        let planA = try PlanMaker.writing(A.self, markers, 0)
        let planB = try PlanMaker.writing(B.self, markers, 1)
        count = 2
        self.markers = markers
        write = { values, writer, marker in
            try values.0.encodeValue(to: &writer, plan: planA)
            marker = 1
            try values.1.encodeValue(to: &writer, plan: planB)
        }
    }

    /// Writes three values; throws when the markers are others.
    @inline(__always) @inlinable public init<A: CQLEncodable, B: CQLEncodable, C: CQLEncodable>(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (A, B, C) {
        guard markers.count == 3 else { throw PlanMaker.wrongCount(3, markers, (A, B, C).self) }
        let planA = try PlanMaker.writing(A.self, markers, 0)
        let planB = try PlanMaker.writing(B.self, markers, 1)
        let planC = try PlanMaker.writing(C.self, markers, 2)
        count = 3
        self.markers = markers
        write = { values, writer, marker in
            try values.0.encodeValue(to: &writer, plan: planA)
            marker = 1
            try values.1.encodeValue(to: &writer, plan: planB)
            marker = 2
            try values.2.encodeValue(to: &writer, plan: planC)
        }
    }

    /// Writes four values; throws when the markers are others.
    @inline(__always) @inlinable public init<
        A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable
    >(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (A, B, C, D) {
        guard markers.count == 4 else { throw PlanMaker.wrongCount(4, markers, (A, B, C, D).self) }
        let planA = try PlanMaker.writing(A.self, markers, 0)
        let planB = try PlanMaker.writing(B.self, markers, 1)
        let planC = try PlanMaker.writing(C.self, markers, 2)
        let planD = try PlanMaker.writing(D.self, markers, 3)
        count = 4
        self.markers = markers
        write = { values, writer, marker in
            try values.0.encodeValue(to: &writer, plan: planA)
            marker = 1
            try values.1.encodeValue(to: &writer, plan: planB)
            marker = 2
            try values.2.encodeValue(to: &writer, plan: planC)
            marker = 3
            try values.3.encodeValue(to: &writer, plan: planD)
        }
    }

    /// Writes five values; throws when the markers are others.
    @inline(__always) @inlinable public init<
        A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable,
        E: CQLEncodable
    >(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (A, B, C, D, E) {
        guard markers.count == 5 else { throw PlanMaker.wrongCount(5, markers, (A, B, C, D, E).self) }
        let planA = try PlanMaker.writing(A.self, markers, 0)
        let planB = try PlanMaker.writing(B.self, markers, 1)
        let planC = try PlanMaker.writing(C.self, markers, 2)
        let planD = try PlanMaker.writing(D.self, markers, 3)
        let planE = try PlanMaker.writing(E.self, markers, 4)
        count = 5
        self.markers = markers
        write = { values, writer, marker in
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
    }

    /// Writes six values; throws when the markers are others.
    @inline(__always) @inlinable public init<
        A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable,
        E: CQLEncodable, F: CQLEncodable
    >(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (A, B, C, D, E, F) {
        guard markers.count == 6 else { throw PlanMaker.wrongCount(6, markers, (A, B, C, D, E, F).self) }
        let planA = try PlanMaker.writing(A.self, markers, 0)
        let planB = try PlanMaker.writing(B.self, markers, 1)
        let planC = try PlanMaker.writing(C.self, markers, 2)
        let planD = try PlanMaker.writing(D.self, markers, 3)
        let planE = try PlanMaker.writing(E.self, markers, 4)
        let planF = try PlanMaker.writing(F.self, markers, 5)
        count = 6
        self.markers = markers
        write = { values, writer, marker in
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
    }

    /// Writes seven values; throws when the markers are others.
    @inline(__always) @inlinable public init<
        A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable,
        E: CQLEncodable, F: CQLEncodable, G: CQLEncodable
    >(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (A, B, C, D, E, F, G) {
        guard markers.count == 7 else { throw PlanMaker.wrongCount(7, markers, (A, B, C, D, E, F, G).self) }
        let planA = try PlanMaker.writing(A.self, markers, 0)
        let planB = try PlanMaker.writing(B.self, markers, 1)
        let planC = try PlanMaker.writing(C.self, markers, 2)
        let planD = try PlanMaker.writing(D.self, markers, 3)
        let planE = try PlanMaker.writing(E.self, markers, 4)
        let planF = try PlanMaker.writing(F.self, markers, 5)
        let planG = try PlanMaker.writing(G.self, markers, 6)
        count = 7
        self.markers = markers
        write = { values, writer, marker in
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
    }

    /// Writes eight values; throws when the markers are others.
    @inline(__always) @inlinable public init<
        A: CQLEncodable, B: CQLEncodable, C: CQLEncodable, D: CQLEncodable,
        E: CQLEncodable, F: CQLEncodable, G: CQLEncodable, H: CQLEncodable
    >(
        markers: [ColumnMetadata]
    ) throws(ColumnError) where Values == (A, B, C, D, E, F, G, H) {
        guard markers.count == 8 else { throw PlanMaker.wrongCount(8, markers, (A, B, C, D, E, F, G, H).self) }
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
        write = { values, writer, marker in
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
    }
}
