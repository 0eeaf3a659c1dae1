import BlockingClient
import Bytes
import CassandraWire
import TestKit
import Testing

extension AnyNode {
    @Suite struct RandomValueTests {
        let connection: BlockingConnection

        init() throws {
            connection = try #require(TestedNode.current).open()
        }

        /// Types in the shared keyspace, the second made of the first.
        private func userTypes() throws -> [UserDefinedType] {
            try connection.execute("CREATE TYPE IF NOT EXISTS random_place (name text, \"X y\" double, at timestamp)")
            try connection.execute(
                """
                CREATE TYPE IF NOT EXISTS "Random Trip" (
                    stops frozen<list<frozen<random_place>>>, took duration, ids set<uuid>, v vector<varint, 2>)
                """)
            let place = UserDefinedType(
                keyspace: TestedNode.keyspace, name: "random_place",
                fields: [
                    .init(name: "name", type: .text), .init(name: "X y", type: .double),
                    .init(name: "at", type: .timestamp),
                ])
            let trip = UserDefinedType(
                keyspace: TestedNode.keyspace, name: "Random Trip",
                fields: [
                    .init(name: "stops", type: .frozen(.list(.frozen(.udt(place))))),
                    .init(name: "took", type: .duration), .init(name: "ids", type: .set(.uuid)),
                    .init(name: "v", type: .vector(.varint, dimension: 2)),
                ])
            return [place, trip]
        }

        @Test("Values of any type that we bind come back as they were, and the markers have their types")
        func boundValues() throws {
            var random = RandomValues(generator: Seed.forThisRun().generator, userTypes: try userTypes())
            let samples = (0..<400).map { _ in
                let type = random.type(depth: 4)
                return (type: type, values: (0..<3).map { _ in random.value(of: type) })
            }
            let prepares = samples.map { Request.prepare(Prepare(text: "SELECT (\($0.type)) ? AS v FROM one")) }
            var requests: [Request] = []
            for (sample, reply) in zip(samples, try connection.pipeline(prepares)) {
                let statement = try reply.response.result.prepared
                #expect(statement.variables.columns?.map(\.type.withoutFrozen) == [sample.type.withoutFrozen])
                #expect(statement.result.columns?.map(\.type.withoutFrozen) == [sample.type.withoutFrozen])
                let encoder = ValueEncoder<[CQLValue]>(markers: try #require(statement.variables.columns))
                for value in sample.values { requests.append(.execute(statement, try encoder.bind([value]))) }
            }
            let expected = samples.flatMap { sample in sample.values.map { (sample.type, $0) } }
            for ((type, value), reply) in zip(expected, try connection.pipeline(requests)) {
                do {
                    let answer = try RowPage(reply.response.result.rows).values()
                    #expect(answer.map(\.inOneOrder) == [value.inOneOrder], "\(type)")
                } catch {
                    Issue.record("\(type): \(error), \(value)")
                }
            }
        }
    }
}
