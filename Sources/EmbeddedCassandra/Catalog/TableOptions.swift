/// The options of a table: kept, given back, and all but two without effect here.
struct TableOptions: Hashable, Sendable {
    var additionalWritePolicy = "99p"
    var allowsAutoSnapshot = true
    var bloomFilterChance = 0.01
    var caching = ["keys": "ALL", "rows_per_partition": "NONE"]
    var capturesChanges = false
    var comment = ""
    var compaction = [
        "class": "org.apache.cassandra.db.compaction.SizeTieredCompactionStrategy", "max_threshold": "32",
        "min_threshold": "4",
    ]
    var compression = ["chunk_length_in_kb": "16", "class": "org.apache.cassandra.io.compress.LZ4Compressor"]
    var memtable: String?
    var checkChance = 1.0
    /// In seconds; 0 for none. Has effect.
    var defaultTimeToLive: Int32 = 0
    var extensions: [String: String] = [:]
    var graceSeconds: Int32 = 864_000
    var backsUpIncrementally = true
    var maxIndexInterval: Int32 = 2048
    var flushPeriod: Int32 = 0
    var minIndexInterval: Int32 = 128
    var readRepair = "BLOCKING"
    var speculativeRetry = "99p"
}
