import BlockingClient
import Bytes
import CassandraWire
import TestKit
import Testing

extension AnyNode {
    /// Where the server puts a key, and where we look for it.
    @Suite struct TokenTests {
        let connection: BlockingConnection

        init() throws {
            connection = try #require(TestedNode.current).open()
        }

        /// The bytes that are hashed: a single component bare, several with lengths before and zeros after them.
        private func key(_ statement: PreparedResult, _ values: BoundValues) throws -> [UInt8] {
            let bound = try values.decoded().map(\.value)
            let components = try statement.partitionKeyIndices.map { index -> [UInt8] in
                guard case .bytes(let bytes) = bound[Int(index)] else { throw WireError.unexpectedNull }
                return Array(bytes)
            }
            if components.count == 1 { return components[0] }
            return components.flatMap { [UInt8($0.count >> 8), UInt8($0.count & 0xFF)] + $0 + [0] }
        }

        @Test(
            "The server's token of a key is that of our bytes, for single and for composite keys (D-85 … D-87)",
            arguments: [
                ["text"], ["blob"], ["int"], ["bigint"], ["uuid"], ["timestamp"], ["decimal"], ["inet"],
                ["frozen<tuple<int, text>>"], ["frozen<list<text>>"], ["vector<float, 2>"],
                ["text", "int"], ["int", "bigint", "blob"], ["uuid", "frozen<list<int>>", "boolean", "text"],
            ])
        func tokens(types: [String]) throws {
            var random = RandomValues(generator: Seed.forThisRun().generator)
            let cqlTypes = try types.map { try CQLType(cql: $0) }
            let columns = zip(types.indices, types).map { "k\($0) \($1)" }.joined(separator: ", ")
            let names = types.indices.map { "k\($0)" }
            let key = names.joined(separator: ", ")
            let table = "tokens_" + String(types.joined(separator: "_").map { $0.isLetter ? $0 : "_" })
            try connection.execute("CREATE TABLE \(table) (\(columns), v int, PRIMARY KEY ((\(key))))")
            // The markers in another order than the key's components.
            let insert = try connection.prepare(
                """
                INSERT INTO \(table) (\(names.reversed().joined(separator: ", ")), v)
                VALUES (\(names.map { _ in "?" }.joined(separator: ", ")), ?)
                """)
            #expect(insert.partitionKeyIndices == types.indices.reversed().map { UInt16($0) })
            let encoder = ValueEncoder<[CQLValue]>(markers: try #require(insert.variables.columns))

            var ours: [Int32: Int64] = [:]
            var requests: [Request] = []
            for number in 0..<Int32(60) {
                let values = cqlTypes.reversed().map { random.value(of: $0).inOneOrder }
                let bound = try encoder.bind(values + [.int(number)])
                let bytes = try self.key(insert, bound)
                if bytes.isEmpty { continue }  // which the server refuses as a key
                ours[number] = Murmur3.token(of: bytes)
                requests.append(.execute(insert, bound))
            }
            for reply in try connection.pipeline(requests) { #expect(try reply.response.result == .void) }
            let page = try connection.rows("SELECT v, token(\(key)) FROM \(table)")
            var rows = page.rows(try RowDecoder<(Int32, Int64)>(columns: page.columns))
            // Equal keys are one row, so there may be fewer of them.
            #expect(page.count > 10)
            while let (number, token) = try rows.next() { #expect(ours[number] == token) }
        }

        @Test("A set that is a key is put in order by the server first, so its token is that of the ordered bytes")
        func setAsKey() throws {
            try connection.execute("CREATE TABLE token_sets (k frozen<set<text>> PRIMARY KEY)")
            let insert = try connection.prepare("INSERT INTO token_sets (k) VALUES (?)")
            let encoder = try ValueEncoder<[String]>(markers: try #require(insert.variables.columns))
            let written = try encoder.bind(["b", "c", "a"])
            #expect(try connection.execute(insert, written) == .void)
            let page = try connection.rows("SELECT token(k) FROM token_sets")
            var rows = page.rows(try RowDecoder<Int64>(columns: page.columns))
            let token = try #require(try rows.next())
            #expect(token != Murmur3.token(of: try key(insert, written)))
            #expect(token == Murmur3.token(of: try key(insert, try encoder.bind(["a", "b", "c"]))))
        }

        @Test("The server's order of partitions is that of tokens")
        func order() throws {
            let page = try connection.rows("SELECT token(keyspace_name) FROM system_schema.keyspaces")
            var rows = page.rows(try RowDecoder<Int64>(columns: page.columns))
            let tokens = try rows.all().map { Token($0) }
            #expect(tokens == tokens.sorted())
            let partitioner = try connection.rows("SELECT partitioner FROM system.local").values()
            #expect(partitioner == [.text("org.apache.cassandra.dht.Murmur3Partitioner")])
        }
    }
}
