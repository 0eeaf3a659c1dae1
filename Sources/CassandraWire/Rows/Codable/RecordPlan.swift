/// What is known of rows, or of the values of a tuple or user-defined type: names and types of the fields, and which field
/// each key means that was asked for. Used by one decoding at a time.
final class RecordPlan {
    enum Kind {
        case row
        case tuple
        case userType
    }

    let places: [ValuePlan]
    let types: [CQLType]
    let kind: Kind
    private var order: KeyOrder

    init(names: [String], types: [CQLType], kind: Kind) {
        order = KeyOrder(names)
        self.kind = kind
        places = types.map(ValuePlan.init)
        self.types = types
    }

    /// The plan for rows of these columns.
    convenience init(_ columns: [ColumnMetadata]) {
        self.init(names: columns.map(\.name), types: columns.map(\.type), kind: .row)
    }

    /// The fields' names; none for a tuple.
    var names: [String] { order.names }

    // Stored properties of classes are read and written in one go here and in the decoders: as long as no access to one
    // lasts over a call, the compiler proves that none conflicts, and the checks at run time go away.

    /// The position of the first field called `name`. `next` is the place in the order of the keys, and is moved on.
    @inline(__always)
    func index(of name: String, _ next: inout Int) -> Int? {
        let keys = order.keys
        if next < keys.count, keys[next].has(name) {
            next &+= 1
            return keys[next &- 1].index
        }
        var changed = order
        guard let found = changed.search(name) else { return nil }
        order = changed
        next = found.next
        return found.index
    }

    /// That no field has the name.
    func missing(_ name: String) -> NameError {
        NameError(kind == .row ? .noColumn : .noField, name, known: names)
    }

    /// Finds the cells of a record. A value may end early; what a user-defined type got after its metadata was read is
    /// left alone. `index` says, when this throws, which field it was.
    @inline(__always)
    func scan(_ reader: inout WireReader, into cells: inout [Cell], index: inout Int) throws {
        let count = places.count
        if cells.count != count { cells = Array(repeating: .null, count: count) }
        while index < count {
            cells[index] = kind != .row && reader.remaining == 0 ? .null : try Cell(past: &reader)
            index &+= 1
        }
        if kind == .tuple { try reader.expectEnd() }
    }
}
