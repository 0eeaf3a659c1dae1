import CassandraWire

extension TableOptions {
    /// Reads what CREATE and ALTER TABLE have after WITH.
    mutating func read(_ properties: [Property]) throws(ServerError) {
        for property in properties {
            switch property.value {
            case .text(let text): try read(property.name, text)
            case .map(let entries): try read(property.name, entries)
            }
        }
        if maxIndexInterval < minIndexInterval {
            throw .configuration(
                "max_index_interval must be greater than or equal to min_index_interval (\(minIndexInterval)) "
                    + "(got \(maxIndexInterval))")
        }
    }

    private mutating func read(_ name: String, _ text: String) throws(ServerError) {
        switch name {
        case "additional_write_policy": additionalWritePolicy = text.lowercased()
        case "allow_auto_snapshot": allowsAutoSnapshot = try Self.flag(name, text)
        case "bloom_filter_fp_chance":
            bloomFilterChance = try Self.fraction(name, text)
            guard bloomFilterChance > 0, bloomFilterChance <= 1 else {
                throw .configuration("bloom_filter_fp_chance must be larger than 6.71E-5 and less than or equal to 1.0 (got \(text))")
            }
        case "cdc": capturesChanges = try Self.flag(name, text)
        case "comment": comment = text
        case "memtable": memtable = text == "default" ? nil : text
        case "crc_check_chance": checkChance = try Self.fraction(name, text)
        case "default_time_to_live":
            defaultTimeToLive = try Self.number(name, text, atLeast: 0)
            guard defaultTimeToLive <= Self.longestTimeToLive else {
                throw .configuration(
                    "default_time_to_live must be less than or equal to \(Self.longestTimeToLive) (got \(text))")
            }
        case "gc_grace_seconds": graceSeconds = try Self.number(name, text, atLeast: 0)
        case "incremental_backups": backsUpIncrementally = try Self.flag(name, text)
        case "max_index_interval": maxIndexInterval = try Self.number(name, text, atLeast: 1)
        case "memtable_flush_period_in_ms": flushPeriod = try Self.number(name, text, atLeast: 0)
        case "min_index_interval": minIndexInterval = try Self.number(name, text, atLeast: 1)
        case "read_repair":
            readRepair = text.uppercased()
            guard readRepair == "BLOCKING" || readRepair == "NONE" else {
                throw .configuration("Invalid value \(text) for 'read_repair'. Supported values: [BLOCKING, NONE]")
            }
        case "speculative_retry": speculativeRetry = text.lowercased()
        case "id": break
        case "caching", "compaction", "compression", "extensions":
            throw .syntax("Invalid value for property '\(name)'. It should be a map.")
        default: throw .syntax("Unknown property '\(name)'")
        }
    }

    private mutating func read(_ name: String, _ entries: [(key: String, value: String)]) throws(ServerError) {
        var map: [String: String] = [:]
        for (key, value) in entries { map[key] = value }
        switch name {
        case "caching":
            for (key, value) in map { caching[key] = key == "keys" ? value.uppercased() : value }
        case "compaction": compaction = try Self.compaction(map)
        case "compression": compression = try Self.compression(map)
        case "extensions": extensions = map
        default:
            let isKnown = ["comment", "gc_grace_seconds", "default_time_to_live"].contains(name)
            throw .syntax(
                isKnown
                    ? "Invalid value for property '\(name)'. It should be a string." : "Unknown property '\(name)'")
        }
    }

    private static let compactions = "org.apache.cassandra.db.compaction."
    private static let compressions = "org.apache.cassandra.io.compress."
    static let longestTimeToLive: Int32 = 20 * 365 * 24 * 60 * 60

    private static func compaction(_ map: [String: String]) throws(ServerError) -> [String: String] {
        guard let name = map["class"] else {
            throw .configuration("Missing sub-option 'class' for the 'compaction' option.")
        }
        var result = map
        let short = name.split(separator: ".").last.map(String.init) ?? name
        switch short {
        case "SizeTieredCompactionStrategy", "LeveledCompactionStrategy", "TimeWindowCompactionStrategy",
            "UnifiedCompactionStrategy":
            break
        default: throw .configuration("Unable to find compaction strategy class '\(compactions)\(name)'")
        }
        result["class"] = compactions + short
        if short == "SizeTieredCompactionStrategy" || short == "TimeWindowCompactionStrategy" {
            result["max_threshold"] = map["max_threshold"] ?? "32"
            result["min_threshold"] = map["min_threshold"] ?? "4"
        }
        return result
    }

    private static func compression(_ map: [String: String]) throws(ServerError) -> [String: String] {
        guard map["enabled"]?.lowercased() != "false", map["sstable_compression"] != "" else {
            return ["enabled": "false"]
        }
        var result = map
        guard let name = map["class"] ?? map["sstable_compression"] else {
            if map.isEmpty { return ["enabled": "false"] }
            throw .configuration("Missing sub-option 'class' for the 'compression' option.")
        }
        result["sstable_compression"] = nil
        result["enabled"] = nil
        result["class"] = compressions + (name.split(separator: ".").last.map(String.init) ?? name)
        if map["chunk_length_in_kb"] == nil { result["chunk_length_in_kb"] = "16" }
        return result
    }

    private static func flag(_ name: String, _ text: String) throws(ServerError) -> Bool {
        guard let flag = Property.boolean(text) else {
            throw .syntax("Invalid boolean value \(text) for '\(name)'")
        }
        return flag
    }

    private static func fraction(_ name: String, _ text: String) throws(ServerError) -> Double {
        guard let number = Double(text) else { throw .syntax("Invalid double value \(text) for '\(name)'") }
        return number
    }

    private static func number(_ name: String, _ text: String, atLeast least: Int32) throws(ServerError) -> Int32 {
        guard let number = Int32(text) else { throw .syntax("Invalid integer value \(text) for '\(name)'") }
        guard number >= least else {
            throw .configuration("\(name) must be greater than or equal to \(least) (got \(number))")
        }
        return number
    }
}
