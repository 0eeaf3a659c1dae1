import BlockingClient
import Bytes
import CassandraWire
import Testing

extension AnyNode {
    @Suite struct PagingTests {
        let connection: BlockingConnection

        init() throws {
            connection = try #require(TestedNode.current).open()
            try connection.execute(
                "CREATE TABLE IF NOT EXISTS paged (id int, n int, v text, PRIMARY KEY (id, n))")
            let insert = try connection.prepare("INSERT INTO paged (id, n, v) VALUES (1, ?, ?)")
            let encoder = try ValueEncoder<(Int32, String)>(markers: try #require(insert.variables.columns))
            let inserts = try (0..<Int32(30)).map { Request.execute(insert, try encoder.bind(($0, "row \($0)"))) }
            for reply in try connection.pipeline(inserts) { #expect(try reply.response.result == .void) }
        }

        /// The rows of all pages, and how many each page had.
        private func pages(
            size: Int32, columns: [ColumnMetadata]? = nil, _ request: (QueryParameters) -> Request
        ) throws -> (rows: [Int32], counts: [Int]) {
            var rows: [Int32] = []
            var counts: [Int] = []
            var parameters = QueryParameters(consistency: .one, skipMetadata: columns != nil, pageSize: size)
            repeat {
                let result = try connection.result(of: request(parameters)).rows
                #expect((result.metadata.columns == nil) == (columns != nil))
                let page = try RowPage(result, columns: columns)
                var texts = page.rows(try RowDecoder<(Int32, String)>(columns: page.columns))
                while let (number, text) = try texts.next() {
                    #expect(text == "row \(number)")
                    rows.append(number)
                }
                counts.append(page.count)
                parameters.pagingState = result.metadata.pagingState
            } while parameters.pagingState != nil && counts.count < 100
            return (rows, counts)
        }

        @Test(
            "Pages go on with the state of the one before, to the end (O-9)",
            arguments: [
                (1, Array(repeating: 1, count: 30) + [0]), (7, [7, 7, 7, 7, 2]), (10, [10, 10, 10, 0]), (29, [29, 1]),
                (31, [30]), (-1, [30]),
            ] as [(Int32, [Int])])
        func states(size: Int32, counts: [Int]) throws {
            let text = "SELECT n, v FROM paged WHERE id = 1"
            let queried = try pages(size: size) { .query(Query(text: text, parameters: $0)) }
            #expect(queried.rows == Array(0..<30))
            // The last page may be empty, or may not be there, when the one before was full.
            #expect(queried.counts == counts || queried.counts == counts.dropLast(counts.last == 0 ? 1 : 0))

            let statement = try connection.prepare(text)
            let executed = try pages(size: size, columns: statement.result.columns) {
                .execute(Execute(id: statement.id, parameters: $0))
            }
            #expect(executed.rows == queried.rows && executed.counts == queried.counts)
        }

        @Test("A page size of 0 and a state of nonsense are protocol errors (O-8)")
        func refused() throws {
            func error(pageSize: Int32, state: ByteSlice?) throws -> ServerError {
                let parameters = QueryParameters(consistency: .one, pageSize: pageSize, pagingState: state)
                let request = Request.query(Query(text: "SELECT n FROM paged", parameters: parameters))
                return try #require(try connection.reply(to: request).response.error)
            }
            #expect(try error(pageSize: 0, state: nil).code == .protocolError)
            #expect(
                try error(pageSize: 5, state: [1, 2, 3])
                    == ServerError(code: .protocolError, message: "Invalid value for the paging state"))
        }

        @Test("A state of another query is taken without a word (O-9)")
        func strangeState() throws {
            func rows(_ text: String, state: ByteSlice?) throws -> RowsResult {
                let parameters = QueryParameters(consistency: .one, pageSize: 10, pagingState: state)
                return try connection.result(of: .query(Query(text: text, parameters: parameters))).rows
            }
            let first = try rows("SELECT n, v FROM paged WHERE id = 1", state: nil)
            let state = try #require(first.metadata.pagingState)
            let other = try RowPage(try rows("SELECT n, v FROM paged WHERE id = 1 AND n < 12", state: state))
            #expect(other.count == 2)
        }
    }
}
