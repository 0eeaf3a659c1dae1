import Cassandra

@main struct Example {
    static func main() throws {
        // The columns of a result, as a node describes them.
        let columns = [
            ColumnMetadata(keyspace: "fleet", table: "position", name: "id", type: .uuid),
            ColumnMetadata(keyspace: "fleet", table: "position", name: "vehicle", type: .text),
            ColumnMetadata(keyspace: "fleet", table: "position", name: "speed", type: .double),
            ColumnMetadata(
                keyspace: "fleet", table: "position", name: "tags", type: try CQLType(cql: "map<text, int>")),
        ]

        // Types are checked once, when the encoder is made; then values only become bytes.
        let encoder = try ValueEncoder<(CQLUUID, String, Double?, [String: Int])>(markers: columns)
        var writer = WireWriter()
        try encoder.encode((.random(), "W-12345", nil, ["route": 7]), to: &writer)

        // And back: rows as tuples. A null needs an optional, a number must fit; otherwise the error names the column.
        let page = try RowPage(columns: columns, count: 1, bytes: writer.finish())
        var rows = try page.rows(as: (CQLUUID, String, Double?, [String: Int]).self)
        while let (id, vehicle, speed, tags) = try rows.next() {
            print(id, vehicle, speed ?? 0, tags)
        }

        // What did that node just say?
        print(FrameInspector().frame([0x84, 0, 0, 1, 0x08, 0, 0, 0, 4, 0, 0, 0, 1]))
    }
}
