import Bytes

/// The lines of a message, as they are found.
struct FieldList {
    private(set) var fields: [FrameDescription.Field] = []
    private let limits: FrameInspector.Limits
    private var level = 0

    init(limits: FrameInspector.Limits) {
        self.limits = limits
    }

    /// A line whose value is made here, or is too short to be cut.
    mutating func add(_ name: String, plain value: String = "") {
        fields.append(.init(name: Notation.text(name, limit: 64), value: value, level: level))
    }

    /// A line with a text of the peer's.
    mutating func add(_ name: String, _ text: String) {
        add(name, plain: Notation.text(text, limit: limits.characters))
    }

    /// A line with a list of texts.
    mutating func add(_ name: String, _ texts: [String]) {
        let more = texts.count > limits.items ? ["… (\(texts.count) in all)"] : []
        add(name, texts.isEmpty ? "(none)" : (texts.prefix(limits.items) + more).joined(separator: ", "))
    }

    mutating func add(_ name: String, _ bytes: ByteSlice) {
        add(name, plain: Notation.bytes(bytes, limit: limits.bytes))
    }

    /// A token of a login, which may hold a password.
    mutating func add(secret token: ByteSlice?) {
        add("token", plain: token.map { "\(Notation.count($0.count)), not shown" } ?? "null")
    }

    /// A line for each item, one level deeper; what is too much is counted.
    mutating func add<Items: Collection>(
        _ items: Items, limit: Int? = nil, _ line: (inout FieldList, _ position: Int, Items.Element) -> Void
    ) {
        let limit = limit ?? limits.items
        level += 1
        for (position, item) in items.prefix(limit).enumerated() { line(&self, position, item) }
        if items.count > limit { add("…", plain: "\(items.count - limit) more") }
        level -= 1
    }

    mutating func add(_ prologue: BodyPrologue) {
        if let tracingID = prologue.tracingID { add("tracing id", plain: tracingID.description) }
        for warning in prologue.warnings.prefix(limits.items) { add("warning", warning) }
        guard !prologue.customPayload.isEmpty else { return }
        add("custom payload", plain: String(prologue.customPayload.count))
        add(prologue.customPayload) { list, _, entry in
            if let value = entry.value { list.add(entry.name, value) } else { list.add(entry.name, plain: "null") }
        }
    }

    /// How many rows are shown.
    var rowLimit: Int { limits.rows }

    func text(of value: CQLValue) -> String { ValueText(value, limits: limits).text }

    func text(of bytes: ByteSlice) -> String { Notation.bytes(bytes, limit: limits.bytes) }

}
