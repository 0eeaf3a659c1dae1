// The forms by number of columns: see TupleDecoders.swift.

extension RowPage {
    /// The rows of a page with one column.
    @inline(__always) @inlinable public func rows<A: CQLDecodable>(
        as: A.Type
    ) throws(ColumnError) -> Rows<TupleDecoder1<A>> {
        rows(try TupleDecoder1(columns: columns))
    }

    /// The rows of a page with two columns.
    @inline(__always) @inlinable public func rows<A: CQLDecodable, B: CQLDecodable>(
        as: (A, B).Type
    ) throws(ColumnError) -> Rows<TupleDecoder2<A, B>> {
        rows(try TupleDecoder2(columns: columns))
    }

    /// The rows of a page with three columns.
    @inline(__always) @inlinable public func rows<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable>(
        as: (A, B, C).Type
    ) throws(ColumnError) -> Rows<TupleDecoder3<A, B, C>> {
        rows(try TupleDecoder3(columns: columns))
    }

    /// The rows of a page with four columns.
    @inline(__always) @inlinable
    public func rows<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable
    >(
        as: (A, B, C, D).Type
    ) throws(ColumnError) -> Rows<TupleDecoder4<A, B, C, D>> {
        rows(try TupleDecoder4(columns: columns))
    }

    /// The rows of a page with five columns.
    @inline(__always) @inlinable
    public func rows<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable,
        E: CQLDecodable
    >(
        as: (A, B, C, D, E).Type
    ) throws(ColumnError) -> Rows<TupleDecoder5<A, B, C, D, E>> {
        rows(try TupleDecoder5(columns: columns))
    }

    /// The rows of a page with six columns.
    @inline(__always) @inlinable
    public func rows<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable,
        E: CQLDecodable, F: CQLDecodable
    >(
        as: (A, B, C, D, E, F).Type
    ) throws(ColumnError) -> Rows<TupleDecoder6<A, B, C, D, E, F>> {
        rows(try TupleDecoder6(columns: columns))
    }

    /// The rows of a page with seven columns.
    @inline(__always) @inlinable
    public func rows<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable,
        E: CQLDecodable, F: CQLDecodable, G: CQLDecodable
    >(
        as: (A, B, C, D, E, F, G).Type
    ) throws(ColumnError) -> Rows<TupleDecoder7<A, B, C, D, E, F, G>> {
        rows(try TupleDecoder7(columns: columns))
    }

    /// The rows of a page with eight columns.
    @inline(__always) @inlinable
    public func rows<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable,
        E: CQLDecodable, F: CQLDecodable, G: CQLDecodable, H: CQLDecodable
    >(
        as: (A, B, C, D, E, F, G, H).Type
    ) throws(ColumnError) -> Rows<TupleDecoder8<A, B, C, D, E, F, G, H>> {
        rows(try TupleDecoder8(columns: columns))
    }
}
