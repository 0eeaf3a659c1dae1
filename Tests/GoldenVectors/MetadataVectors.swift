import Bytes
import CassandraWire
import TestKit

/// `metadata.jsonl`: what a real node answered about itself and a schema of every kind.
package enum MetadataVectors {
    static func check(_ line: VectorLine, _ report: inout VectorReport) {
        report.count(.metadata, of: line) { json in
            let frame = try GoldenFrame(of: json, direction: .response)
            try expect("the stream", frame.header.stream, is: 1)
            let warnings = JSON.array(frame.prologue.warnings.map { .string($0) })
            if let difference = (json["warnings"] ?? JSON.array([])).difference(from: warnings, path: "warnings") {
                throw difference
            }
            if let message = json["message"] {
                let actual = try step("rendering") { () throws in try frame.message.json() }
                if let difference = message.difference(from: actual, ordered: ["message.options"], path: "message") {
                    throw difference
                }
            } else {
                guard case .response(.result(.rows(let rows))) = frame.message else {
                    throw Mismatch("the answer has no rows")
                }
                try check(rows, json)
            }
            try frame.checkReencoding(of: json)
        }
    }

    private static func check(_ rows: RowsResult, _ json: JSON) throws(Mismatch) {
        let page = try step("the page") { () throws in try RowPage(rows) }
        let columns = try json.arrayField("columns")
        try expect("columns", page.columns.count, is: columns.count)
        for (column, expected) in zip(page.columns, columns) {
            try expect("a column's keyspace", column.keyspace, is: try expected.textField("keyspace"))
            try expect("a column's table", column.table, is: try expected.textField("table"))
            try expect("a column's name", column.name, is: try expected.textField("name"))
            try check(column.type, try expected.textField("type"))
        }
        let expectedRows = try json.arrayField("rows")
        try expect("rows", page.count, is: expectedRows.count)
        let values = try step("reading the rows") { () throws(ColumnError) in try page.values() }
        let encoded = try step("writing the rows") { () throws in
            var writer = WireWriter()
            for (index, value) in values.enumerated() {
                try value.encodeValue(to: &writer, plan: page.columns[index % page.columns.count].type)
            }
            return ByteSlice(writer.finish())
        }
        try expectBytes("the bytes of the rows", encoded, are: Array(rows.bytes))
        var next = 0
        for (number, row) in expectedRows.enumerated() {
            guard let cells = row.elements, cells.count == columns.count else { throw Mismatch("no row: \(row)") }
            for (cell, column) in zip(cells, page.columns) {
                let expected = try ExpectedValue.value(cell, of: column.type)
                try expect("'\(column.name)' of row \(number)", values[next], is: expected)
                next += 1
            }
        }
    }

    /// The text names user-defined types; those that the column has are the ones meant. It says of some types that they
    /// are frozen, which the protocol does not.
    private static func check(_ type: CQLType, _ text: String) throws(Mismatch) {
        let userTypes = type.userTypes
        let expected = try step("the type '\(text)'") { () throws(TypeTextError) in
            try CQLType(cql: text) { keyspace, name in
                userTypes.first { $0.keyspace == keyspace && $0.name == name }
            }
        }
        try expect("a column's type", type.withoutFrozen.cqlText, is: expected.withoutFrozen.cqlText)
        try expect("a column's type", type.withoutFrozen, is: expected.withoutFrozen)
    }
}

extension CQLType {
    /// All user-defined types inside.
    fileprivate var userTypes: [UserDefinedType] {
        switch self {
        case .list(let inner), .set(let inner), .vector(let inner, _), .frozen(let inner): inner.userTypes
        case .map(let key, let value): key.userTypes + value.userTypes
        case .tuple(let types): types.flatMap(\.userTypes)
        case .udt(let type): [type] + type.fields.flatMap(\.type.userTypes)
        case .ascii, .bigint, .blob, .boolean, .counter, .date, .decimal, .double, .duration, .float, .inet, .int,
            .smallint, .text, .time, .timestamp, .timeuuid, .tinyint, .uuid, .varint, .custom:
            []
        }
    }
}
