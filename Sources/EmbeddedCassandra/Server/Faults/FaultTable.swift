import Bytes
import CassandraWire
import Networking

/// The rules of a cluster that are in force, and which requests meet them.
final class FaultTable {
    /// A rule, and how often it was met.
    struct Entry {
        let id: FaultID
        let rule: FaultRule
        /// Requests that were as the rule wants them.
        fileprivate(set) var matches = 0
        /// Of these, those that something happened to.
        fileprivate(set) var applications = 0

        /// How often it will still apply; `nil` for ever.
        var remaining: Int? { rule.condition.limit.map { max(0, $0 - applications) } }
    }

    /// What a rule looks at.
    struct Request {
        var operation: FaultRule.Operation
        /// Of all its statements.
        var texts: [String]
        var node: String
        var connection: Int
    }

    private(set) var entries: [Entry] = []
    /// Asked for each request, so that without rules there is nothing more to do.
    private(set) var isEmpty = true
    private var random: SeededRandom
    private var lastNumber = 0

    init(seed: UInt64) {
        random = SeededRandom(seed: seed).fork("faults")
    }

    func add(_ rule: FaultRule) -> FaultID {
        lastNumber += 1
        let id = FaultID(number: lastNumber)
        entries.append(Entry(id: id, rule: rule))
        isEmpty = false
        return id
    }

    /// Puts a rule in force under a number of the caller's. One that had the number is gone, with what was counted.
    func set(_ rule: FaultRule, as id: FaultID) {
        lastNumber = max(lastNumber, id.number)
        let entry = Entry(id: id, rule: rule)
        if let index = entries.firstIndex(where: { $0.id == id }) {
            entries[index] = entry
        } else {
            entries.append(entry)
        }
        isEmpty = false
    }

    /// Whether there was such a rule.
    @discardableResult
    func remove(_ id: FaultID) -> Bool {
        let before = entries.count
        entries.removeAll { $0.id == id }
        isEmpty = entries.isEmpty
        return entries.count < before
    }

    func removeAll() {
        entries = []
        isEmpty = true
    }

    /// What happens to `request`; `nil` for nothing.
    func reaction(to request: Request) -> FaultRule.Reaction? {
        // Else a rule for all statements could not be taken back by one.
        if request.texts.contains(where: { $0.contains(SystemTables.ownKeyspace) }) { return nil }
        for index in entries.indices where applies(&entries[index], request) {
            entries[index].applications += 1
            return entries[index].rule.reaction
        }
        return nil
    }

    private func applies(_ entry: inout Entry, _ request: Request) -> Bool {
        let condition = entry.rule.condition
        guard condition.operation == nil || condition.operation == request.operation,
            condition.node == nil || condition.node == request.node,
            condition.connection == nil || condition.connection == request.connection,
            condition.text.map({ text in request.texts.contains { $0.contains(text) } }) ?? true,
            entry.remaining != 0
        else { return false }
        entry.matches += 1
        guard entry.matches % max(1, condition.every) == 0 else { return false }
        if condition.probability >= 1 { return true }
        return Double(random.next() >> 11) < condition.probability * Double(UInt64(1) << 53)
    }
}

extension FaultRule.Operation {
    init?(_ opcode: RequestOpcode) {
        switch opcode {
        case .options: self = .options
        case .startup: self = .startup
        case .authResponse: self = .login
        case .register: self = .register
        case .query: self = .query
        case .prepare: self = .prepare
        case .execute: self = .execute
        case .batch: self = .batch
        case .credentials: return nil
        }
    }
}

extension ServerError {
    /// An error of any code that is whole on the wire: what its code brings along is what could have been.
    static func madeUp(code: Int, message: String, id: ByteSlice = ByteSlice()) -> ServerError {
        let code = ErrorCode(rawValue: Int32(clamping: code))
        let detail: Detail
        switch code {
        case .unavailable: detail = .unavailable(consistency: .quorum, required: 2, alive: 1)
        case .writeTimeout:
            detail = .writeTimeout(consistency: .quorum, received: 1, blockFor: 2, writeType: .simple)
        case .readTimeout:
            detail = .readTimeout(consistency: .quorum, received: 1, blockFor: 2, dataPresent: false)
        case .readFailure:
            detail = .readFailure(consistency: .quorum, received: 1, blockFor: 2, failures: 1, dataPresent: false)
        case .writeFailure:
            detail = .writeFailure(consistency: .quorum, received: 1, blockFor: 2, failures: 1, writeType: .simple)
        case .functionFailure: detail = .functionFailure(keyspace: "ks", function: "f", arguments: ["int"])
        case .casWriteUnknown: detail = .casWriteUnknown(consistency: .serial, received: 1, blockFor: 2)
        case .alreadyExists: detail = .alreadyExists(keyspace: "ks", table: "t")
        case .unprepared: detail = .unprepared(id: id)
        default: detail = .none
        }
        return ServerError(code: code, message: message, detail: detail)
    }
}
