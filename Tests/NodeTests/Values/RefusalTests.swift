import BlockingClient
import Bytes
import CassandraWire
import TestKit
import Testing

extension AnyNode {
    /// What our encoder refuses, and what the server would have said to it.
    @Suite struct RefusalTests {
        let connection: BlockingConnection

        init() throws {
            connection = try #require(TestedNode.current).open()
        }

        /// What the server does with the bytes of a value.
        enum Verdict {
            case takes
            case refuses
        }

        struct Sample: CustomTestStringConvertible {
            let testDescription: String
            let type: String
            /// The value, where Swift can say it, and what our encoder says to that.
            let ours: (value: CQLValue, error: WireError)?
            let hex: String
            let server: Verdict

            init(_ what: String, _ type: String, _ ours: (CQLValue, WireError)?, _ hex: String, _ server: Verdict) {
                testDescription = what
                self.type = type
                self.ours = ours
                self.hex = hex
                self.server = server
            }
        }

        private static let samples: [Sample] = [
            // Null and unset where only values belong.
            Sample(
                "null in a list", "list<int>", (.list([.int(1), .null]), .nullInCollection),
                "00000002 00000004 00000001 ffffffff", .takes),
            Sample(
                "unset in a list", "list<int>", (.list([.unset]), .nestedUnset), "00000001 fffffffe", .takes),
            Sample("null in a set", "set<int>", (.set([.null]), .nullInCollection), "00000001 ffffffff", .refuses),
            Sample(
                "a null key of a map", "map<int, int>",
                (.map([.init(key: .null, value: .int(1))]), .nullInCollection),
                "00000001 ffffffff 00000004 00000001", .refuses),
            Sample(
                "a null value of a map", "map<int, int>",
                (.map([.init(key: .int(1), value: .null)]), .nullInCollection),
                "00000001 00000004 00000001 ffffffff", .refuses),
            Sample("unset in a tuple", "tuple<int>", (.tuple([.unset]), .nestedUnset), "fffffffe", .takes),
            Sample(
                "null in a vector", "vector<text, 1>", (.vector([.null]), .nullInCollection), "",
                .refuses),
            // Numbers out of their range.
            Sample(
                "24 o'clock", "time",
                (.time(CQLTime(nanosecondsSinceMidnight: 86_400_000_000_000)), .outOfRange), "00004e94914f0000", .takes),
            Sample(
                "a time before midnight", "time", (.time(CQLTime(nanosecondsSinceMidnight: -1)), .outOfRange),
                "ffffffffffffffff", .takes),
            Sample(
                "a timeuuid of version 4", "timeuuid", (.timeuuid(CQLUUID(high: 0x4000, low: 0)), .outOfRange),
                "00000000000040000000000000000000", .refuses),
            Sample("a duration of two signs", "duration", nil, "010200", .refuses),
            // Texts.
            Sample("an accent in ascii", "ascii", (.ascii("é"), .invalidText), "c3a9", .refuses),
            Sample("a text that is not UTF-8", "text", nil, "ff", .refuses),
            // Shapes.
            Sample(
                "a vector too short", "vector<float, 2>",
                (.vector([.float(1)]), .wrongDimension(expected: 2, actual: 1)), "3f800000", .refuses),
            Sample(
                "a vector too long", "vector<text, 1>",
                (.vector([.text("a"), .text("b")]), .wrongDimension(expected: 1, actual: 2)), "0161 0162", .refuses),
            Sample(
                "a tuple too long", "tuple<int>",
                (.tuple([.int(1), .int(2)]), .wrongValueCount(expected: 1, actual: 2)),
                "00000004 00000001 00000004 00000002", .refuses),
            Sample("a text for an int", "int", (.text("abc"), .typeMismatch), "616263", .refuses),
            Sample("an int of no bytes", "int", nil, "", .takes),
            Sample("a list with a byte too many", "list<int>", nil, "00000000 00", .refuses),
            Sample("a list that claims more than it has", "list<int>", nil, "00000002 00000004 00000001", .refuses),
            Sample("a list of -1 elements", "list<int>", nil, "ffffffff", .refuses),
            Sample("an address of 5 bytes", "inet", nil, "0102030405", .refuses),
            Sample("a boolean of 2", "boolean", nil, "02", .takes),
            Sample("a decimal without digits", "decimal", nil, "00000000", .takes),
            Sample("a varint of no bytes", "varint", nil, "", .takes),
        ]

        @Test("What our encoder refuses, and what the server says to it", arguments: samples)
        func refusals(sample: Sample) throws {
            let statement = try connection.prepare("SELECT (\(sample.type)) ? AS v FROM one")
            if let (value, error) = sample.ours {
                let encoder = ValueEncoder<[CQLValue]>(markers: try #require(statement.variables.columns))
                let refusal = try #require(throws: ColumnError.self) { try encoder.bind([value]) }
                #expect(refusal.reason == error)
            }
            let bytes = ByteSlice([UInt8](hex: sample.hex))
            let reply = try connection.reply(to: .execute(statement, try BoundValues([.bytes(bytes)])))
            let error = reply.response.error
            let storesNull = ["null in a list", "unset in a list"].contains(sample.testDescription)
            guard !TestedNode.isEmbedded || !storesNull else {
                return withKnownIssue("embedded nodes check each list as if it were to be stored") {
                    #expect(error == nil)
                }
            }
            #expect((error == nil ? .takes : .refuses) == sample.server, "\(error?.message ?? "no error")")
            #expect(error == nil || error?.code == .invalid)
        }

        @Test("A list with a null, which the server cannot store, is an internal error there (O-11)")
        func storedNullInList() throws {
            try connection.execute("CREATE TABLE refused_lists (id int PRIMARY KEY, l list<int>)")
            let insert = try connection.prepare("INSERT INTO refused_lists (id, l) VALUES (1, ?)")
            let list = ByteSlice([UInt8](hex: "00000002 00000004 00000001 ffffffff"))
            let error = try #require(throws: ServerError.self) {
                try connection.execute(insert, try BoundValues([.bytes(list)]))
            }
            #expect(error.code == .serverError)
            #expect(error.message.hasPrefix("java.lang.NullPointerException"))
        }
    }
}
