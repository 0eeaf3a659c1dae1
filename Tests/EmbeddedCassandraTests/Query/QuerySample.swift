import Bytes
import CassandraWire
import Networking

@testable import EmbeddedCassandra

/// The query engine of a cluster's first node, without clients: statements go in as text, rows come out as numbers.
final class QuerySample {
    let cluster: Cluster
    let engine: QueryEngine
    let client = ClientState()

    init(on loop: EventLoop, nodes: UInt32 = 1) throws {
        cluster = Cluster(
            on: loop, schema: NodeAssembly.firstSchema(), clock: { loop.driver.wallClock() / 1000 },
            makeFrontend: { _, _ in ClusterSample.Frontend() })
        cluster.found(
            (0..<nodes).map { node in
                Cluster.Founder(datacenter: "dc1", rack: "rack1", address: .v4(0x7F00_0001 + node, port: 9042))
            })
        try cluster.startAll()
        engine = QueryEngine(of: cluster.nodes[0], in: cluster, seed: 1)
        try run("CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}")
        client.keyspace = "ks"
    }

    struct Page: Equatable {
        var rows: [[Int64?]]
        var state: ByteSlice?
    }

    /// What a statement gives at once; nothing for one without rows.
    @discardableResult
    func run(
        _ text: String, pageSize: Int32? = nil, state: ByteSlice? = nil, at consistency: Consistency = .one
    ) throws(ServerError) -> Page {
        guard
            let rows = try rows(
                text, QueryParameters(consistency: consistency, pageSize: pageSize, pagingState: state))
        else { return Page(rows: []) }
        return Page(rows: try Self.cells(rows) { $0.bigEndianInteger }, state: rows.metadata.pagingState)
    }

    /// The rows of a SELECT whose columns are all text.
    func texts(_ text: String) throws(ServerError) -> [[String?]] {
        guard let rows = try rows(text, QueryParameters(consistency: .one)) else { return [] }
        return try Self.cells(rows) { String(decoding: $0, as: UTF8.self) }
    }

    private func rows(_ text: String, _ parameters: QueryParameters) throws(ServerError) -> RowsResult? {
        var answer: Outcome.Answer?
        engine.query(text, parameters, client) { answer = $0.answer }
        switch answer {
        case .result(.rows(let rows)): return rows
        case .error(let error): throw error
        case nil: throw .server("no answer")
        default: return nil
        }
    }

    /// All pages of a SELECT.
    func pages(_ text: String, of size: Int32, at consistency: Consistency = .one) throws(ServerError) -> [[[Int64?]]] {
        var pages: [[[Int64?]]] = []
        var state: ByteSlice?
        repeat {
            let page = try run(text, pageSize: size, state: state, at: consistency)
            pages.append(page.rows)
            state = page.state
        } while state != nil && pages.count < 100
        return pages
    }

    private static func cells<Cell>(
        _ result: RowsResult, _ read: (ByteSlice) -> Cell?
    ) throws(ServerError) -> [[Cell?]] {
        var reader = WireReader(result.bytes)
        var rows: [[Cell?]] = []
        for _ in 0..<result.rowCount {
            var row: [Cell?] = []
            for _ in 0..<result.metadata.columnCount {
                guard let cell = try? Optional.some(reader.readBytes()) else { throw .server("a cell is missing") }
                row.append(cell.flatMap(read))
            }
            rows.append(row)
        }
        return rows
    }
}
