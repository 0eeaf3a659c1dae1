import CassandraWire

extension TableOptions {
    /// Reads what CREATE and ALTER TABLE have after WITH.
    mutating func read(_ properties: [Property], isNew: Bool = false) throws(ServerError) {
        for property in properties {
            switch property.value {
            case .text(let text): try read(property.name, text)
            case .map(let entries): try read(property.name, entries)
            }
        }
        if isNew, compaction["class"]?.hasSuffix(".LeveledCompactionStrategy") == true,
            !properties.contains(where: { $0.name == "bloom_filter_fp_chance" })
        {
            bloomFilterChance = 0.1
        }
        if maxIndexInterval < minIndexInterval {
            throw .configuration(
                "max_index_interval must be greater than or equal to min_index_interval (\(minIndexInterval)) "
                    + "(got \(maxIndexInterval))")
        }
    }

    private mutating func read(_ name: String, _ text: String) throws(ServerError) {
        switch name {
        case "additional_write_policy": additionalWritePolicy = try Self.speculation(text)
        case "allow_auto_snapshot": allowsAutoSnapshot = try Self.flag(name, text)
        case "bloom_filter_fp_chance":
            bloomFilterChance = try Self.fraction(name, text)
            guard bloomFilterChance > 6.71e-5, bloomFilterChance <= 1 else {
                throw .configuration(
                    "bloom_filter_fp_chance must be larger than 6.71E-5 and less than or equal to 1.0 "
                        + "(got \(bloomFilterChance))")
            }
        case "cdc": capturesChanges = try Self.flag(name, text)
        case "comment": comment = text
        case "memtable": memtable = text == "default" ? nil : text
        case "crc_check_chance":
            checkChance = try Self.fraction(name, text)
            guard checkChance >= 0, checkChance <= 1 else {
                throw .configuration(
                    "crc_check_chance must be larger than or equal to 0 and smaller than or equal to 1.0 "
                        + "(got \(checkChance))")
            }
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
                throw .server("java.lang.IllegalArgumentException")
            }
        case "speculative_retry": speculativeRetry = try Self.speculation(text)
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
        case "caching": caching = try Self.caching(map)
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

    static let longestTimeToLive: Int32 = 20 * 365 * 24 * 60 * 60

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
