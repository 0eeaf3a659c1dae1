/// What is known of rows, or of the values of a tuple or user-defined type: names and types of the fields, and which field
/// each key means that was asked for. Used by one decoding at a time.
final class RecordPlan {
    enum Kind {
        case row
        case tuple
        case userType
    }

    let places: [ValuePlan]
    let kind: Kind
    private var order: KeyOrder

    init(names: [String], types: [CQLType], kind: Kind) {
        order = KeyOrder(names)
        self.kind = kind
        places = types.map(ValuePlan.init)
    }

    /// The plan for rows of these columns.
    convenience init(_ columns: [ColumnMetadata]) {
        self.init(names: columns.map(\.name), types: columns.map(\.type), kind: .row)
    }

    /// The fields' names; none for a tuple.
    var names: [String] { order.names }

    /// The position of the first field called `name`. `next` is the place in the order of the keys, and is moved on.
    @inline(__always)
    func index(of name: String, _ next: inout Int) -> Int? {
        order.index(of: name, &next)
    }

    /// That no field has the name.
    func missing(_ name: String) -> NameError {
        NameError(kind == .row ? .noColumn : .noField, name, known: names)
    }

    /// Finds the cells of a record. A value may end early; what a user-defined type got after its metadata was read is
    /// left alone. `index` says, when this throws, which field it was.
    @inline(__always)
    func scan(_ reader: inout WireReader, into cells: inout [Cell], index: inout Int) throws {
        cells.removeAll(keepingCapacity: true)
        while index < places.count {
            cells.append(kind != .row && reader.remaining == 0 ? .null : try Cell(past: &reader))
            index &+= 1
        }
        if kind == .tuple { try reader.expectEnd() }
    }
}
