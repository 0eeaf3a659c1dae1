import Cassandra

// Text that is made at run time is no statement: it could hold anything.

func execute(_ text: String, _ session: Session) async throws {
    try await session.execute(text)  // expect: write the statement as a literal, its values as \(value)
}

func statement(_ text: String) -> CQL {
    CQL(text)  // expect: write the statement as a literal, its values as \(value)
}

func rows(_ text: String, _ session: Session) {
    _ = session.rows(text, as: Int.self)  // expect: write the statement as a literal, its values as \(value)
}

func prepare(_ text: String, _ session: Session) async throws {
    _ = try await session.prepare(text)  // expect: write the statement as a literal, its values as \(value)
}

func tuples(_ text: String, _ session: Session) {
    _ = session.rows(text, as: (Int, String).self)  // expect: write the statement as a literal, its values as \(value)
}

func prepareTyped(_ text: String, _ session: Session) async throws {
    _ = try await session.prepare(text, binding: (Int, String).self)  // expect: write the statement as a literal
}

func concatenated(_ text: String, _ session: Session) async throws {
    try await session.execute("DROP TABLE " + text)  // expect: write the statement as a literal, its values as \(value)
}
