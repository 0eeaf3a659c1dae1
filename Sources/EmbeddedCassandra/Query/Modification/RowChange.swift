import Bytes
import CassandraWire

/// When a write happens, and how long it lasts.
struct WriteTime {
    /// Microseconds since 1970.
    let timestamp: Int64
    /// 0 for ever.
    let timeToLive: Int32
    /// Seconds since 1970.
    let now: Int64

    var expiresAt: Int64 { timeToLive > 0 ? now + Int64(timeToLive) : 0 }
    var deletion: DeletionTime { DeletionTime(timestamp: timestamp, localSeconds: Int32(clamping: now)) }
    /// What was there before is gone, what this write brings is not.
    var deletionBefore: DeletionTime { DeletionTime(timestamp: timestamp - 1, localSeconds: Int32(clamping: now)) }
}

/// Gives list elements their places.
protocol ListPlaces: AnyObject {
    /// After all that there is.
    func nextPlace() -> ByteSlice
    /// In front of all that there is.
    func previousPlace() -> ByteSlice
}

private struct ListElement {
    let path: ByteSlice
    let value: ByteSlice
}

extension ColumnOperation {
    /// Adds to `row` what the operation does. `existing` is the row as it is, for operations that have to know.
    func apply(
        to row: inout RowBuilder, _ input: EvaluationInput, _ time: WriteTime, _ places: any ListPlaces,
        existing: RowView?
    ) throws(ServerError) {
        switch operation {
        case .set(let term): try set(term, &row, input, time, places)
        case .setElement(let key, let value): try setElement(key, value, &row, input, time, existing)
        case .setField(let index, let term):
            let path = ByteSlice.fieldPath(index)
            switch try term.evaluate(input) {
            case .unset: break
            case .null: row.elementTombstone(column.id, path: path, time.deletion)
            case .bytes(let bytes): append(path, bytes, to: &row, time)
            }
        case .add(let term):
            switch try term.evaluate(input) {
            case .null: return
            case .unset:
                // The server trips over it where the column is a list; clients see just that.
                if column.type.isList { throw .server("java.lang.ClassCastException") }
            case .bytes(let bytes): addElements(bytes, &row, time, places)
            }
        case .prepend(let term):
            guard case .bytes(let bytes) = try term.evaluate(input) else { return }
            for element in CollectionValue.elements(of: bytes).reversed() {
                append(places.previousPlace(), element, to: &row, time)
            }
        case .subtract(let term):
            guard case .bytes(let bytes) = try term.evaluate(input) else { return }
            removeElements(bytes, &row, time, existing)
        case .delete: deleteAll(&row, time)
        case .deleteElement(let key): try deleteElement(key, &row, input, time, existing)
        case .deleteField(let index):
            row.elementTombstone(column.id, path: .fieldPath(index), time.deletion)
        }
    }

    @inline(__always)
    private func set(
        _ term: PreparedTerm, _ row: inout RowBuilder, _ input: EvaluationInput, _ time: WriteTime,
        _ places: any ListPlaces
    ) throws(ServerError) {
        switch try term.evaluate(input) {
        case .unset: break
        // What is written at the same time as a whole collection is added to it, even where it is null.
        case .null where column.isMultiCell: row.collectionDeletion(column.id, time.deletionBefore)
        case .null: row.tombstone(column.id, time.deletion)
        case .bytes(let bytes):
            guard column.isMultiCell else {
                return row.cell(
                    column.id, timestamp: time.timestamp, timeToLive: time.timeToLive, expiresAt: time.expiresAt,
                    value: bytes)
            }
            row.collectionDeletion(column.id, time.deletionBefore)
            addElements(bytes, &row, time, places)
        }
    }

    private func deleteAll(_ row: inout RowBuilder, _ time: WriteTime) {
        if column.isMultiCell {
            row.collectionDeletion(column.id, time.deletion)
        } else {
            row.tombstone(column.id, time.deletion)
        }
    }

    private func append(_ path: ByteSlice, _ value: ByteSlice, to row: inout RowBuilder, _ time: WriteTime) {
        row.element(
            column.id, path: path, timestamp: time.timestamp, timeToLive: time.timeToLive, expiresAt: time.expiresAt,
            value: value)
    }

    /// The parts of a serialized value, each as an element of its own.
    private func addElements(
        _ bytes: ByteSlice, _ row: inout RowBuilder, _ time: WriteTime, _ places: any ListPlaces
    ) {
        switch column.type {
        case .list:
            for element in CollectionValue.elements(of: bytes) { append(places.nextPlace(), element, to: &row, time) }
        case .set:
            for element in CollectionValue.elements(of: bytes) { append(element, ByteSlice(), to: &row, time) }
        case .map:
            for entry in CollectionValue.entries(of: bytes) {
                append(entry.key, entry.value ?? ByteSlice(), to: &row, time)
            }
        case .udt(let type):
            for index in type.fields.indices {
                if let value = CollectionValue.field(index, of: bytes) {
                    append(.fieldPath(index), value, to: &row, time)
                }
            }
        default: break
        }
    }

    private func removeElements(_ bytes: ByteSlice, _ row: inout RowBuilder, _ time: WriteTime, _ existing: RowView?) {
        let values = CollectionValue.elements(of: bytes)
        guard case .list(let type) = column.type else {
            for value in values { row.elementTombstone(column.id, path: value, time.deletion) }
            return
        }
        for element in elements(existing, row)
        where values.contains(where: { ValueOrder.compare($0, element.value, as: type) == 0 }) {
            row.elementTombstone(column.id, path: element.path, time.deletion)
        }
    }

    private func setElement(
        _ key: PreparedTerm, _ value: PreparedTerm, _ row: inout RowBuilder, _ input: EvaluationInput,
        _ time: WriteTime, _ existing: RowView?
    ) throws(ServerError) {
        let path: ByteSlice
        if column.type.isList {
            path = try place(of: key, input, elements(existing, row), verb: "set", preposition: "on")
        } else {
            switch try key.evaluate(input) {
            case .null: throw .invalid("Invalid null map key")
            case .unset: throw .invalid("Invalid unset map key")
            case .bytes(let bytes): path = bytes
            }
        }
        switch try value.evaluate(input) {
        case .unset: break
        case .null: row.elementTombstone(column.id, path: path, time.deletion)
        case .bytes(let bytes): append(path, bytes, to: &row, time)
        }
    }

    private func deleteElement(
        _ key: PreparedTerm, _ row: inout RowBuilder, _ input: EvaluationInput, _ time: WriteTime,
        _ existing: RowView?
    ) throws(ServerError) {
        if column.type.isList {
            let path = try place(of: key, input, elements(existing, row), verb: "delete", preposition: "from")
            return row.elementTombstone(column.id, path: path, time.deletion)
        }
        switch try key.evaluate(input) {
        case .null: throw .invalid(column.type.isSet ? "Invalid null set element" : "Invalid null map key")
        case .unset: throw .invalid(column.type.isSet ? "Invalid unset set element" : "Invalid unset map key")
        case .bytes(let path): row.elementTombstone(column.id, path: path, time.deletion)
        }
    }

    /// The list's elements as earlier operations of the statement leave them.
    private func elements(_ existing: RowView?, _ row: borrowing RowBuilder) -> [ListElement] {
        var elements = (existing?.elements(column.id) ?? []).map { ListElement(path: $0.path, value: $0.value) }
        let written = row.written(in: column.id)
        guard !written.isEmpty else { return elements }
        for (path, value) in written {
            elements.removeAll { $0.path == path }
            if let value { elements.append(ListElement(path: path, value: value)) }
        }
        return elements.sorted { ValueOrder.compare($0.path, $1.path, as: .timeuuid) < 0 }
    }

    /// The path of a list's element by its index.
    private func place(
        of index: PreparedTerm, _ input: EvaluationInput, _ elements: [ListElement], verb: String, preposition: String
    ) throws(ServerError) -> ByteSlice {
        switch try index.evaluate(input) {
        case .null: throw .invalid("Invalid null value for list index")
        case .unset: throw .invalid("Invalid unset value for list index")
        case .bytes(let bytes):
            guard let number = bytes.bigEndianInteger.map(Int.init) else {
                throw .server("java.lang.IndexOutOfBoundsException")
            }
            guard !elements.isEmpty else {
                throw .invalid("Attempted to \(verb) an element \(preposition) a list which is null")
            }
            guard elements.indices.contains(number) else {
                throw .invalid("List index \(number) out of bound, list has size \(elements.count)")
            }
            return elements[number].path
        }
    }
}
