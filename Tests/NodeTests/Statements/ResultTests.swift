import BlockingClient
import Bytes
import CassandraWire
import Testing

extension AnyNode {
    /// The kinds of results, and what stands in front of them.
    @Suite struct ResultTests {
        let connection: BlockingConnection

        init() throws {
            connection = try #require(TestedNode.current).open()
            try connection.execute("CREATE TABLE IF NOT EXISTS results (k int PRIMARY KEY, b int)")
        }

        @Test("Each kind of statement has its kind of result (O-13)")
        func kinds() throws {
            let keyspace = TestedNode.keyspace
            #expect(try connection.execute("USE \(keyspace)") == .setKeyspace(keyspace))
            #expect(try connection.execute("INSERT INTO results (k, b) VALUES (1, 2)") == .void)
            let rows = try connection.rows("SELECT k, b FROM results")
            let columns = [
                ColumnMetadata(keyspace: keyspace, table: "results", name: "k", type: .int),
                ColumnMetadata(keyspace: keyspace, table: "results", name: "b", type: .int),
            ]
            #expect(rows.columns == columns)
            #expect(try rows.values() == [.int(1), .int(2)])
            let prepared = try connection.prepare("SELECT k, b FROM results WHERE k = ?")
            #expect(prepared.variables.columns == [columns[0]])
            #expect(prepared.partitionKeyIndices == [0])
            #expect(prepared.result.columns == columns)
            // What has no effect is no change.
            #expect(try connection.execute("CREATE TABLE IF NOT EXISTS results (k int PRIMARY KEY)") == .void)
            #expect(try connection.execute("DROP TABLE IF EXISTS no_such_table") == .void)
        }

        @Test("Prepared statements without markers, without rows, and with part of the key say so")
        func preparedShapes() throws {
            let bare = try connection.prepare("SELECT k FROM results")
            #expect(bare.variables.columns == [] && bare.partitionKeyIndices == [])
            #expect(bare.result.columns?.map(\.name) == ["k"])
            let insert = try connection.prepare("INSERT INTO results (k, b) VALUES (?, ?)")
            #expect(insert.result.columns == nil && insert.result.columnCount == 0)
            let sum = try connection.prepare("SELECT k FROM results WHERE token(k) > ? AND b = ? ALLOW FILTERING")
            #expect(sum.partitionKeyIndices == [])
            #expect(sum.variables.columns?.map(\.type) == [.bigint, .int])
            let batch = try connection.prepare(
                "BEGIN BATCH INSERT INTO results (k, b) VALUES (?, ?); DELETE FROM results WHERE k = ?; APPLY BATCH")
            #expect(batch.variables.columns?.map(\.name) == ["k", "b", "k"])
        }

        @Test("A conditional statement answers whether it was applied, and with the row when not (O-12)")
        func conditional() throws {
            try connection.execute("DELETE FROM results WHERE k = 7")
            let insert = try connection.prepare("INSERT INTO results (k, b) VALUES (?, ?) IF NOT EXISTS")
            #expect(insert.result.columns == nil && insert.result.columnCount == 0)
            let encoder = try ValueEncoder<(Int32, Int32)>(markers: try #require(insert.variables.columns))
            let first = try RowPage(try connection.execute(insert, try encoder.bind((7, 1))).rows)
            #expect(first.columns.map(\.name) == ["[applied]"])
            #expect(try first.values() == [.boolean(true)])
            let second = try RowPage(try connection.execute(insert, try encoder.bind((7, 2))).rows)
            #expect(second.columns.map(\.name) == ["[applied]", "k", "b"])
            #expect(try second.values() == [.boolean(false), .int(7), .int(1)])
            let update = try connection.rows("UPDATE results SET b = 3 WHERE k = 7 IF b = 9")
            #expect(update.columns.map(\.name) == ["[applied]", "b"])
            #expect(try update.values() == [.boolean(false), .int(1)])
        }

        @Test("Without metadata a changed table answers other columns than were prepared, and that is noticed (O-12)")
        func changedTable() throws {
            try connection.execute("DROP TABLE IF EXISTS changed")
            try connection.execute("CREATE TABLE changed (k int PRIMARY KEY, b int)")
            try connection.execute("INSERT INTO changed (k, b) VALUES (1, 2)")
            let old = try connection.prepare("SELECT * FROM changed")
            func execute(_ statement: PreparedResult, skipMetadata: Bool) throws -> RowsResult {
                let parameters = QueryParameters(consistency: .one, skipMetadata: skipMetadata)
                return try connection.result(of: .execute(Execute(id: statement.id, parameters: parameters))).rows
            }
            let before = try execute(old, skipMetadata: true)
            #expect(before.metadata.columns == nil && before.metadata.columnCount == 2)
            #expect(try RowPage(before, columns: old.result.columns).values() == [.int(1), .int(2)])

            try connection.execute("ALTER TABLE changed ADD a int")
            let gone = try #require(throws: ServerError.self) { try execute(old, skipMetadata: true) }
            #expect(gone.detail == .unprepared(id: old.id))
            let new = try connection.prepare("SELECT * FROM changed")
            #expect(new.id == old.id)
            let after = try execute(old, skipMetadata: true)
            #expect(throws: WireError.wrongValueCount(expected: 3, actual: 2)) {
                try RowPage(after, columns: old.result.columns)
            }
            #expect(try RowPage(try execute(old, skipMetadata: false)).values() == [.int(1), .null, .int(2)])
        }

        @Test("Tracing id, warnings and custom payload come before the message, in any company (D-16)")
        func prologue() throws {
            var payload = BodyPrologue()
            payload.customPayload = [
                CustomPayloadEntry(name: "ignored", value: [1, 2, 3]), CustomPayloadEntry(name: "null", value: nil),
            ]
            let plain = try connection.reply(to: .query("SELECT count(*) FROM results WHERE k = 1"))
            #expect(plain.header.flags == [] && plain.prologue == BodyPrologue())

            let warned = try connection.reply(to: .query("SELECT count(*) FROM results"))
            #expect(warned.header.flags == [.warnings])
            #expect(warned.prologue.warnings == ["Aggregation query used without partition key"])

            let traced = try connection.reply(to: .query("SELECT k FROM results"), tracing: true)
            #expect(traced.header.flags == [.tracing])
            #expect(traced.prologue.tracingID?.version == 1)

            let all = try connection.reply(
                to: .query("SELECT count(*) FROM results"), tracing: true, prologue: payload)
            #expect(all.header.flags == [.tracing, .warnings])
            #expect(all.prologue.tracingID != nil && all.prologue.warnings.count == 1)
            #expect(try RowPage(all.response.result.rows).columns.map(\.type) == [.bigint])

            let failed = try connection.reply(to: .query("SELECT no FROM results"), tracing: true, prologue: payload)
            #expect(failed.response.error?.code == .invalid)
        }

        @Test("A request brings its own time, and its own level for the conditional part")
        func parameters() throws {
            let timed = QueryParameters(consistency: .one, timestamp: 9_000_000_000_000_000)
            let insert = Request.query(Query(text: "INSERT INTO results (k, b) VALUES (8, 1)", parameters: timed))
            #expect(try connection.result(of: insert) == .void)
            let page = try connection.rows("SELECT writetime(b) FROM results WHERE k = 8")
            #expect(try page.values() == [.bigint(9_000_000_000_000_000)])
            for level in [Consistency.serial, .localSerial] {
                let serial = QueryParameters(consistency: .quorum, serialConsistency: level)
                let update = Query(text: "UPDATE results SET b = 1 WHERE k = 9 IF b = 7", parameters: serial)
                #expect(try RowPage(try connection.result(of: .query(update)).rows).values() == [.boolean(false)])
            }
        }

        @Test("Two columns of one name are two columns (D-54)")
        func duplicateNames() throws {
            let page = try connection.rows("SELECT id, id, token(id), (int) 5 FROM one")
            #expect(page.columns.map(\.name) == ["id", "id", "system.token(id)", "(int)5"])
            var rows = page.rows(try RowDecoder<(Int32, Int32, Int64, Int32)>(columns: page.columns))
            let row = try #require(try rows.next())
            #expect(row.0 == 1 && row.1 == 1 && row.3 == 5)
        }
    }
}
