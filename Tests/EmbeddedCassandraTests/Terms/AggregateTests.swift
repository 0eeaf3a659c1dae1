import Bytes
import CassandraWire
import Testing

@testable import EmbeddedCassandra

@Suite struct AggregateTests {
    private static func aggregate(_ name: String, _ type: CQLType) throws -> AggregateFunction {
        let arguments = [FunctionArgument.value(type, text: "v")]
        return try #require(try AggregateFunctions.resolve(.init(name: name), arguments, TermBench.context))
    }

    /// The result over literals, `null` among them.
    private static func fold(_ name: String, _ type: String, _ literals: [String]) throws -> String {
        let type = TermBench.type(type)
        let accumulator = try aggregate(name, type).makeAccumulator()
        let receiver = ColumnMetadata(keyspace: "sh", table: "x", name: "v", type: type)
        for literal in literals {
            if case .bytes(let bytes) = try TermBench.value(literal, in: receiver) {
                try accumulator.add([bytes])
            } else {
                try accumulator.add([nil])
            }
        }
        return try accumulator.result()?.hexadecimal ?? "null"
    }

    @Test(arguments: [
        ("sum", "bigint", "10 -5 9223372036854775807", "8000000000000004"),
        ("avg", "bigint", "10 -5 9223372036854775807", "2aaaaaaaaaaaaaac"),
        ("min", "bigint", "10 -5 null", "fffffffffffffffb"), ("max", "bigint", "10 -5 null", "000000000000000a"),
        ("sum", "int", "1 2 3", "00000006"), ("avg", "int", "1 2 2", "00000001"), ("avg", "int", "-1 -2", "ffffffff"),
        ("sum", "tinyint", "100 100", "c8"), ("avg", "tinyint", "100 100", "64"), ("avg", "smallint", "300 -7", "0092"),
        ("sum", "float", "1.5 0.1", "3fcccccd"), ("avg", "float", "1.5 0.1", "3f4ccccd"),
        ("sum", "double", "2.5 -0.1", "4003333333333333"), ("avg", "double", "2.5 -0.1", "3ff3333333333333"),
        ("sum", "double", "0.1 0.2 0.3 1e16 1 -1e16", "0000000000000000"),
        ("sum", "float", "16777216 1 1", "4b800001"), ("avg", "float", "16777216 1 1", "4aaaaaac"),
        ("sum", "double", "1e308 1.7e308 -1.7e308", "7ff0000000000000"),
        ("sum", "decimal", "1.5 2.25", "000000020177"), ("avg", "decimal", "1.5 2.25", "0000000200bc"),
        ("sum", "decimal", "1e-3 1e5 2.5", "0000000305f5eac5"), ("avg", "decimal", "1e-3 1e5 2.5", "0000000301fca397"),
        ("sum", "varint", "100 -99999999999999999999", "fa9438a1d29cf00065"),
        ("avg", "varint", "100 -99999999999999999999", "fd4a1c50e94e780033"),
        ("min", "decimal", "1.50 1.5 2", "000000020096"), ("max", "text", "'a' 'b'", "62"),
        ("count", "text", "'a' null 'b'", "0000000000000002"), ("count", "int", "null", "0000000000000000"),
        ("max", "list<int>", "[1] [1,2]", "00000002000000040000000100000004" + "00000002"),
    ])
    func rowsAreFoldedAsTheServerFoldsThem(_ name: String, _ type: String, _ values: String, _ expected: String) throws
    {
        let literals = values.split(separator: " ").map { String($0) }
        #expect(try Self.fold(name, type, literals) == expected)
    }

    @Test(arguments: [
        ("sum", "bigint", "0000000000000000"), ("avg", "int", "00000000"), ("min", "int", "null"),
        ("max", "text", "null"), ("sum", "decimal", "0000000000"), ("avg", "decimal", "0000000000"),
        ("sum", "varint", "00"), ("avg", "double", "0000000000000000"), ("count", "int", "0000000000000000"),
    ])
    func withoutRowsThereIsARestingValue(_ name: String, _ type: String, _ expected: String) throws {
        #expect(try Self.fold(name, type, []) == expected)
    }

    @Test func aggregatesTellTheirNamesAndTypes() throws {
        #expect(AggregateFunctions.countRows.displayName == "count")
        #expect(try Self.aggregate("max", .int).displayName == "system.max")
        #expect(try Self.aggregate("count", .text).resultType == .bigint)
        #expect(try Self.aggregate("avg", .decimal).resultType == .decimal)
        #expect(try Self.aggregate("max", .timeuuid).resultType == .legacyTimeUUID)
        let other = try AggregateFunctions.resolve(.init(name: "todate"), [], TermBench.context)
        #expect(other?.displayName == nil)
    }

    @Test func whatIsNoNumberHasNoSum() {
        #expect {
            _ = try Self.aggregate("sum", .text)
        } throws: {
            ($0 as? ServerError)?.message
                == "Invalid call to function sum, none of its type signatures match (known type signatures: "
                + "system.sum : (int) -> int, system.sum : (counter) -> counter, system.sum : (double) -> double, "
                + "system.sum : (varint) -> varint, system.sum : (tinyint) -> tinyint, "
                + "system.sum : (float) -> float, system.sum : (smallint) -> smallint, "
                + "system.sum : (decimal) -> decimal, system.sum : (bigint) -> bigint)"
        }
    }

    @Test func rowsAreCountedWhateverTheyHold() throws {
        let accumulator = AggregateFunctions.countRows.makeAccumulator()
        for _ in 0..<3 { try accumulator.add([]) }
        #expect(try accumulator.result()?.hexadecimal == "0000000000000003")
    }
}
