extension Step {
    /// The step as a file of groups has it.
    package var source: String {
        var lines: [String] = []
        if let pageSize = options.pageSize { lines.append("-- page: \(pageSize)") }
        if let consistency = options.consistency { lines.append("-- consistency: \(consistency)") }
        if let serial = options.serialConsistency { lines.append("-- serial: \(serial)") }
        if let timestamp = options.timestamp { lines.append("-- timestamp: \(timestamp)") }
        if options.skipsMetadata { lines.append("-- skip-metadata") }
        switch action {
        case .query(let text, let values):
            lines += values.map { [Step.source($0)] } ?? []
            lines.append(text + ";")
        case .prepare(let text, let name, let values):
            lines.append(name.map { "-- prepare: \($0)" } ?? "-- prepare")
            lines += values.map(Step.source)
            lines.append(text + ";")
        case .execute(let name, let values):
            lines += values.map(Step.source)
            lines.append("EXECUTE \(name);")
        case .batch(let kind, let parts):
            lines.append("-- batch: \(kind.rawValue)")
            for part in parts {
                if part.isPrepared { lines.append("-- prepare") }
                if let values = part.values { lines.append(Step.source(values)) }
                lines.append(part.text + ";")
            }
            lines.append("-- end batch")
        }
        return lines.joined(separator: "\n")
    }

    private static func source(_ values: Values) -> String {
        guard let names = values.names else { return "-- bind: " + values.literals.joined(separator: ", ") }
        return "-- named: " + zip(names, values.literals).map { "\($0) = \($1)" }.joined(separator: ", ")
    }
}
