import Bytes
import CassandraWire
import Foundation
import TestKit
import Testing

@Suite struct FrameInspectorTests {
    @Test("A query reads as its parts")
    func query() throws {
        let values = try BoundValues(named: [("id", .bytes([0, 0, 0, 7])), ("at", .null), ("by", .unset)])
        let parameters = QueryParameters(
            consistency: .localQuorum, values: values, skipMetadata: true, pageSize: 500, pagingState: [1, 2],
            serialConsistency: .localSerial, timestamp: 1_700_000_000_000_000)
        let frame = try FrameEncoder().encode(
            .query(Query(text: "SELECT *\nFROM t", parameters: parameters)), stream: 12, tracing: true)
        #expect(
            FrameInspector().frame(frame).description == """
                QUERY · request · v4 · stream 12 · tracing · 72 bytes
                  query               SELECT *\\nFROM t
                  consistency         LOCAL_QUORUM
                  values              3, by name
                    id  0x00000007 (4 bytes)
                    at  null
                    by  unset
                  skip metadata       yes
                  page size           500 rows
                  paging state        0x0102 (2 bytes)
                  serial consistency  LOCAL_SERIAL
                  timestamp           1700000000000000 µs since 1970
                """)
    }

    @Test("Rows are decoded by their types; a cell that is no value of its type is shown as bytes")
    func rows() throws {
        let columns = [
            ColumnMetadata(keyspace: "k", table: "t", name: "id", type: .int),
            ColumnMetadata(keyspace: "k", table: "t", name: "tags", type: .map(key: .text, value: .list(.double))),
        ]
        let tags =
            [UInt8](hex: "00000001 00000003 c3a927 00000010 00000001 00000008 3ff8000000000000")
        let cells: [[ByteSlice?]] = [
            [[0, 0, 0, 7], ByteSlice(tags)], [nil, []], [[1, 2], nil], [[0, 0, 0, 1], nil],
        ]
        let rows = try RowsResult(metadata: ResultMetadata(columns: columns, isOfOneTable: true), cells: cells)
        let frame = try FrameEncoder().encode(.result(.rows(rows)), stream: 3)
        #expect(
            FrameInspector().frame(frame).description == """
                RESULT rows · response · v4 · stream 3 · 115 bytes
                  columns  2 of k.t
                    id    int
                    tags  map<text, list<double>>
                  rows     4
                    row 0
                      id    7
                      tags  {'é''': [1.5]}
                    row 1
                      id    null
                      tags  (empty)
                    row 2
                      id    no int: 2 bytes instead of 4: 0x0102 (2 bytes)
                      tags  null
                    …  1 more
                """)
    }

    @Test("Errors, events and what stands before a message are told")
    func responses() throws {
        var prologue = BodyPrologue()
        prologue.tracingID = CQLUUID(high: 1, low: 2)
        prologue.warnings = ["slow\u{1B}[31m"]
        prologue.customPayload = [CustomPayloadEntry(name: "p", value: nil)]
        let error = ServerError(
            code: .readTimeout, message: "too late",
            detail: .readTimeout(consistency: .quorum, received: 1, blockFor: 2, dataPresent: true))
        let frame = try FrameEncoder().encode(.error(error), stream: 1, prologue: prologue)
        #expect(
            FrameInspector().frame(frame).description == """
                ERROR READ_TIMEOUT · response · v4 · stream 1 · tracing · custom payload · warnings · 63 bytes
                  tracing id      00000000-0000-0001-0000-000000000002
                  warning         slow\\u{1b}[31m
                  custom payload  1
                    p  null
                  code            0x1200
                  message         too late
                  consistency     QUORUM
                  answers         1 of 2
                  data present    yes
                """)
        let address = try #require(CQLInet(bytes: [127, 0, 0, 1]))
        let event = Event.statusChange(change: "DOWN", node: Endpoint(address: address, port: 9_042))
        let described = FrameInspector().frame(try FrameEncoder().encode(.event(event), stream: -1))
        #expect(described.kind == "EVENT STATUS_CHANGE")
        #expect(described.fields.map(\.value) == ["DOWN", "127.0.0.1:9042"])
    }

    @Test("What a client logs in with is not shown")
    func secrets() throws {
        let token = ByteSlice(Array("\0user\0password".utf8))
        let frame = try FrameEncoder().encode(.authResponse(AuthResponse(token: token)), stream: 1)
        let described = FrameInspector().frame(frame)
        #expect(described.fields.map(\.value) == ["14 bytes, not shown"])
    }

    @Test("Long things are cut, and say so")
    func limits() throws {
        let columns = (0..<100).map { ColumnMetadata(keyspace: "k", table: "t", name: "c\($0)", type: .text) }
        let cells = [[ByteSlice?]](
            repeating: .init(repeating: ByteSlice([UInt8](repeating: 0x61, count: 1_000)), count: 100), count: 100)
        let rows = try RowsResult(metadata: ResultMetadata(columns: columns, isOfOneTable: true), cells: cells)
        let frame = try FrameEncoder().encode(.result(.rows(rows)), stream: 3)
        let described = FrameInspector(limits: .init(characters: 20, bytes: 4, items: 2, rows: 1)).frame(frame)
        #expect(
            described.fields.map(\.value) == [
                "100 of k.t", "text", "text", "98 more", "100", "", "'" + String(repeating: "a", count: 19) + "…",
                "'" + String(repeating: "a", count: 19) + "…", "98 more", "99 more",
            ])
        let nothing = FrameInspector(limits: .init(characters: -1, bytes: -1, items: -1, rows: -1)).frame(frame)
        #expect(nothing.fields.map(\.value) == ["…", "100 more", "100", "100 more"])
    }

    @Test(
        "Bytes that are no frame, or less than one, are a problem that is named",
        arguments: [
            ("", "no bytes"), ("04", "cut off: 1 of the header's 9 bytes"),
            ("0400000105000000", "cut off: 8 of the header's 9 bytes"),
            ("040000010500000001", "cut off: 0 of the body's 1 bytes"),
            ("0400000105ffffffff", "an impossible body length of -1"),
            ("04000001057fffffff00", "cut off: 1 of the body's 2147483647 bytes"),
            ("040000014200000000", "unknown opcode 0x42"),
            ("040000010800000000", "RESULT (0x08) is not for this direction"),
            ("050000010700000000", "the message is not explained: it is of version 5, not 4"),
            ("840000010800000000", "the message cannot be read: fewer bytes than announced"),
            ("840100010800000004ffffffff", "the message cannot be read: an impossible count of -1"),
            ("04000001050000000000", "1 bytes behind the frame"),
            ("0100000105", "a frame of protocol version 1, whose header is another one"),
            ("474554202f20485454502f312e31", "the peer speaks HTTP, not CQL (first byte 0x47)"),
            ("1603010200", "the peer speaks TLS, not plain CQL (first byte 0x16)"),
        ])
    func problems(hex: String, problem: String) {
        let described = FrameInspector().frame([UInt8](hex: hex))
        #expect(described.problem == problem)
        #expect(described.description.contains("problem: \(problem)"))
    }

    @Test("A message of the handshake is explained in any version")
    func otherVersions() throws {
        let error = ServerError(code: .protocolError, message: "Invalid or unsupported protocol version (5)")
        var bytes = Array(try FrameEncoder().encode(.error(error), stream: 0))
        bytes[0] = 0x85
        let described = FrameInspector().frame(bytes)
        #expect(described.problem == nil)
        #expect(described.header?.version == 5)
        #expect(described.kind == "ERROR PROTOCOL_ERROR")
    }
}
