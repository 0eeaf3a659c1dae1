import Cassandra

// What has no CQL type is neither bound nor read.

struct Point {
    var x = 0.0
}

func interpolated(_ session: Session, _ point: Point) async throws {
    try await session.execute("INSERT INTO point (at) VALUES (\(point))")  // expect: no CQL value
}

func read(_ session: Session) {
    _ = session.rows("SELECT at FROM point", as: Point.self)  // expect: 'Point' conform to 'CQLDecodable'
}

func prepared(_ session: Session) async throws {
    let text: CQL = "INSERT INTO point (at) VALUES (?)"
    _ = try await session.prepare(text, binding: Point.self)  // expect: 'Point' conform to 'CQLEncodable'
}
