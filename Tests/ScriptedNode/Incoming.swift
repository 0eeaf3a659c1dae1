package import Bytes
package import CassandraWire

/// A request as a node sees it. It is decoded only when somebody asks.
package struct Incoming: Sendable {
    /// Which connection it came on; the first is 1.
    package let connection: Int
    package let frame: Frame

    package var opcode: Opcode { frame.header.opcode }
    package var stream: Int16 { frame.header.stream }

    /// What the driver sends can be read, or the driver is broken.
    package var request: Request { try! Request.decode(frame).request }

    /// The text of a QUERY or PREPARE, or of the statement that an EXECUTE names: the node's ids are the texts.
    package var text: String? {
        switch request {
        case .query(let query): query.text
        case .prepare(let prepare): prepare.text
        case .execute(let execute): String(decoding: execute.id, as: UTF8.self)
        case .startup, .options, .batch, .register, .authResponse: nil
        }
    }

    package var parameters: QueryParameters? {
        switch request {
        case .query(let query): query.parameters
        case .execute(let execute): execute.parameters
        case .prepare, .startup, .options, .batch, .register, .authResponse: nil
        }
    }

    /// The statements that it names by id.
    package var ids: [ByteSlice] {
        switch request {
        case .execute(let execute): [execute.id]
        case .batch(let batch):
            batch.entries.compactMap { if case .prepared(let id) = $0.statement { id } else { nil } }
        case .query, .prepare, .startup, .options, .register, .authResponse: []
        }
    }

    /// Whether a caller's statement is in it.
    package var isStatement: Bool {
        switch opcode {
        case .query: !(text?.hasPrefix("USE ") ?? false)
        case .execute, .batch: true
        default: false
        }
    }
}
