import Bytes
package import CassandraWire

/// A connection that waits for each answer: the codec, a socket, and nothing between them.
///
/// What the node says is also written by our encoder, which has to give the same bytes.
package final class BlockingConnection {
    package struct Reply {
        package let header: FrameHeader
        package let prologue: BodyPrologue
        package let response: Response
    }

    package enum Failure: Error {
        case closed
        case oversized(FrameHeader)
        case unexpected(Response)
        /// An answer that our encoder writes otherwise; both in hexadecimal.
        case writtenOtherwise(read: String, written: String)
        case missing(streams: [Int16])
    }

    package var encoder = FrameEncoder()
    /// Whether our encoder has to give the node's bytes for what they were decoded to.
    package var checksWriting = true
    package private(set) var decoder: FrameDecoder
    private let socket: BlockingSocket
    private var input: [UInt8] = []
    private var offset = 0

    /// Connects, and says nothing yet.
    package init(address: String, port: UInt16, acceptsOtherVersions: Bool = false) throws {
        socket = try BlockingSocket(address: address, port: port, timeoutSeconds: 20)
        decoder = FrameDecoder(direction: .response, acceptsOtherVersions: acceptsOtherVersions)
    }

    /// Reads compressed bodies from now on.
    package func expectCompression(_ compression: Compression?) {
        decoder.compression = compression
    }

    // MARK: Frames

    package func send(raw bytes: [UInt8]) throws {
        try socket.send(ByteSlice(bytes))
    }

    package func send(
        _ request: Request, stream: Int16, tracing: Bool = false, prologue: BodyPrologue = BodyPrologue()
    ) throws {
        try socket.send(try encoder.encode(request, stream: stream, tracing: tracing, prologue: prologue))
    }

    /// The next frame, whatever it answers.
    package func receive() throws -> Reply {
        let frame = try receiveFrame()
        let (prologue, response) = try Response.decode(frame)
        let reply = Reply(header: frame.header, prologue: prologue, response: response)
        if checksWriting { try checkWriting(of: reply, body: frame.body) }
        return reply
    }

    private func checkWriting(of reply: Reply, body: ByteSlice) throws {
        let again = try FrameEncoder(maximumBody: Int(Int32.max)).encode(
            reply.response, stream: reply.header.stream, prologue: reply.prologue)
        let written = again.slice(FrameHeader.length..<again.count)
        guard written == body else {
            throw Failure.writtenOtherwise(read: body.hexadecimal, written: written.hexadecimal)
        }
    }

    private func receiveFrame() throws -> Frame {
        while true {
            let bytes = input
            switch try decoder.next(in: unsafe bytes.span.bytes, at: &offset) {
            case .frame(let frame): return frame
            case .oversized(let header): throw Failure.oversized(header)
            case nil:
                input = try socket.receive()
                offset = 0
                if input.isEmpty { throw Failure.closed }
            }
        }
    }

    // MARK: Requests

    /// Sends a request and takes the next frame for its answer.
    package func reply(
        to request: Request, stream: Int16 = 1, tracing: Bool = false, prologue: BodyPrologue = BodyPrologue()
    ) throws -> Reply {
        try send(request, stream: stream, tracing: tracing, prologue: prologue)
        return try receive()
    }

    /// Sends all requests before it waits for the answers, a few hundred at a time; the answers in the requests' order.
    package func pipeline(_ requests: [Request]) throws -> [Reply] {
        var replies: [Reply] = []
        var rest = requests[...]
        while !rest.isEmpty {
            let window = rest.prefix(256)
            rest = rest.dropFirst(window.count)
            var bytes = WireWriter()
            for (index, request) in window.enumerated() {
                bytes.write(try encoder.encode(request, stream: Int16(index)))
            }
            try socket.send(ByteSlice(bytes.finish()))
            var answers: [Int16: Reply] = [:]
            for _ in window {
                let reply = try receive()
                answers[reply.header.stream] = reply
            }
            let streams = window.indices.map { Int16($0 - window.startIndex) }
            let missing = streams.filter { answers[$0] == nil }
            guard missing.isEmpty else { throw Failure.missing(streams: missing) }
            replies += streams.compactMap { answers[$0] }
        }
        return replies
    }

    /// Opens the connection for statements.
    package func start(compression: Compression? = nil) throws {
        var startup = Startup()
        if let compression { startup.options.append(.init(name: "COMPRESSION", value: compression.rawValue)) }
        decoder.compression = compression
        let reply = try reply(to: .startup(startup), stream: 0)
        guard case .ready = reply.response else { throw Failure.unexpected(reply.response) }
        encoder.compression = compression
    }

    /// The result of a request; an error of the node's is thrown.
    package func result(of request: Request) throws -> QueryResult {
        try reply(to: request).response.result
    }

    @discardableResult package func execute(
        _ cql: String, _ values: BoundValues? = nil, consistency: Consistency = .one
    ) throws -> QueryResult {
        try result(of: .query(cql, values, consistency: consistency))
    }

    package func rows(_ cql: String, _ values: BoundValues? = nil) throws -> RowPage {
        try RowPage(try execute(cql, values).rows)
    }

    package func prepare(_ cql: String) throws -> PreparedResult {
        try result(of: .prepare(Prepare(text: cql))).prepared
    }

    @discardableResult package func execute(_ statement: PreparedResult, _ values: BoundValues) throws -> QueryResult {
        try result(of: .execute(statement, values))
    }
}

extension Request {
    package static func query(_ cql: String, _ values: BoundValues? = nil, consistency: Consistency = .one) -> Request {
        .query(Query(text: cql, parameters: QueryParameters(consistency: consistency, values: values)))
    }

    package static func execute(_ statement: PreparedResult, _ values: BoundValues? = nil) -> Request {
        .execute(Execute(id: statement.id, parameters: QueryParameters(consistency: .one, values: values)))
    }
}

extension Response {
    /// The result; an error is thrown.
    package var result: QueryResult {
        get throws {
            switch self {
            case .result(let result): return result
            case .error(let error): throw error
            case .ready, .authenticate, .supported, .event, .authChallenge, .authSuccess:
                throw BlockingConnection.Failure.unexpected(self)
            }
        }
    }

    /// The error, when it is one.
    package var error: ServerError? {
        if case .error(let error) = self { error } else { nil }
    }
}

extension QueryResult {
    package var rows: RowsResult {
        get throws {
            guard case .rows(let rows) = self else { throw BlockingConnection.Failure.unexpected(.result(self)) }
            return rows
        }
    }

    package var prepared: PreparedResult {
        get throws {
            guard case .prepared(let prepared) = self else {
                throw BlockingConnection.Failure.unexpected(.result(self))
            }
            return prepared
        }
    }
}

extension ValueEncoder {
    /// The values as a request carries them.
    package func bind(_ values: Values) throws -> BoundValues {
        var writer = WireWriter()
        try encode(values, to: &writer)
        return BoundValues(count: markers.count, bytes: ByteSlice(writer.finish()))
    }
}
