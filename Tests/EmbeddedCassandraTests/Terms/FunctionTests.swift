import Bytes
import CassandraWire
import Testing

@testable import EmbeddedCassandra

@Suite struct FunctionTests {
    /// A call as a value: its type and bytes, or the error.
    private static func call(_ text: String) -> String {
        do throws(ServerError) {
            let (term, _) = try TermBench.term(text)
            guard case .call(let name, let arguments) = term else { return "no call" }
            let values = arguments.map(FunctionArgument.term)
            guard let function = try ScalarFunctions.resolve(name, values, nil, TermBench.context) else {
                return "unknown"
            }
            let receiver = ColumnMetadata(keyspace: "sh", table: "x", name: "[selection]", type: function.resultType)
            return "\(function.resultType.messageName) \(TermBench.answer(text, in: receiver))"
        } catch {
            return error.message
        }
    }

    @Test(arguments: [
        ("toDate(50554d6e-29bb-11e5-b345-feff819cdc9f)", "date 800040f6"),
        ("to_timestamp(50554d6e-29bb-11e5-b345-feff819cdc9f)", "timestamp 0000014e89dcb175"),
        ("toUnixTimestamp((date) '2024-01-02')", "bigint 0000018cc7785000"),
        ("toDate((timestamp) -1)", "date 80000000"), ("toDate((timestamp) -86399999)", "date 7fffffff"),
        ("toDate((timestamp) -129600001)", "date 7fffffff"), ("toDate((timestamp) 99999999999999999)", "date c4fca2af"),
        ("toDate((timestamp) '')", "date null"), ("toTimestamp((date) 0)", "timestamp fd6cd20000000000"),
        ("minTimeuuid('2024-01-01')", "timeuuid b4cc8000a83811ee8080808080808080"),
        ("max_timeuuid('2024-01-01')", "timeuuid b4cca70fa83811ee7f7f7f7f7f7f7f7f"),
        ("minTimeuuid(-99999999999999999)", "timeuuid 34e16710700cdbe88080808080808080"),
        ("currentTimestamp()", "timestamp 0000018bcfe5687b"), ("current_date()", "date 80004cdb"),
        // 2024-02-29T12:34:56Z by hours, from half past; the 31st by months; the day's hours.
        ("floor((timestamp) 1709210096000, 1h)", "timestamp 0000018df4bc5600"),
        ("floor((timestamp) 1709210096000, 1h, (timestamp) 1800000)", "timestamp 0000018df4d7cd40"),
        ("floor((timestamp) '2024-03-30', 1mo, (timestamp) '2024-01-31')", "timestamp 0000018df2292800"),
        ("floor((timestamp) 1709210096000, 100ns)", "timestamp 0000018df4dc5180"),
        ("floor((date) '2024-02-29', 1mo)", "date 80004d2a"), ("floor((date) '2024-02-29', 1w)", "date 80004d46"),
        ("floor((time) '12:34:56', 1h)", "time 0000274a48a78000"),
        ("floor((timestamp) 9223372036854775807, 3000000mo)", "timestamp 7ffcf85e91859c00"),
        (
            "floor((timestamp) -1, 1h)",
            "timestamp !2200 The floor function starting time is greater than the provided time"
        ),
        ("floor((timestamp) 1, -1h)", "timestamp !2200 Negative durations are not supported by the floor function"),
        (
            "floor((date) '2024-02-29', 1h)",
            "date !2200 The floor on date values cannot be computed for the 1h duration as precision is below 1 day"
        ),
        ("intAsBlob(1)", "blob 00000001"), ("blob_as_int(0x00000001)", "int 00000001"), ("blobAsInt(0x)", "int ''"),
        ("duration_as_blob(1h)", "blob 0000fc068c61714000"), ("intAsBlob((int) null)", "blob null"),
        ("token(1)", "bigint c78499982ae4e0cf"),
        ("map_keys((map<text, int>) {'b': 1, 'a': 2})", "frozen<set<text>> 0000000200000001610000000162"),
        ("map_values((map<int, int>) {1: 7})", "frozen<list<int>> 000000010000000400000007"),
        ("collection_count((list<int>) [1, 2])", "int 00000002"), ("collection_min((list<int>) [])", "int null"),
        ("collection_max((set<int>) {3, 1})", "int 00000003"),
        ("collection_sum((list<tinyint>) [100, 100])", "tinyint c8"),
        ("collection_avg((list<int>) [1, 2])", "int 00000001"), ("collection_avg((list<int>) [])", "int 00000000"),
        ("collection_avg((list<decimal>) [1, 2.5])", "decimal 0000000112"),
        ("similarity_cosine((vector<float, 3>) [1, 2, 3], [2, 3, 4])", "float 3f7f0cf8"),
        ("similarity_euclidean((vector<float, 3>) [1, 2, 3], [2, 3, 4])", "float 3e800000"),
        ("similarity_dot_product((vector<float, 3>) [1, 2, 3], [2, 3, 4])", "float 41280000"),
        ("abs(-1)", "int 00000001"), ("abs((int) -2147483648)", "int 80000000"), ("abs((tinyint) -128)", "tinyint 80"),
        ("abs((decimal) -1.50)", "decimal 000000020096"), ("abs((float) -0.0)", "float 00000000"),
        ("abs(99999999999)", "bigint 000000174876e7ff"), ("round(1.5)", "double 4000000000000000"),
        ("round(-2.5)", "double c000000000000000"), ("round(2.5)", "double 4008000000000000"),
        ("round(0.49999999999999994)", "double 0000000000000000"), ("round((decimal) 2.5)", "decimal 0000000003"),
        ("round((decimal) -2.5)", "decimal 00000000fd"), ("exp(10)", "int 0000560a"), ("exp(1)", "int 00000002"),
        ("log(0)", "int 80000000"), ("log(-1)", "int 00000000"), ("exp((float) 1)", "float 402df854"),
        ("exp((bigint) 50)", "bigint 7fffffffffffffff"), ("exp((tinyint) 100)", "tinyint ff"),
        ("log10((smallint) 1000)", "smallint 0003"), ("exp((varint) 2)", "varint 07"),
        ("mask_null(1)", "int null"), ("mask_default('abc')", "ascii 2a2a2a2a"), ("mask_replace(1, 5)", "int 00000005"),
        ("mask_inner('abcdef', 1, 2)", "ascii 612a2a2a6566"),
        ("mask_outer((text) 'abcdef', 1, null)", "text 2a6263646566"),
        ("mask_inner((text) 'abcdef', 1, 2, '#')", "text 612323236566"),
        ("mask_default((tuple<int, text>) (1, 'a'))", "frozen<tuple<int, text>> 0000000400000000000000042a2a2a2a"),
    ])
    func functionsGiveWhatTheServersGive(_ text: String, _ expected: String) {
        #expect(Self.call(text) == expected)
    }

    @Test(arguments: [
        (
            "intAsBlob(1, 2)",
            "Invalid number of arguments in call to function system.intasblob: 1 required but 2 provided"
        ),
        ("now(1)", "Invalid number of arguments in call to function system.now: 0 required but 1 provided"),
        ("intAsBlob('a')", "Type error: 'a' cannot be passed as argument 0 of function system.intasblob of type int"),
        (
            "toTimestamp(?)",
            "Ambiguous call to function totimestamp (can be matched by following signatures: "
                + "system.totimestamp : (date) -> timestamp, system.totimestamp : (timeuuid) -> timestamp): "
                + "use type casts to disambiguate"
        ),
        (
            "toDate(true)",
            "Invalid call to function todate, none of its type signatures match (known type signatures: "
                + "system.todate : (timestamp) -> date, system.todate : (timeuuid) -> date)"
        ),
        (
            "map_keys((list<int>) [1])",
            "Function system.map_keys requires a map argument, "
                + "but found argument (list<int>)[1] of type list<int>"
        ),
        ("map_keys()", "Invalid number of arguments for function system.map_keys(map)"),
        (
            "map_keys(?)",
            "Cannot infer type of argument ? in call to function system.map_keys(map): use type casts to disambiguate"
        ),
        (
            "similarity_cosine((vector<float, 3>) [1, 2, 3], [1, 2])",
            "All arguments must have the same vector dimensions"
        ),
        ("dateOf(now())", "unknown"), ("sh.now()", "unknown"), ("blobAsBlob(0x)", "unknown"),
    ])
    func callsThatCannotBeAreRefused(_ text: String, _ expected: String) {
        #expect(Self.call(text) == expected)
    }

    @Test func similarityToNothingIsRefused() {
        let receiver = TermBench.receiver("f")
        #expect(
            TermBench.answer("similarity_cosine((vector<float, 2>) [1, 2], (vector<float, 2>) [0, 0])", in: receiver)
                == "!2200 Function system.similarity_cosine doesn't support all-zero vectors.")
    }

    @Test func resultsMustFitWhereTheyAreAssigned() {
        #expect(
            TermBench.answer("token(1)", in: TermBench.receiver("i"))
                == "!2200 Type error: cannot assign result of function system.token (type bigint) to i (type int)")
        #expect(
            TermBench.answer("map_keys({1: 2})", in: TermBench.receiver("s"))
                == "!2200 Type error: cannot assign result of function system.map_keys (type frozen<set<int>>) "
                + "to s (type set<text>)")
        #expect(TermBench.answer("max(1)", in: TermBench.receiver("i")).contains("Aggregation function"))
        #expect(TermBench.answer("abs(-5)", in: TermBench.receiver("bi")) == "0000000000000005")
    }

    @Test func timeuuidsOfOneInstantDifferAndGrow() throws {
        let source = ValueSource(seed: 7)
        let made = (0..<3).map { _ in source.timeUUID(now: 1_700_000_000_000_000) }
        #expect(made == made.sorted() && Set(made).count == 3)
        #expect(made[0].timestamp.millisecondsSinceEpoch == 1_700_000_000_000)
        #expect(source.randomUUID().version == 4)
        #expect(source.randomUUID() != source.randomUUID())
    }

    @Test func columnsDecideBetweenOverloads() throws {
        let argument = FunctionArgument.value(.timestamp, text: "ts")
        let function = try ScalarFunctions.resolve(.init(name: "todate"), [argument], nil, TermBench.context)
        #expect(function?.name == "system.todate" && function?.argumentTypes == [.timestamp])
        #expect {
            _ = try ScalarFunctions.resolve(
                .init(name: "intasblob"), [.value(.text, text: "te")], nil, TermBench.context)
        } throws: {
            ($0 as? ServerError)?.message
                == "Type error: te cannot be passed as argument 0 of function system.intasblob of type int"
        }
    }
}
