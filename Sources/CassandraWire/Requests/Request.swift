/// A message from a client to a node (v4 §4.1).
package enum Request: Hashable, Sendable {
    case startup(Startup)
    case options
    case query(Query)
    case prepare(Prepare)
    case execute(Execute)
    case batch(Batch)
    case register(Register)
    case authResponse(AuthResponse)

    package var opcode: Opcode {
        switch self {
        case .startup: .startup
        case .options: .options
        case .query: .query
        case .prepare: .prepare
        case .execute: .execute
        case .batch: .batch
        case .register: .register
        case .authResponse: .authResponse
        }
    }

    /// The length of the parts that may be large, statements and values. It is known without writing them.
    var leastLength: Int {
        switch self {
        case .query(let query): query.text.utf8.count + (query.parameters.values?.bytes.count ?? 0)
        case .prepare(let prepare): prepare.text.utf8.count
        case .execute(let execute): execute.parameters.values?.bytes.count ?? 0
        case .batch(let batch): batch.entries.reduce(0) { $0 + $1.leastLength }
        case .startup, .options, .register, .authResponse: 0
        }
    }

    /// Decodes a frame's body; bytes after the message's end are ignored, as the specification asks.
    package static func decode(_ frame: Frame) throws(WireError) -> (prologue: BodyPrologue, request: Request) {
        try WireError.typed {
            var reader = WireReader(frame.body)
            let prologue = try BodyPrologue(from: &reader, header: frame.header)
            return (prologue, try Request(opcode: frame.header.opcode, from: &reader))
        }
    }

    private init(opcode: Opcode, from reader: inout WireReader) throws {
        switch opcode {
        case .startup: self = .startup(try Startup(from: &reader))
        case .options: self = .options
        case .query: self = .query(try Query(from: &reader))
        case .prepare: self = .prepare(try Prepare(from: &reader))
        case .execute: self = .execute(try Execute(from: &reader))
        case .batch: self = .batch(try Batch(from: &reader))
        case .register: self = .register(try Register(from: &reader))
        case .authResponse: self = .authResponse(try AuthResponse(from: &reader))
        case .error, .ready, .authenticate, .supported, .result, .event, .authChallenge, .authSuccess:
            throw WireError.unknown(.opcode, Int32(opcode.rawValue))
        }
    }

    func encode(to writer: inout WireWriter) throws {
        switch self {
        case .startup(let message): try message.encode(to: &writer)
        case .options: break
        case .query(let message): try message.encode(to: &writer)
        case .prepare(let message): try message.encode(to: &writer)
        case .execute(let message): try message.encode(to: &writer)
        case .batch(let message): try message.encode(to: &writer)
        case .register(let message): try message.encode(to: &writer)
        case .authResponse(let message): try message.encode(to: &writer)
        }
    }
}
