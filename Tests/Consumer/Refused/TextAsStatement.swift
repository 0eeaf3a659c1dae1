import Cassandra

// Text that is made at run time is no statement: it could hold anything.

func execute(_ text: String, _ session: Session) async throws {
    try await session.execute(text)  // expect: write the statement as a literal, its values as \(value)
}

func statement(_ text: String) -> CQL {
    CQL(text)  // expect: write the statement as a literal, its values as \(value)
}

func rows(_ text: String, _ session: Session) {
    _ = session.rows(text, as: Int.self)  // expect: no exact matches in call to instance method 'rows'
}

func prepare(_ text: String, _ session: Session) async throws {
    _ = try await session.prepare(text)  // expect: to expected argument type 'CQL'
}

func concatenated(_ text: String, _ session: Session) async throws {
    try await session.execute("DROP TABLE " + text)  // expect: write the statement as a literal, its values as \(value)
}
