public import Bytes

/// An error that a node answered: its code, its text, and what else the code brings along (v4 §9).
public struct ServerError: Error, Hashable, Sendable {
    /// The code.
    public var code: ErrorCode
    /// The server's text.
    public var message: String
    /// The fields of the code; `.none` for codes without any, and where a server sent too few bytes for them, so that
    /// code and text are never lost.
    public var detail: Detail

    /// What a code brings along.
    public enum Detail: Hashable, Sendable {
        /// Nothing.
        case none
        /// `UNAVAILABLE`: how many replicas were needed, and how many are alive.
        case unavailable(consistency: Consistency, required: Int32, alive: Int32)
        /// `WRITE_TIMEOUT`: how many replicas answered, how many were waited for, and the kind of write.
        case writeTimeout(consistency: Consistency, received: Int32, blockFor: Int32, writeType: WriteType)
        /// `READ_TIMEOUT`: how many replicas answered, how many were waited for, and whether the data was among it.
        case readTimeout(consistency: Consistency, received: Int32, blockFor: Int32, dataPresent: Bool)
        /// `READ_FAILURE`: as with a timeout, and how many replicas failed.
        case readFailure(
            consistency: Consistency, received: Int32, blockFor: Int32, failures: Int32, dataPresent: Bool)
        /// `FUNCTION_FAILURE`: the function and the types of its arguments.
        case functionFailure(keyspace: String, function: String, arguments: [String])
        /// `WRITE_FAILURE`: as with a timeout, and how many replicas failed.
        case writeFailure(
            consistency: Consistency, received: Int32, blockFor: Int32, failures: Int32, writeType: WriteType)
        /// `CAS_WRITE_UNKNOWN`: how many replicas answered, and how many were waited for.
        case casWriteUnknown(consistency: Consistency, received: Int32, blockFor: Int32)
        /// `ALREADY_EXISTS`: the names; no table when it is about a keyspace.
        case alreadyExists(keyspace: String, table: String)
        /// `UNPREPARED`: the id that the node does not know.
        case unprepared(id: ByteSlice)
    }

    /// The kind of a write that failed. Servers may send names that are not listed here.
    public struct WriteType: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The name on the wire.
        public let rawValue: String

        /// A kind of any name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// A single statement.
        public static let simple = WriteType(rawValue: "SIMPLE")
        /// A logged batch.
        public static let batch = WriteType(rawValue: "BATCH")
        /// An unlogged batch.
        public static let unloggedBatch = WriteType(rawValue: "UNLOGGED_BATCH")
        /// A counter update.
        public static let counter = WriteType(rawValue: "COUNTER")
        /// The log of a logged batch.
        public static let batchLog = WriteType(rawValue: "BATCH_LOG")
        /// A conditional statement.
        public static let cas = WriteType(rawValue: "CAS")
        /// The update of a materialized view.
        public static let view = WriteType(rawValue: "VIEW")
        /// Change-data-capture.
        public static let cdc = WriteType(rawValue: "CDC")

        /// The name.
        public var description: String { rawValue }
    }

    /// An error.
    public init(code: ErrorCode, message: String, detail: Detail = .none) {
        self.code = code
        self.message = message
        self.detail = detail
    }

    init(from reader: inout WireReader) throws(WireError) {
        code = ErrorCode(rawValue: try reader.readInteger(as: Int32.self))
        // A text that is cut off still comes with its code; what there is of it must not be taken for fields.
        do { message = try reader.readString() } catch {
            message = ""
            detail = .none
            return
        }
        do { detail = try Detail(of: code, from: &reader) } catch { detail = .none }
    }

    func encode(to writer: inout WireWriter) throws(WireError) {
        writer.write(code.rawValue)
        try writer.writeString(message)
        try detail.encode(to: &writer)
    }
}

extension ServerError.Detail {
    init(of code: ErrorCode, from reader: inout WireReader) throws(WireError) {
        switch code {
        case .unavailable:
            let consistency = try reader.readConsistency()
            let required = try reader.readInteger(as: Int32.self)
            let alive = try reader.readInteger(as: Int32.self)
            self = .unavailable(consistency: consistency, required: required, alive: alive)
        case .writeTimeout:
            let (consistency, received, blockFor) = try reader.readProgress()
            self = .writeTimeout(
                consistency: consistency, received: received, blockFor: blockFor, writeType: try reader.readWriteType())
        case .readTimeout:
            let (consistency, received, blockFor) = try reader.readProgress()
            self = .readTimeout(
                consistency: consistency, received: received, blockFor: blockFor,
                dataPresent: try reader.readByte() != 0)
        case .readFailure:
            let (consistency, received, blockFor) = try reader.readProgress()
            let failures = try reader.readInteger(as: Int32.self)
            self = .readFailure(
                consistency: consistency, received: received, blockFor: blockFor, failures: failures,
                dataPresent: try reader.readByte() != 0)
        case .functionFailure:
            let keyspace = try reader.readString()
            let function = try reader.readString()
            self = .functionFailure(
                keyspace: keyspace, function: function, arguments: try reader.readStringList())
        case .writeFailure:
            let (consistency, received, blockFor) = try reader.readProgress()
            let failures = try reader.readInteger(as: Int32.self)
            self = .writeFailure(
                consistency: consistency, received: received, blockFor: blockFor, failures: failures,
                writeType: try reader.readWriteType())
        case .casWriteUnknown:
            let (consistency, received, blockFor) = try reader.readProgress()
            self = .casWriteUnknown(consistency: consistency, received: received, blockFor: blockFor)
        case .alreadyExists:
            let keyspace = try reader.readString()
            self = .alreadyExists(keyspace: keyspace, table: try reader.readString())
        case .unprepared:
            self = .unprepared(id: try reader.readShortBytes())
        default:
            self = .none
        }
    }

    func encode(to writer: inout WireWriter) throws(WireError) {
        switch self {
        case .none: break
        case .unavailable(let consistency, let required, let alive):
            writer.writeProgress(consistency, required, alive)
        case .writeTimeout(let consistency, let received, let blockFor, let writeType):
            writer.writeProgress(consistency, received, blockFor)
            try writer.writeString(writeType.rawValue)
        case .readTimeout(let consistency, let received, let blockFor, let dataPresent):
            writer.writeProgress(consistency, received, blockFor)
            writer.write(UInt8(dataPresent ? 1 : 0))
        case .readFailure(let consistency, let received, let blockFor, let failures, let dataPresent):
            writer.writeProgress(consistency, received, blockFor)
            writer.write(failures)
            writer.write(UInt8(dataPresent ? 1 : 0))
        case .functionFailure(let keyspace, let function, let arguments):
            try writer.writeString(keyspace)
            try writer.writeString(function)
            try writer.writeStringList(arguments)
        case .writeFailure(let consistency, let received, let blockFor, let failures, let writeType):
            writer.writeProgress(consistency, received, blockFor)
            writer.write(failures)
            try writer.writeString(writeType.rawValue)
        case .casWriteUnknown(let consistency, let received, let blockFor):
            writer.writeProgress(consistency, received, blockFor)
        case .alreadyExists(let keyspace, let table):
            try writer.writeString(keyspace)
            try writer.writeString(table)
        case .unprepared(let id):
            try writer.writeShortBytes(id)
        }
    }
}

extension WireReader {
    /// What most errors about replicas begin with: the level, and two counts.
    fileprivate mutating func readProgress() throws(WireError) -> (Consistency, received: Int32, blockFor: Int32) {
        let consistency = try readConsistency()
        let received = try readInteger(as: Int32.self)
        return (consistency, received, try readInteger(as: Int32.self))
    }

    fileprivate mutating func readWriteType() throws(WireError) -> ServerError.WriteType {
        ServerError.WriteType(rawValue: try readString())
    }
}

extension WireWriter {
    fileprivate mutating func writeProgress(_ consistency: Consistency, _ first: Int32, _ second: Int32) {
        write(consistency.rawValue)
        bytes.write(first, second)
    }
}

extension ServerError: CustomStringConvertible {
    /// Code and text.
    public var description: String { "\(code): \(message)" }
}
