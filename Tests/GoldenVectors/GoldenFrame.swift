import Bytes
import CassandraWire
import TestKit

/// A frame of a line: its header, what stands before the message, and the message.
struct GoldenFrame: Equatable {
    enum Message: Hashable {
        case request(Request)
        case response(Response)
    }

    var header: FrameHeader
    var prologue: BodyPrologue
    var message: Message

    /// Reads exactly one frame.
    init(_ bytes: [UInt8], direction: Direction, compression: Compression?) throws(Mismatch) {
        var decoder = FrameDecoder(direction: direction, compression: compression)
        var offset = 0
        var event: FrameDecoder.Event?
        do throws(FrameError) {
            event = try ByteSlice(bytes).withSpan { (span) throws(FrameError) in
                try decoder.next(in: span, at: &offset)
            }
        } catch {
            throw Mismatch("reading the frame: \(error)")
        }
        guard case .frame(let whole)? = event, offset == bytes.count else {
            throw Mismatch("the bytes are not one frame: \(offset) of \(bytes.count) bytes were read")
        }
        header = whole.header
        switch direction {
        case .request:
            let (prologue, request) = try step("decoding") { () throws in try Request.decode(whole) }
            self.prologue = prologue
            message = .request(request)
        case .response:
            let (prologue, response) = try step("decoding") { () throws in try Response.decode(whole) }
            self.prologue = prologue
            message = .response(response)
        }
    }

    /// The frame of a line, in its direction and with its compression.
    init(of line: JSON, direction: Direction) throws(Mismatch) {
        var compression: Compression?
        if let name = line["compression"] {
            guard let known = name.text.flatMap(Compression.init(rawValue:)) else {
                throw Mismatch("unknown compression \(name)")
            }
            compression = known
        }
        try self.init(try line.bytesField("hex"), direction: direction, compression: compression)
    }

    /// The bytes of the same frame, from its smallest parts: cells and values are taken out and put together again.
    func encoded(compression: Compression?) throws -> [UInt8] {
        let encoder = FrameEncoder(compression: compression, maximumBody: 1 << 30)
        switch try message.rebuilt() {
        case .request(let request):
            let isTraced = header.flags.contains(.tracing)
            return Array(
                try encoder.encode(request, stream: header.stream, tracing: isTraced, prologue: prologue))
        case .response(let response):
            return Array(try encoder.encode(response, stream: header.stream, prologue: prologue))
        }
    }

    /// Encodes the frame again: the same bytes, or for a compressed frame, whose bytes are its compressor's choice, other
    /// ones that say the same.
    func checkReencoding(of line: JSON) throws(Mismatch) {
        let compression = header.flags.contains(.compressed) ? Compression.lz4 : nil
        let bytes = try step("encoding") { () throws in try encoded(compression: compression) }
        guard let compression else {
            return try expectBytes("the frame", bytes, are: try line.bytesField("hex"))
        }
        var again = try GoldenFrame(bytes, direction: header.direction, compression: compression)
        // A body that compression would not make shorter goes as it is; the one that came was made to show that it can be
        // done all the same.
        let plain = try step("encoding plain") { () throws in try encoded(compression: nil) }
        var block = WireWriter()
        try step("compressing") { () throws in
            try compression.compress(ByteSlice(plain[FrameHeader.length...]), to: &block)
        }
        guard again.header.flags.contains(.compressed) == (FrameHeader.length + block.count < plain.count) else {
            throw Mismatch("the frame was not compressed again as it should be")
        }
        again.header.flags.insert(.compressed)
        again.header.bodyLength = header.bodyLength
        guard again == self else { throw Mismatch("the frame compressed again says something else") }
    }
}

extension GoldenFrame.Message {
    /// The same message with its cells and values written anew, which are otherwise handed on as bytes.
    fileprivate func rebuilt() throws -> GoldenFrame.Message {
        switch self {
        case .response(.result(.rows(let rows))):
            return .response(.result(.rows(try RowsResult(metadata: rows.metadata, cells: try rows.cells()))))
        case .request(.query(var query)):
            query.parameters.values = try query.parameters.values?.rebuilt()
            return .request(.query(query))
        case .request(.execute(var execute)):
            execute.parameters.values = try execute.parameters.values?.rebuilt()
            return .request(.execute(execute))
        case .request(.batch(var batch)):
            for index in batch.entries.indices {
                batch.entries[index].values = try batch.entries[index].values.rebuilt()
            }
            return .request(.batch(batch))
        case .request, .response:
            return self
        }
    }
}

extension BoundValues {
    fileprivate func rebuilt() throws -> BoundValues {
        let values = try decoded()
        guard areNamed else { return try BoundValues(values.map(\.value)) }
        return try BoundValues(named: values.map { (name: $0.name ?? "", value: $0.value) })
    }
}

extension Direction {
    /// The direction as the lines name it.
    init(of line: JSON) throws(Mismatch) {
        switch try line.textField("direction") {
        case "request": self = .request
        case "response": self = .response
        case let other: throw Mismatch("unknown direction '\(other)'")
        }
    }
}
