import CassandraWire
import Testing

@Suite struct TimestampRangeTests {
    @Test(
        "Seconds round down over the whole range of milliseconds (D-38)",
        arguments: [
            (0, 0), (999, 0), (1_000, 1), (-1, -1), (-1_000, -1), (-1_001, -2),
            (Int64.max, 9_223_372_036_854_775), (Int64.min, -9_223_372_036_854_776),
            (Int64.min + 191, -9_223_372_036_854_776), (Int64.min + 1_000, -9_223_372_036_854_775),
        ] as [(Int64, Int64)])
    func seconds(milliseconds: Int64, seconds: Int64) {
        #expect(CQLTimestamp(millisecondsSinceEpoch: milliseconds).secondsSinceEpoch == seconds)
    }
}
