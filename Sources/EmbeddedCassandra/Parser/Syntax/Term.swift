/// A value as a statement writes it. Literals keep their text: what it means depends on the column's type.
indirect enum Term: Hashable, Sendable {
    case null
    /// The inside of '…' or $$…$$.
    case string(String)
    case integer(String)
    /// Also NaN and Infinity.
    case float(String)
    case boolean(Bool)
    case uuid(String)
    /// With its 0x.
    case hexadecimal(String)
    case duration(String)
    /// The marker's place among all markers of the text.
    case marker(Int)
    /// `[…]`, of a list or a vector.
    case list([Term])
    /// `{a, b}`; `{}` is a set without elements, whatever the type.
    case set([Term])
    case map([Entry])
    /// `{field: value}`
    case userType([Field])
    /// `(a, b)`; `(a)` too.
    case tuple([Term])
    case call(QualifiedName, [Term])
    /// `(type) term`
    case cast(TypeReference, Term)
    /// `-a` has no left side.
    case arithmetic(String, Term?, Term)
    /// What the document of an INSERT … JSON says about a column. No statement writes it so.
    case jsonColumn(String)

    struct Entry: Hashable, Sendable {
        var key: Term
        var value: Term
    }

    struct Field: Hashable, Sendable {
        var name: String
        var value: Term
    }
}

/// A type as a statement writes it.
indirect enum TypeReference: Hashable, Sendable {
    /// A native type or a user-defined one.
    case named(QualifiedName)
    /// A user-defined type whose name, as it is in quotes, is not the native type's.
    case userDefined(String)
    case list(TypeReference)
    case set(TypeReference)
    case map(TypeReference, TypeReference)
    case tuple([TypeReference])
    case vector(TypeReference, Int)
    case frozen(TypeReference)
    /// A class name in quotes.
    case custom(String)
}
