import Bytes
import CassandraWire
import Testing

/// Responses and their bodies, written by hand from the specification. Those of ERROR are `SampleError`s.
struct SampleResponse: Sendable, CustomTestStringConvertible {
    var name: String
    var response: Response
    var body: [Primitive]

    var testDescription: String { name }

    static let all = session + rows + prepared + changes

    private static let session: [SampleResponse] = [
        // v4 §4.2.1
        SampleResponse(
            "ERROR", .error(ServerError(code: .overloaded, message: "é")), [.int(0x1001), .string("é")]),
        // v4 §4.2.2
        SampleResponse("READY", .ready, []),
        // v4 §4.2.3
        SampleResponse(
            "AUTHENTICATE", .authenticate(Authenticate(authenticator: "org.Auth")), [.string("org.Auth")]),
        // v4 §4.2.4
        SampleResponse(
            "SUPPORTED",
            .supported(
                Supported(options: [
                    .init(name: "COMPRESSION", values: ["lz4", "snappy"]), .init(name: "CQL_VERSION", values: []),
                ])),
            [
                .short(2), .string("COMPRESSION"), .strings(["lz4", "snappy"]), .string("CQL_VERSION"), .strings([]),
            ]),
        // v4 §4.2.7
        SampleResponse("AUTH_CHALLENGE", .authChallenge(AuthChallenge(token: [9])), [.bytes([9])]),
        SampleResponse("AUTH_CHALLENGE, null", .authChallenge(AuthChallenge(token: nil)), [.bytes(nil)]),
        // v4 §4.2.8
        SampleResponse("AUTH_SUCCESS", .authSuccess(AuthSuccess(token: [])), [.bytes([])]),
        SampleResponse("AUTH_SUCCESS, null", .authSuccess(AuthSuccess(token: nil)), [.bytes(nil)]),
        // v4 §4.2.5.1
        SampleResponse("RESULT Void", .result(.void), [.int(1)]),
        // v4 §4.2.5.3
        SampleResponse("RESULT Set_keyspace", .result(.setKeyspace("Ks")), [.int(3), .string("Ks")]),
    ]

    private static func column(_ name: String, _ type: CQLType, table: String = "t") -> ColumnMetadata {
        ColumnMetadata(keyspace: "ks", table: table, name: name, type: type)
    }

    private static let user = UserDefinedType(
        keyspace: "ks", name: "u", fields: [.init(name: "f", type: .int), .init(name: "g", type: .set(.text))])

    /// Every [option], as columns of one table. v4 §4.2.5.2
    private static let options: [(CQLType, [Primitive])] = [
        (.ascii, [.short(1)]), (.bigint, [.short(2)]), (.blob, [.short(3)]), (.boolean, [.short(4)]),
        (.counter, [.short(5)]), (.decimal, [.short(6)]), (.double, [.short(7)]), (.float, [.short(8)]),
        (.int, [.short(9)]), (.timestamp, [.short(0xB)]), (.uuid, [.short(0xC)]), (.text, [.short(0xD)]),
        (.varint, [.short(0xE)]), (.timeuuid, [.short(0xF)]), (.inet, [.short(0x10)]), (.date, [.short(0x11)]),
        (.time, [.short(0x12)]), (.smallint, [.short(0x13)]), (.tinyint, [.short(0x14)]),
        (.list(.int), [.short(0x20), .short(9)]),
        (.map(key: .text, value: .list(.blob)), [.short(0x21), .short(0xD), .short(0x20), .short(3)]),
        (.set(.uuid), [.short(0x22), .short(0xC)]),
        (
            .udt(user),
            [
                .short(0x30), .string("ks"), .string("u"), .short(2), .string("f"), .short(9), .string("g"),
                .short(0x22), .short(0xD),
            ]
        ),
        (.tuple([.int, .text]), [.short(0x31), .short(2), .short(9), .short(0xD)]),
        (.custom("com.example.Foo"), [.short(0), .string("com.example.Foo")]),
        (.duration, [.short(0), .string("org.apache.cassandra.db.marshal.DurationType")]),
        (
            .vector(.float, dimension: 3),
            [
                .short(0),
                .string(
                    "org.apache.cassandra.db.marshal.VectorType(org.apache.cassandra.db.marshal.FloatType , 3)"),
            ]
        ),
    ]

    private static let rows: [SampleResponse] = [
        SampleResponse(
            "RESULT Rows of all types",
            .result(
                .rows(
                    RowsResult(
                        metadata: ResultMetadata(
                            columns: options.enumerated().map { column("c\($0.offset)", $0.element.0) },
                            isOfOneTable: true),
                        rowCount: 0, bytes: []))),
            [.int(2), .int(1), .int(Int32(options.count)), .string("ks"), .string("t")]
                + options.enumerated().flatMap { [.string("c\($0.offset)")] + $0.element.1 } + [.int(0)]),
        SampleResponse(
            "RESULT Rows of two tables, more to come",
            .result(
                .rows(
                    RowsResult(
                        metadata: ResultMetadata(
                            columns: [column("a", .int), column("b", .text, table: "v")], pagingState: [1, 2]),
                        rowCount: 2,
                        bytes: ByteSlice([.bytes([0, 0, 0, 7]), .bytes(nil), .bytes(nil), .bytes([])].encoded)))),
            [
                .int(2), .int(2), .int(2), .bytes([1, 2]), .string("ks"), .string("t"), .string("a"), .short(9),
                .string("ks"), .string("v"), .string("b"), .short(0xD), .int(2), .bytes([0, 0, 0, 7]), .bytes(nil),
                .bytes(nil), .bytes([]),
            ]),
        SampleResponse(
            "RESULT Rows without metadata",
            .result(
                .rows(
                    RowsResult(
                        metadata: ResultMetadata(columns: nil, columnCount: 1, pagingState: [3]), rowCount: 1,
                        bytes: [0, 0, 0, 1, 9]))),
            [.int(2), .int(6), .int(1), .bytes([3]), .int(1), .bytes([9])]),
    ]

    // v4 §4.2.5.4
    private static let prepared: [SampleResponse] = [
        SampleResponse(
            "RESULT Prepared",
            .result(
                .prepared(
                    PreparedResult(
                        id: [0xAB, 0xCD],
                        variables: ResultMetadata(
                            columns: [column("k", .int), column("v", .text)], isOfOneTable: true),
                        partitionKeyIndices: [0, 65535],
                        result: ResultMetadata(columns: [column("v", .text)], isOfOneTable: true)))),
            [
                .int(4), .shortBytes([0xAB, 0xCD]), .int(1), .int(2), .int(2), .short(0), .short(65535), .string("ks"),
                .string("t"), .string("k"), .short(9), .string("v"), .short(0xD), .int(1), .int(1), .string("ks"),
                .string("t"), .string("v"), .short(0xD),
            ]),
        SampleResponse(
            "RESULT Prepared of a write",
            .result(
                .prepared(
                    PreparedResult(
                        id: [], variables: ResultMetadata(columns: []), partitionKeyIndices: [],
                        result: ResultMetadata(columns: nil)))),
            [.int(4), .shortBytes([]), .int(0), .int(0), .int(0), .int(4), .int(0)]),
    ]

    private static func change(_ change: String, _ target: SchemaChange.Target) -> SchemaChange {
        SchemaChange(change: change, target: target, keyspace: "ks")
    }

    // v4 §4.2.5.5, §4.2.6
    private static let changes: [SampleResponse] = [
        SampleResponse(
            "RESULT Schema_change", .result(.schemaChange(change("CREATED", .table("t")))),
            [.int(5), .string("CREATED"), .string("TABLE"), .string("ks"), .string("t")]),
        SampleResponse(
            "EVENT of a keyspace", .event(.schemaChange(change("DROPPED", .keyspace))),
            [.string("SCHEMA_CHANGE"), .string("DROPPED"), .string("KEYSPACE"), .string("ks")]),
        SampleResponse(
            "EVENT of a type", .event(.schemaChange(change("UPDATED", .type("u")))),
            [.string("SCHEMA_CHANGE"), .string("UPDATED"), .string("TYPE"), .string("ks"), .string("u")]),
        SampleResponse(
            "EVENT of a function",
            .event(.schemaChange(change("CREATED", .function("f", arguments: ["int", "text"])))),
            [
                .string("SCHEMA_CHANGE"), .string("CREATED"), .string("FUNCTION"), .string("ks"), .string("f"),
                .strings(["int", "text"]),
            ]),
        SampleResponse(
            "EVENT of an aggregate", .event(.schemaChange(change("CREATED", .aggregate("a", arguments: [])))),
            [
                .string("SCHEMA_CHANGE"), .string("CREATED"), .string("AGGREGATE"), .string("ks"), .string("a"),
                .strings([]),
            ]),
        SampleResponse(
            "EVENT of something unheard of", .event(.schemaChange(change("CREATED", .other("TRIGGER", "x")))),
            [.string("SCHEMA_CHANGE"), .string("CREATED"), .string("TRIGGER"), .string("ks"), .string("x")]),
        SampleResponse(
            "EVENT of a status",
            .event(.statusChange(change: "UP", node: Endpoint(address: CQLInet("127.0.0.1")!, port: 9042))),
            [.string("STATUS_CHANGE"), .string("UP"), .inet([127, 0, 0, 1], port: 9042)]),
        SampleResponse(
            "EVENT of the topology",
            .event(.topologyChange(change: "NEW_NODE", node: Endpoint(address: CQLInet("::1")!, port: -1))),
            [
                .string("TOPOLOGY_CHANGE"), .string("NEW_NODE"), .inet(Array(repeating: 0, count: 15) + [1], port: -1),
            ]),
        SampleResponse("EVENT of a new kind", .event(.other("MOON_PHASE")), [.string("MOON_PHASE")]),
    ]

    private init(_ name: String, _ response: Response, _ body: [Primitive]) {
        self.name = name
        self.response = response
        self.body = body
    }
}
