import Cassandra

// A prepared statement takes values of the types that it was prepared for.

func otherType(_ insert: PreparedStatement<(Int, String)>) async throws {
    try await insert("a", "b")  // expect: cannot convert value of type 'String' to expected argument type 'Int'
}

func optional(_ insert: PreparedStatement<(Int, String)>, _ name: String?) async throws {
    try await insert(1, name)  // expect: value of optional type 'String?' must be unwrapped
}

func bulk(_ session: Session, _ insert: PreparedStatement<(Int, String)>) async throws {
    _ = try await session.bulkWrite([1, 2], with: insert) { number in
        (number, number)  // expect: tuple type '(Int, Int)' is not convertible to tuple type '(Int, String)'
    }
}
