import Bytes
import CassandraWire
import Foundation
import ScriptedNode

/// A node of one table, which has every row that it is asked for.
enum AnsweringNode {
    private static let columns = [("k", CQLType.bigint), ("d", .double), ("t", .text), ("v", .blob)].map {
        ColumnMetadata(keyspace: "bench", table: "kv", name: $0, type: $1)
    }

    /// Prints where it listens, and goes on until standard input ends.
    static func serve() async throws {
        let row = try row()
        let insert = ByteSlice("insert".utf8)
        let select = ByteSlice("select".utf8)
        let node = try await ScriptedNode.start(
            keepsRequests: false,
            Script { incoming in
                switch incoming.request {
                case .prepare(let prepare):
                    prepare.text.hasPrefix("SELECT")
                        ? [.answer(prepared(select, ["k"]))] : [.answer(prepared(insert, ["k", "v", "t", "d"]))]
                case .execute(let execute): execute.id == select ? [.answer(row)] : .void
                default: nil
                }
            })
        FileHandle.standardOutput.write(Data("\(node.contactPoint)\n".utf8))
        _ = FileHandle.standardInput.readDataToEndOfFile()
        await node.stop()
    }

    private static func prepared(_ id: ByteSlice, _ names: [String]) -> Answer {
        let markers = names.compactMap { name in columns.first { $0.name == name } }
        return Answer(
            .result(
                .prepared(
                    PreparedResult(
                        id: id, variables: ResultMetadata(columns: markers, isOfOneTable: true),
                        partitionKeyIndices: [0],
                        result: ResultMetadata(columns: columns, isOfOneTable: true)))))
    }

    private static func row() throws -> Answer {
        let encoder = ValueEncoder<[CQLValue]>(markers: columns)
        var writer = WireWriter()
        let payload = ByteSlice([UInt8](repeating: 7, count: 100))
        try encoder.encode([.bigint(1), .double(1), .text("a text of 20 letters"), .blob(payload)], to: &writer)
        let metadata = ResultMetadata(columns: columns, isOfOneTable: true)
        return Answer(.result(.rows(RowsResult(metadata: metadata, rowCount: 1, bytes: writer.finish()))))
    }
}
