import BlockingClient
import CassandraWire
import TestKit
import Testing

extension AnyNode {
    @Suite struct RandomLiteralTests {
        let connection: BlockingConnection

        init() throws {
            connection = try #require(TestedNode.current).open()
        }

        @Test("Values written as literals are read back by the server as the same values (D-58)")
        func literals() throws {
            try connection.execute(
                "CREATE TYPE IF NOT EXISTS literal_place (name text, \"X y\" double, \"select\" blob)")
            let place = UserDefinedType(
                keyspace: TestedNode.keyspace, name: "literal_place",
                fields: [
                    .init(name: "name", type: .text), .init(name: "X y", type: .double),
                    .init(name: "select", type: .blob),
                ])
            var random = RandomValues(generator: Seed.forThisRun().generator, userTypes: [place])
            var samples: [(type: CQLType, value: CQLValue, literal: String)] = []
            var without = 0
            for _ in 0..<1_500 {
                let type = random.type(depth: 3)
                let value = random.value(of: type)
                if let literal = value.cqlLiteral { samples.append((type, value, literal)) } else { without += 1 }
            }
            // Few have no literal: numbers at the ends of their ranges.
            #expect(without < 300)
            let requests = samples.map { Request.query("SELECT (\($0.type)) \($0.literal) AS v FROM one") }
            for (sample, reply) in zip(samples, try connection.pipeline(requests)) {
                do {
                    let page = try RowPage(try reply.response.result.rows)
                    #expect(
                        try page.values().map(\.inOneOrder) == [sample.value.inOneOrder],
                        "(\(sample.type)) \(sample.literal)")
                } catch {
                    Issue.record("(\(sample.type)) \(sample.literal): \(error)")
                }
            }
        }
    }
}
