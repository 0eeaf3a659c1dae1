import CassandraWire
import Testing

@testable import EmbeddedCassandra

@Suite struct TableTests {
    @Test func columnsStandInTheOrderOfSelectStar() {
        func column(_ name: String, _ type: CQLType, _ kind: Column.Kind, position: Int = -1, id: Int) -> Column {
            Column(name: name, type: type, kind: kind, position: position, isDescending: false, id: id)
        }
        let table = Table(
            id: CQLUUID(high: 0, low: 0), keyspace: "k", name: "t",
            columns: [
                column("z", .list(.int), .regular, id: 0), column("zz", .int, .regular, id: 1),
                column("c", .int, .clustering, position: 0, id: 2), column("s", .int, .isStatic, id: 3),
                column("b", .int, .partitionKey, position: 1, id: 4),
                column("p", .int, .partitionKey, position: 0, id: 5),
            ],
            options: TableOptions(), nextColumnID: 6)
        #expect(table.columns.map(\.name) == ["p", "b", "c", "s", "z", "zz"])
    }
}
