/// What went wrong with one property of a `Decodable` or `Encodable` value, on its way to the `ColumnError` that says so.
struct FieldFault: Error {
    /// The column's or marker's position; `nil` where there is none.
    var column: Int?
    /// The names of the fields inside the column's value, from the outside in.
    var fields: [String] = []
    /// The property's type.
    let swiftType: String
    let error: any Error

    init(_ type: Any.Type, _ error: any Error) {
        swiftType = String(describing: type)
        self.error = error
    }

    /// The fault behind `error`, of a property of this type unless a property inside it is at fault already.
    static func of(_ type: Any.Type, _ error: any Error) -> FieldFault {
        error as? FieldFault ?? FieldFault(type, error)
    }

    /// The same fault, seen from the column.
    func inColumn(_ index: Int) -> FieldFault {
        var fault = self
        fault.column = index
        return fault
    }

    /// The same fault, seen from around the field.
    func inField(_ name: String) -> FieldFault {
        var fault = self
        fault.fields.insert(name, at: 0)
        return fault
    }
}
