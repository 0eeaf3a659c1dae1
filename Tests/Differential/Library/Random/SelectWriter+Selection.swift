import CassandraWire

/// What random reads select.
extension SelectWriter {
    func selection(_ text: inout StatementText, _ dice: inout Dice, isDistinct: Bool, adds: Bool) -> String {
        if isDistinct {
            let columns = (dice.once(in: 12) ? table.columns : table.partition) + dice.some(of: table.fixed)
            return "DISTINCT " + columns.map(\.name).joined(separator: ", ")
        }
        if adds { return dice.once(in: 3) ? "count(*)" : aggregates(&dice) }
        if dice.once(in: 2) { return "*" }
        let chosen = dice.shuffled(dice.some(of: table.columns, least: 1))
        // Beside an element the server loses values of a slice, so there is one such selector at most.
        var hasPart = false
        var selectors: [String] = []
        for column in chosen {
            var selector = selector(column, &dice)
            if !hasPart, dice.once(in: 4), let part = part(of: column, &text, &dice) {
                hasPart = true
                selector = part
            }
            selectors.append(selector + (dice.once(in: 20) ? " AS \"It\(selectors.count)\"" : ""))
        }
        return selectors.joined(separator: ", ")
    }

    private func selector(_ column: RandomColumn, _ dice: inout Dice) -> String {
        let isTimed = table.kind == .timed && column.pool.isEmpty
        switch dice.number(1...14) {
        case 1 where isTimed: return "writetime(\(column.name))"
        case 2 where isTimed: return "maxwritetime(\(column.name))"
        case 3 where isTimed: return "ttl(\(column.name))"
        case 4, 5: return function(of: column, &dice) ?? column.name
        case 6: return "token(\(table.partition.map(\.name).joined(separator: ", ")))"
        default: return column.name
        }
    }

    /// An element, a slice or a field.
    private func part(of column: RandomColumn, _ text: inout StatementText, _ dice: inout Dice) -> String? {
        switch column.type.unfrozen {
        case .map(let key, _), .set(let key):
            if dice.once(in: 3) {
                let start = text.place(dice.value(of: key), key, &dice)
                return "\(column.name)[\(start)..\(text.place(dice.value(of: key), key, &dice))]"
            }
            return "\(column.name)[\(text.place(dice.value(of: key), key, &dice))]"
        case .list: return "\(column.name)[\(dice.number(0...1))]"
        case .udt(let type): return "\(column.name).\(dice.one(of: type.fields).name)"
        default: return nil
        }
    }

    private func function(of column: RandomColumn, _ dice: inout Dice) -> String? {
        let name = column.name
        switch column.type.unfrozen {
        case .date: return "\(dice.one(of: ["to_timestamp", "toUnixTimestamp", "date_as_blob"]))(\(name))"
        case .timestamp: return "\(dice.one(of: ["to_date", "to_unix_timestamp", "timestampAsBlob"]))(\(name))"
        case .timeuuid: return "\(dice.one(of: ["to_date", "to_timestamp", "to_unix_timestamp"]))(\(name))"
        case .int, .bigint, .smallint, .tinyint, .varint, .float, .double, .decimal:
            return "\(dice.one(of: ["abs", "round", "mask_default", "mask_null"]))(\(name))"
        case .text, .ascii:
            return dice.one(of: [
                "mask_inner(\(name), 1, 1)", "mask_outer(\(name), 1, null)", "mask_replace(\(name), 'r')",
            ])
        case .list(let element), .set(let element):
            let isNumber = [.int, .bigint, .smallint, .tinyint, .varint, .float, .double].contains(element)
            return dice.one(
                of: ["collection_count", "collection_min", "collection_max"] + (isNumber ? ["collection_sum"] : []))
                + "(\(name))"
        case .map: return "\(dice.one(of: ["map_keys", "map_values", "collection_count"]))(\(name))"
        case .vector(.float, _): return "similarity_dot_product(\(name), \(name))"
        case .boolean, .inet, .uuid, .time, .blob: return "\(dice.one(of: ["mask_default", "mask_null"]))(\(name))"
        default: return nil
        }
    }

    private func aggregates(_ dice: inout Dice) -> String {
        let columns = dice.some(of: table.columns, least: 1).prefix(4)
        return columns.map { column in
            switch column.type.unfrozen {
            case .int, .bigint, .smallint, .tinyint, .varint, .float, .double, .decimal, .counter:
                "\(dice.one(of: ["sum", "avg", "min", "max", "count"]))(\(column.name))"
            case _ where dice.once(in: 4): column.name
            default: "\(dice.one(of: ["min", "max", "count"]))(\(column.name))"
            }
        }.joined(separator: ", ")
    }
}
