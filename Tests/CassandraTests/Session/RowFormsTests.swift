import Cassandra
import Foundation
import Testing

private struct Fix: Codable {
    let id: UUID
    let lat: Double?
}

/// What the compiler makes of each way to ask for rows: a type with a codec is one column, even if it is `Decodable` too.
private func forms(_ session: Session, _ select: PreparedStatement<UUID>, _ bound: BoundStatement) throws {
    let _: RowSequence<UUID> = session.rows("SELECT id FROM t", as: UUID.self)
    let _: RowSequence<UUID?> = session.rows(bound, as: UUID?.self)
    let _: RowSequence<[Int]> = try select.rows(UUID(), as: [Int].self)
    let _: RowSequence<(UUID, Double?)> = session.rows("SELECT id, lat FROM t", as: (UUID, Double?).self)
    let _: RowSequence<(UUID, Double?)> = session.rows(bound, as: (UUID, Double?).self)
    let _: RowSequence<(UUID, Double?)> = try select.rows(UUID(), as: (UUID, Double?).self)
    typealias Nine = (Int, Int, Int, Int, Int, Int, Int, Int, Int)
    let _: RowSequence<Nine> = session.rows("SELECT * FROM t", as: Nine.self)
    let _: RowSequence<Nine> = session.rows(bound, as: Nine.self)
    let _: RowSequence<Nine> = try select.rows(UUID(), as: Nine.self)
    let _: RowSequence<Fix> = session.rows("SELECT * FROM t WHERE id = \(UUID())", as: Fix.self)
    let _: RowSequence<Fix> = session.rows(bound, as: Fix.self)
    let _: RowSequence<Fix> = try select.rows(UUID(), as: Fix.self)
    let _: RowSequence<Row> = session.rows("SELECT * FROM t")
    let _: RowSequence<Row> = session.rows(bound)
    let _: RowSequence<Row> = try select.rows(UUID())
}

private func prepared(_ session: Session) async throws {
    let insert: PreparedStatement<Fix> = try await session.prepare("INSERT …", bindingNamesOf: Fix.self)
    try await insert.execute(Fix(id: UUID(), lat: nil))
    try await insert(Fix(id: UUID(), lat: nil))
    let values: PreparedStatement<[String: CQLValue]> = try await session.prepare(
        "INSERT …", bindingNamesOf: [String: CQLValue].self)
    try await values.execute(["id": .null])
    let dynamic = try await session.prepare("INSERT …")
    try await session.execute(try dynamic.bind(named: ["id": .null]))
    try await dynamic.execute(named: ["id": .null])
}

@Suite struct RowFormsTests {
    @Test func `every way to ask for rows and to bind values means one thing to the compiler`() {
        let rows: (Session, PreparedStatement<UUID>, BoundStatement) throws -> Void = forms
        let values: (Session) async throws -> Void = prepared
        #expect(type(of: rows) != type(of: values))
    }
}
