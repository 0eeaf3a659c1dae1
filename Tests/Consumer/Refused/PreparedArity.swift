import Cassandra

// A prepared statement takes as many values as it was prepared for.

func tooFew(_ insert: PreparedStatement<(Int, String)>) async throws {
    try await insert(1)  // expect: cannot convert value of type 'Int' to expected argument type '(Int, String)'
}

func tooMany(_ insert: PreparedStatement<(Int, String)>) async throws {
    try await insert(1, "a", 2)  // expect: requires the types '(Int, String)' and '(Int, String, Int)' be equivalent
}

func boundTooFew(_ insert: PreparedStatement<(Int, String)>) throws -> BoundStatement {
    try insert.bind(1)  // expect: cannot convert value of type 'Int' to expected argument type '(Int, String)'
}
