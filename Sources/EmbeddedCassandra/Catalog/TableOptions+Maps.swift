import CassandraWire

// The options that are maps, or little languages of their own.

extension TableOptions {
    /// What is left out is not cached, also where it is by default.
    static func caching(_ map: [String: String]) throws(ServerError) -> [String: String] {
        let keys = (map["keys"] ?? "NONE").uppercased()
        guard keys == "ALL" || keys == "NONE" else {
            throw .configuration(
                "Invalid value '\(map["keys"] ?? "")' for caching sub-option 'keys': only 'ALL' and 'NONE' are allowed")
        }
        var rows = (map["rows_per_partition"] ?? "NONE").uppercased()
        if rows != "ALL", rows != "NONE" {
            guard let count = UInt32(rows), count <= UInt32(Int32.max) else {
                throw .configuration(
                    "Invalid value '\(map["rows_per_partition"] ?? "")' for caching sub-option 'rows_per_partition': "
                        + "only 'ALL', 'NONE', and integer values are allowed")
            }
            rows = count == 0 ? "NONE" : String(count)
        }
        let others = map.keys.filter { $0 != "keys" && $0 != "rows_per_partition" }.sorted()
        guard others.isEmpty else {
            throw .configuration(
                "Invalid caching sub-options [\(others.joined(separator: ", "))]: only 'keys' and 'rows_per_partition' "
                    + "are allowed")
        }
        return ["keys": keys, "rows_per_partition": rows]
    }

    // MARK: Compaction

    private static let compactions = "org.apache.cassandra.db.compaction."

    static func compaction(_ map: [String: String]) throws(ServerError) -> [String: String] {
        guard let name = map["class"] else {
            throw .configuration("Missing sub-option 'class' for the 'compaction' option")
        }
        var result = map
        let full = name.contains(".") ? name : compactions + name
        result["class"] = full
        switch full.hasPrefix(compactions) ? String(full.dropFirst(compactions.count)) : "" {
        case "SizeTieredCompactionStrategy", "LeveledCompactionStrategy", "TimeWindowCompactionStrategy":
            result["max_threshold"] = map["max_threshold"] ?? "32"
            result["min_threshold"] = map["min_threshold"] ?? "4"
            try checkThresholds(result)
        case "UnifiedCompactionStrategy": break
        default: throw .configuration("Unable to find compaction strategy class '\(full)'")
        }
        return result
    }

    private static func checkThresholds(_ map: [String: String]) throws(ServerError) {
        let least = try threshold("min_threshold", map)
        let most = try threshold("max_threshold", map)
        guard least > 0, most > 0 else {
            throw .configuration(
                "Disabling compaction by setting compaction thresholds to 0 has been removed, set the compaction option "
                    + "'enabled' to false instead.")
        }
        guard least >= 2 else {
            throw .configuration("Min compaction threshold cannot be less than 2 (got \(least))")
        }
        guard least <= most else {
            throw .configuration(
                "Min compaction threshold (got \(least)) cannot be greater than max compaction threshold (got \(most))")
        }
    }

    private static func threshold(_ name: String, _ map: [String: String]) throws(ServerError) -> Int32 {
        guard let text = map[name], let number = Int32(text) else {
            throw .configuration(
                "Invalid value \(map[name] ?? "") for '\(name)' compaction sub-option - must be an integer")
        }
        return number
    }

    // MARK: Compression

    private static let compressions = "org.apache.cassandra.io.compress."
    private static let compressors: Set = [
        "DeflateCompressor", "LZ4Compressor", "NoopCompressor", "SnappyCompressor", "ZstdCompressor",
    ]

    static func compression(_ map: [String: String]) throws(ServerError) -> [String: String] {
        guard map["enabled"]?.lowercased() != "false", map["sstable_compression"] != "" else {
            return ["enabled": "false"]
        }
        var result = map
        guard let name = map["class"] ?? map["sstable_compression"] else {
            if map.isEmpty { return ["enabled": "false"] }
            throw .configuration("Missing sub-option 'class' for the 'compression' option.")
        }
        let full = name.contains(".") ? name : compressions + name
        guard full.hasPrefix(compressions), compressors.contains(String(full.dropFirst(compressions.count))) else {
            throw .configuration("Could not create Compression for type \(full)")
        }
        result["sstable_compression"] = nil
        result["enabled"] = nil
        result["class"] = full
        result["chunk_length_in_kb"] = try chunkLength(map["chunk_length_in_kb"] ?? "16")
        return result
    }

    private static func chunkLength(_ text: String) throws(ServerError) -> String {
        guard let length = Int32(text) else { throw .configuration("Invalid value for chunk_length_in_kb") }
        guard length <= Int32.max / 1024 else {
            throw .configuration("Value of chunk_length_in_kb is too large (\(length))")
        }
        guard length > 0 else { throw .configuration("Invalid negative or null chunk_length_in_kb") }
        guard length & (length - 1) == 0 else { throw .configuration("chunk_length_in_kb must be a power of 2") }
        return String(length)
    }

    // MARK: Speculation

    /// When a request is sent to another replica too: `99p`, `50ms`, `MIN(99p,50ms)`, ALWAYS or NEVER.
    static func speculation(_ text: String) throws(ServerError) -> String {
        let word = text.lowercased()
        switch word {
        case "always": return "ALWAYS"
        case "never", "none": return "NEVER"
        default: break
        }
        if let simple = delay(word) { return simple }
        for kind in ["min", "max"] where word.hasPrefix(kind + "(") && word.hasSuffix(")") {
            let parts = word.dropFirst(4).dropLast().split(separator: ",", omittingEmptySubsequences: false)
                .compactMap { delay($0.filter { $0 != " " }) }
            if parts.count == 2 { return "\(kind.uppercased())(\(parts.joined(separator: ",")))" }
        }
        throw .configuration("Invalid value \(text) for option 'speculative_retry'")
    }

    /// A part of all requests, or milliseconds.
    private static func delay(_ text: String) -> String? {
        if text.hasSuffix("ms") {
            guard let milliseconds = Double(text.dropLast(2)), milliseconds >= 0, milliseconds <= 1e9 else {
                return nil
            }
            return "\(Int(milliseconds))ms"
        }
        let digits = text.hasSuffix("percentile") ? text.dropLast(10) : text.hasSuffix("p") ? text.dropLast() : ""
        guard let percentile = Double(digits), percentile > 0, percentile < 100 else { return nil }
        let isWhole = percentile == percentile.rounded()
        return isWhole ? "\(Int(percentile))p" : "\(percentile)p"
    }
}
