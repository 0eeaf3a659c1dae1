// The forms by number of columns: see RowDecoder+Arity.swift.

extension RowPage {
    /// The rows of a page with one column.
    @inline(__always) @inlinable public func rows<A: CQLDecodable>(as: A.Type) throws(ColumnError) -> Rows<A> {
        rows(try RowDecoder<A>(columns: columns))
    }

    /// The rows of a page with two columns.
    @inline(__always) @inlinable public func rows<A: CQLDecodable, B: CQLDecodable>(
        as: (A, B).Type
    ) throws(ColumnError) -> Rows<(A, B)> {
        rows(try RowDecoder<(A, B)>(columns: columns))
    }

    /// The rows of a page with three columns.
    @inline(__always) @inlinable public func rows<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable>(
        as: (A, B, C).Type
    ) throws(ColumnError) -> Rows<(A, B, C)> {
        rows(try RowDecoder<(A, B, C)>(columns: columns))
    }

    /// The rows of a page with four columns.
    @inline(__always) @inlinable public func rows<A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable>(
        as: (A, B, C, D).Type
    ) throws(ColumnError) -> Rows<(A, B, C, D)> {
        rows(try RowDecoder<(A, B, C, D)>(columns: columns))
    }

    /// The rows of a page with five columns.
    @inline(__always) @inlinable public func rows<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable,
        E: CQLDecodable
    >(
        as: (A, B, C, D, E).Type
    ) throws(ColumnError) -> Rows<(A, B, C, D, E)> {
        rows(try RowDecoder<(A, B, C, D, E)>(columns: columns))
    }

    /// The rows of a page with six columns.
    @inline(__always) @inlinable public func rows<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable,
        E: CQLDecodable, F: CQLDecodable
    >(
        as: (A, B, C, D, E, F).Type
    ) throws(ColumnError) -> Rows<(A, B, C, D, E, F)> {
        rows(try RowDecoder<(A, B, C, D, E, F)>(columns: columns))
    }

    /// The rows of a page with seven columns.
    @inline(__always) @inlinable public func rows<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable,
        E: CQLDecodable, F: CQLDecodable, G: CQLDecodable
    >(
        as: (A, B, C, D, E, F, G).Type
    ) throws(ColumnError) -> Rows<(A, B, C, D, E, F, G)> {
        rows(try RowDecoder<(A, B, C, D, E, F, G)>(columns: columns))
    }

    /// The rows of a page with eight columns.
    @inline(__always) @inlinable public func rows<
        A: CQLDecodable, B: CQLDecodable, C: CQLDecodable, D: CQLDecodable,
        E: CQLDecodable, F: CQLDecodable, G: CQLDecodable, H: CQLDecodable
    >(
        as: (A, B, C, D, E, F, G, H).Type
    ) throws(ColumnError) -> Rows<(A, B, C, D, E, F, G, H)> {
        rows(try RowDecoder<(A, B, C, D, E, F, G, H)>(columns: columns))
    }
}
