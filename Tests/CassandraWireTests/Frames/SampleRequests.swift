import Bytes
import CassandraWire
import Testing

/// Requests and their bodies, written by hand from the specification.
struct SampleRequest: Sendable, CustomTestStringConvertible {
    var name: String
    var request: Request
    var body: [Primitive]

    var testDescription: String { name }

    static let all: [SampleRequest] = [
        // v4 §4.1.1
        SampleRequest(
            "STARTUP",
            .startup(
                Startup(options: [.init(name: "CQL_VERSION", value: "3.0.0"), .init(name: "COMPRESSION", value: "lz4")])
            ),
            [.short(2), .string("CQL_VERSION"), .string("3.0.0"), .string("COMPRESSION"), .string("lz4")]),
        SampleRequest(
            "STARTUP by default", .startup(Startup()), [.short(1), .string("CQL_VERSION"), .string("3.0.0")]),
        SampleRequest("STARTUP without options", .startup(Startup(options: [])), [.short(0)]),
        // v4 §4.1.2
        SampleRequest("AUTH_RESPONSE", .authResponse(AuthResponse(token: [0, 1, 2])), [.bytes([0, 1, 2])]),
        SampleRequest("AUTH_RESPONSE, empty", .authResponse(AuthResponse(token: [])), [.bytes([])]),
        SampleRequest("AUTH_RESPONSE, null", .authResponse(AuthResponse(token: nil)), [.bytes(nil)]),
        // v4 §4.1.3
        SampleRequest("OPTIONS", .options, []),
        // v4 §4.1.4
        SampleRequest(
            "QUERY", .query(Query(text: "SELECT é", parameters: QueryParameters(consistency: .localOne))),
            [.longString("SELECT é"), .short(0x0A), .byte(0)]),
        SampleRequest(
            "QUERY with everything",
            .query(
                Query(
                    text: "Q",
                    parameters: QueryParameters(
                        consistency: .eachQuorum,
                        values: BoundValues(
                            count: 3, bytes: ByteSlice([.bytes([7]), .bytes(nil), .notSet].encoded)),
                        skipMetadata: true, pageSize: 5000, pagingState: [0xAA, 0xBB], serialConsistency: .localSerial,
                        timestamp: 0x0102_0304_0506_0708))),
            [
                .longString("Q"), .short(7), .byte(0x3F), .short(3), .bytes([7]), .bytes(nil), .notSet, .int(5000),
                .bytes([0xAA, 0xBB]), .short(9), .long(0x0102_0304_0506_0708),
            ]),
        SampleRequest(
            "QUERY with named values",
            .query(
                Query(
                    text: "Q",
                    parameters: QueryParameters(
                        consistency: .one,
                        values: BoundValues(
                            count: 2, areNamed: true,
                            bytes: ByteSlice([.string("a"), .bytes([1]), .string("b"), .notSet].encoded))))),
            [.longString("Q"), .short(1), .byte(0x41), .short(2), .string("a"), .bytes([1]), .string("b"), .notSet]),
        SampleRequest(
            "QUERY with no values",
            .query(
                Query(
                    text: "",
                    parameters: QueryParameters(consistency: .any, values: BoundValues(count: 0, bytes: [])))),
            [.longString(""), .short(0), .byte(0x01), .short(0)]),
        SampleRequest(
            "QUERY with a page size",
            .query(Query(text: "Q", parameters: QueryParameters(consistency: .two, pageSize: -1))),
            [.longString("Q"), .short(2), .byte(0x04), .int(-1)]),
        SampleRequest(
            "QUERY with a paging state",
            .query(Query(text: "Q", parameters: QueryParameters(consistency: .three, pagingState: []))),
            [.longString("Q"), .short(3), .byte(0x08), .bytes([])]),
        SampleRequest(
            "QUERY with a serial consistency",
            .query(Query(text: "Q", parameters: QueryParameters(consistency: .quorum, serialConsistency: .serial))),
            [.longString("Q"), .short(4), .byte(0x10), .short(8)]),
        SampleRequest(
            "QUERY with a timestamp",
            .query(Query(text: "Q", parameters: QueryParameters(consistency: .all, timestamp: -1))),
            [.longString("Q"), .short(5), .byte(0x20), .long(-1)]),
        // v4 §4.1.5
        SampleRequest("PREPARE", .prepare(Prepare(text: "SELECT ?")), [.longString("SELECT ?")]),
        // v4 §4.1.6
        SampleRequest(
            "EXECUTE",
            .execute(
                Execute(
                    id: [1, 2, 3, 4],
                    parameters: QueryParameters(
                        consistency: .localQuorum, values: BoundValues(count: 1, bytes: [0, 0, 0, 1, 9]),
                        skipMetadata: true))),
            [.shortBytes([1, 2, 3, 4]), .short(6), .byte(0x03), .short(1), .bytes([9])]),
        // v4 §4.1.7
        SampleRequest(
            "BATCH",
            .batch(
                Batch(
                    kind: .unlogged,
                    entries: [
                        .init(statement: .text("INSERT"), values: BoundValues(count: 0, bytes: [])),
                        .init(
                            statement: .prepared(id: [5, 6]),
                            values: BoundValues(count: 2, bytes: ByteSlice([.bytes([1]), .bytes(nil)].encoded))),
                    ],
                    consistency: .quorum, serialConsistency: .serial, timestamp: 1)),
            [
                .byte(1), .short(2), .byte(0), .longString("INSERT"), .short(0), .byte(1), .shortBytes([5, 6]),
                .short(2), .bytes([1]), .bytes(nil), .short(4), .byte(0x30), .short(8), .long(1),
            ]),
        SampleRequest(
            "BATCH, logged and empty", .batch(Batch(kind: .logged, entries: [], consistency: .one)),
            [.byte(0), .short(0), .short(1), .byte(0)]),
        SampleRequest(
            "BATCH of counters", .batch(Batch(kind: .counter, entries: [], consistency: .two, timestamp: .max)),
            [.byte(2), .short(0), .short(2), .byte(0x20), .long(.max)]),
        // v4 §4.1.8
        SampleRequest(
            "REGISTER", .register(Register(events: ["TOPOLOGY_CHANGE", "STATUS_CHANGE", "SCHEMA_CHANGE"])),
            [.strings(["TOPOLOGY_CHANGE", "STATUS_CHANGE", "SCHEMA_CHANGE"])]),
    ]

    private init(_ name: String, _ request: Request, _ body: [Primitive]) {
        self.name = name
        self.request = request
        self.body = body
    }
}
