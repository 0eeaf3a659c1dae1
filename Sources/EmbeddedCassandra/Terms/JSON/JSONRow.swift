import Bytes
import CassandraWire

/// The row of an INSERT … JSON: for each column of the table what the document says.
struct JSONRow {
    let table: Table
    /// DEFAULT UNSET: what the document does not name stays as it is.
    let leavesRest: Bool

    /// The values in the order of the table's columns.
    func values(_ text: String) throws(ServerError) -> [BoundValue] {
        let read: JSONObject?
        do throws(JSONFailure) {
            read = try JSONReader.object(text)
        } catch {
            throw .invalid("Could not decode JSON string as a map: \(error.description). (String was: \(text))")
        }
        guard var document = read else { throw .invalid("Got null for INSERT JSON values") }
        document.unquoteKeys()
        var values: [BoundValue] = []
        for column in table.columns {
            guard let value = document.remove(column.name) else {
                values.append(leavesRest ? .unset : .null)
                continue
            }
            values.append(try bound(value, column))
        }
        if let (name, _) = document.first {
            throw .invalid("JSON values map contains unrecognized column: \(name)")
        }
        return values
    }

    private func bound(_ value: JSONValue, _ column: Column) throws(ServerError) -> BoundValue {
        if case .null = value { return .null }
        do throws(JSONRefusal) {
            return .bytes(try JSONDecoding.bytes(value, as: column.type))
        } catch {
            switch error {
            case .marshal(let reason):
                throw .invalid("Error decoding JSON value for \(CQLIdentifier.quoted(column.name)): \(reason)")
            case .request(let error): throw error
            }
        }
    }
}

/// A row that a marker stands for. The columns ask one after the other, so the last document is kept as it was read.
final class JSONMarker {
    private let marker: Int
    private let row: JSONRow
    private var last: (text: ByteSlice, values: [BoundValue])?

    init(_ marker: Int, _ row: JSONRow) {
        self.marker = marker
        self.row = row
    }

    /// The value of the column at a place among the table's.
    func value(_ index: Int, _ input: borrowing EvaluationInput) throws(ServerError) -> BoundValue {
        guard marker < input.values.count else { throw .invalid("Invalid amount of bind variables") }
        let text: ByteSlice
        switch input.values[marker] {
        case .null: throw .invalid("Got null for INSERT JSON values")
        case .unset: text = ByteSlice()
        case .bytes(let bytes): text = bytes
        }
        if let last, last.text == text { return last.values[index] }
        do throws(ServerError) {
            try ValueValidator.validate(text, as: .text)
        } catch {
            throw .server(
                "org.apache.cassandra.serializers.MarshalException: Invalid UTF-8 bytes \(text.hexadecimal)")
        }
        let values = try row.values(String(decoding: text, as: UTF8.self))
        last = (text, values)
        return values[index]
    }
}
