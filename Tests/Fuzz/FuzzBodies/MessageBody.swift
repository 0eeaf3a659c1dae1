import Bytes
package import CassandraWire

/// A frame's message: what decodes can be read to its last cell, and encodes to bytes that decode to the same.
package enum MessageBody {
    package static func check(_ frame: Frame) throws(BrokenProperty) {
        switch frame.header.direction {
        case .request: try checkRequest(frame)
        case .response: try checkResponse(frame)
        }
    }

    // MARK: Requests

    private static func checkRequest(_ frame: Frame) throws(BrokenProperty) {
        guard let (prologue, request) = try? Request.decode(frame) else { return }
        try look(at: request)
        let stream = frame.header.stream
        // A text that was repaired may have grown beyond its length field: then it is refused.
        guard let first = try? FrameEncoder().encode(request, stream: stream, prologue: prologue) else { return }
        guard let again = try? Request.decode(single(first, .request)) else {
            throw BrokenProperty("the request was encoded to bytes that don't decode: \(request)")
        }
        try expect(again.prologue == prologue, "the prologue came back as \(again.prologue) instead of \(prologue)")
        try expect(again.request == request, "the request came back as \(again.request) instead of \(request)")
        let second = try? FrameEncoder().encode(again.request, stream: stream, prologue: again.prologue)
        try expect(second == first, "the request has two encodings: \(request)")
    }

    private static func look(at request: Request) throws(BrokenProperty) {
        switch request {
        case .query(let query): try look(at: query.parameters.values)
        case .execute(let execute): try look(at: execute.parameters.values)
        case .batch(let batch): for entry in batch.entries { try look(at: entry.values) }
        case .startup, .options, .prepare, .register, .authResponse: break
        }
    }

    private static func look(at bound: BoundValues?) throws(BrokenProperty) {
        guard let bound else { return }
        guard let values = try? bound.decoded() else {
            throw BrokenProperty("bound values were accepted that cannot be read: \(bound)")
        }
        try expect(values.count == bound.count, "\(values.count) values were read instead of \(bound.count)")
        if !bound.areNamed {
            let again = try? BoundValues(values.map(\.value))
            try expect(again == bound, "the bound values came back as \(again as BoundValues?) instead of \(bound)")
        }
    }

    // MARK: Responses

    private static func checkResponse(_ frame: Frame) throws(BrokenProperty) {
        guard let (prologue, response) = try? Response.decode(frame) else { return }
        try look(at: response)
        let stream = frame.header.stream
        guard let first = try? FrameEncoder().encode(response, stream: stream, prologue: prologue) else { return }
        guard let again = try? Response.decode(single(first, .response)) else {
            throw BrokenProperty("the response was encoded to bytes that don't decode: \(response)")
        }
        try expect(again.prologue == prologue, "the prologue came back as \(again.prologue) instead of \(prologue)")
        // The protocol cannot say that a column's type is frozen.
        try expect(
            again.response.withoutFrozen == response.withoutFrozen,
            "the response came back as \(again.response) instead of \(response)")
        let second = try? FrameEncoder().encode(again.response, stream: stream, prologue: again.prologue)
        try expect(second == first, "the response has two encodings: \(response)")
    }

    private static func look(at response: Response) throws(BrokenProperty) {
        switch response {
        case .result(.rows(let rows)): try RowsBody.check(rows)
        case .result(.prepared(let prepared)):
            for column in (prepared.variables.columns ?? []) + (prepared.result.columns ?? []) {
                _ = column.type.cqlText
                _ = column.type.className
            }
        case .error(let error): _ = error.description
        case .event(.statusChange(_, let node)), .event(.topologyChange(_, let node)): _ = node.description
        case .ready, .authenticate, .supported, .result, .event, .authChallenge, .authSuccess: break
        }
    }

    /// The frame that an encoder made.
    private static func single(_ bytes: ByteSlice, _ direction: Direction) throws(BrokenProperty) -> Frame {
        var decoder = FrameDecoder(direction: direction)
        let array = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
        var offset = 0
        guard case .frame(let frame)? = try? decoder.next(in: array, 0..<array.count, at: &offset),
            offset == array.count
        else { throw BrokenProperty("what was encoded is no frame") }
        return frame
    }
}

extension Response {
    fileprivate var withoutFrozen: Response {
        switch self {
        case .result(.rows(var rows)):
            rows.metadata.columns = rows.metadata.columns?.map(\.withoutFrozen)
            return .result(.rows(rows))
        case .result(.prepared(var prepared)):
            prepared.variables.columns = prepared.variables.columns?.map(\.withoutFrozen)
            prepared.result.columns = prepared.result.columns?.map(\.withoutFrozen)
            return .result(.prepared(prepared))
        default: return self
        }
    }
}

extension ColumnMetadata {
    fileprivate var withoutFrozen: ColumnMetadata {
        var column = self
        column.type = type.withoutFrozen
        return column
    }
}
