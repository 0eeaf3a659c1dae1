import Cassandra

/// What users' own code runs, compiled into their binaries: measured in this package and in one that depends on it.
enum PublicOperations {
    static let insertMarkers = [
        column("id", .bigint), column("payload", .blob), column("name", .text), column("speed", .double),
    ]
    static let pageColumns = [column("id", .int), column("bucket", .int), column("payload", .blob)]
    static let blob = ByteSlice((0..<100).map { UInt8($0) })
    static let text = "twenty bytes of text"

    static func column(_ name: String, _ type: CQLType) -> ColumnMetadata {
        ColumnMetadata(keyspace: "fleet", table: "position", name: name, type: type)
    }

    static func all() throws -> [Operation] {
        [try encodeTyped(), encodeDynamic(), try decodeRow(), try decodePage(), try decodePageDynamic(), murmur3()]
    }

    /// The values of a prepared insert: bigint, blob of 100, text of 20, double.
    private static func encodeTyped() throws -> Operation {
        let encoder = try TupleEncoder4<Int64, ByteSlice, String, Double>(markers: insertMarkers)
        return Operation(name: "encode-4-typed") { count in
            // The caller's own variables, as in a program that has just computed them.
            let (blob, text) = (blob, text)
            var total = 0
            for index in 0..<count {
                var writer = WireWriter()
                do {
                    try encoder.encode(Int64(index), blob, text, 1.5, to: &writer)
                } catch {
                    return -1
                }
                total &+= writer.count
            }
            return total
        }
    }

    private static func encodeDynamic() -> Operation {
        let encoder = ValueEncoder<[CQLValue]>(markers: insertMarkers)
        let values: [CQLValue] = [.bigint(7), .blob(blob), .text(text), .double(1.5)]
        return Operation(name: "encode-4-dynamic") { count in
            var total = 0
            for _ in 0..<count {
                var writer = WireWriter()
                do { try encoder.encode(values, to: &writer) } catch { return -1 }
                total &+= writer.count
            }
            return total
        }
    }

    /// One row of the same four columns, with what it takes to begin reading a page. The decoder is the prepared statement's.
    private static func decodeRow() throws -> Operation {
        let encoder = try ValueEncoder<(Int64, ByteSlice, String, Double)>(markers: insertMarkers)
        var writer = WireWriter()
        try encoder.encode((7, blob, text, 1.5), to: &writer)
        let page = try RowPage(columns: insertMarkers, count: 1, bytes: writer.finish())
        let decoder = try TupleDecoder4<Int64, ByteSlice, String, Double>(columns: insertMarkers)
        return Operation(name: "decode-row-4-typed") { count in
            var total = 0
            for _ in 0..<count {
                do {
                    var rows = page.rows(decoder)
                    guard let (id, payload, name, speed) = try rows.next() else { return -1 }
                    total &+= Int(truncatingIfNeeded: id) &+ payload.count &+ name.utf8.count &+ (speed > 1 ? 1 : 0)
                } catch {
                    return -1
                }
            }
            return total
        }
    }

    private static func page() throws -> RowPage {
        let encoder = try ValueEncoder<(Int32, Int32, ByteSlice)>(markers: pageColumns)
        var writer = WireWriter(capacity: 200_000)
        for index in 0..<1_000 { try encoder.encode((Int32(index), Int32(index % 7), blob), to: &writer) }
        return try RowPage(columns: pageColumns, count: 1_000, bytes: writer.finish())
    }

    /// A page of 1,000 rows × (int, int, blob of 100).
    private static func decodePage() throws -> Operation {
        let page = try page()
        return Operation(name: "decode-page-1000x3-typed") { count in
            var total = 0
            for _ in 0..<count {
                do {
                    var rows = try page.rows(as: (Int32, Int32, ByteSlice).self)
                    while let (id, bucket, payload) = try rows.next() {
                        total &+= Int(id) &+ Int(bucket) &+ payload.count
                    }
                } catch {
                    return -1
                }
            }
            return total
        }
    }

    private static func decodePageDynamic() throws -> Operation {
        let page = try page()
        return Operation(name: "decode-page-1000x3-dynamic") { count in
            var total = 0
            for _ in 0..<count {
                do { total &+= try page.values().count } catch { return -1 }
            }
            return total
        }
    }

    private static func murmur3() -> Operation {
        let key = [UInt8](0..<16)
        return Operation(name: "murmur3-16-bytes") { count in
            var total = 0
            for _ in 0..<count { total &+= Int(truncatingIfNeeded: Token(partitionKey: key).value) }
            return total
        }
    }
}
