import Bytes
import CassandraWire
import Testing

/// The error codes: what each brings along, and how. Written by hand from the specification.
struct SampleError: Sendable, CustomTestStringConvertible {
    var code: ErrorCode
    var number: Int32
    var detail: ServerError.Detail
    var extra: [Primitive]

    var testDescription: String { code.description }

    var error: ServerError { ServerError(code: code, message: "What é?", detail: detail) }
    var body: [Primitive] { [.int(number), .string("What é?")] + extra }

    // v4 §9; CDC_WRITE_FAILURE and CAS_WRITE_UNKNOWN are in v5 §8
    static let all: [SampleError] = [
        SampleError(.serverError, 0x0000), SampleError(.protocolError, 0x000A), SampleError(.badCredentials, 0x0100),
        SampleError(
            .unavailable, 0x1000, .unavailable(consistency: .quorum, required: 2, alive: 1),
            [.short(4), .int(2), .int(1)]),
        SampleError(.overloaded, 0x1001), SampleError(.isBootstrapping, 0x1002), SampleError(.truncateError, 0x1003),
        SampleError(
            .writeTimeout, 0x1100,
            .writeTimeout(consistency: .localQuorum, received: 1, blockFor: 2, writeType: .batchLog),
            [.short(6), .int(1), .int(2), .string("BATCH_LOG")]),
        SampleError(
            .readTimeout, 0x1200, .readTimeout(consistency: .one, received: 0, blockFor: 1, dataPresent: true),
            [.short(1), .int(0), .int(1), .byte(1)]),
        SampleError(
            .readFailure, 0x1300,
            .readFailure(consistency: .all, received: 2, blockFor: 3, failures: 1, dataPresent: false),
            [.short(5), .int(2), .int(3), .int(1), .byte(0)]),
        SampleError(
            .functionFailure, 0x1400,
            .functionFailure(keyspace: "ks", function: "f", arguments: ["int", "frozen<list<text>>"]),
            [.string("ks"), .string("f"), .strings(["int", "frozen<list<text>>"])]),
        SampleError(
            .writeFailure, 0x1500,
            .writeFailure(consistency: .any, received: 0, blockFor: 1, failures: 2, writeType: .init(rawValue: "NEW")),
            [.short(0), .int(0), .int(1), .int(2), .string("NEW")]),
        SampleError(.cdcWriteFailure, 0x1600),
        SampleError(
            .casWriteUnknown, 0x1700, .casWriteUnknown(consistency: .serial, received: 1, blockFor: 2),
            [.short(8), .int(1), .int(2)]),
        SampleError(.syntaxError, 0x2000), SampleError(.unauthorized, 0x2100), SampleError(.invalid, 0x2200),
        SampleError(.configError, 0x2300),
        SampleError(
            .alreadyExists, 0x2400, .alreadyExists(keyspace: "ks", table: ""), [.string("ks"), .string("")]),
        SampleError(.unprepared, 0x2500, .unprepared(id: [1, 2, 3]), [.shortBytes([1, 2, 3])]),
    ]

    private init(
        _ code: ErrorCode, _ number: Int32, _ detail: ServerError.Detail = .none, _ extra: [Primitive] = []
    ) {
        self.code = code
        self.number = number
        self.detail = detail
        self.extra = extra
    }
}
