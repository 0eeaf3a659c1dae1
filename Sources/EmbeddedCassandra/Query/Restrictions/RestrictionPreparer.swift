import CassandraWire

/// Makes restrictions out of the relations of a WHERE clause, and finds those that make no sense by themselves.
struct RestrictionPreparer {
    let table: Table
    let purpose: WherePurpose
    private(set) var token: [TokenRestriction] = []
    private(set) var columns: [Restriction] = []
    /// The indexes that are asked by name.
    private(set) var indexExpressions: [String] = []
    /// Restrictions that an index answers may stand anywhere.
    private let support: IndexSupport?

    struct TokenRestriction {
        let comparison: Relation.Comparison
        let term: PreparedTerm
    }

    /// Prepares and merges one relation after the other, as the server does: the first that is wrong is told.
    init(
        _ relations: [Relation], of table: Table, _ context: inout StatementContext, _ purpose: WherePurpose
    ) throws(ServerError) {
        self.table = table
        self.purpose = purpose
        support = purpose.isRead && !table.indexes.isEmpty ? IndexSupport(table) : nil
        for relation in relations { try add(relation, &context) }
    }

    private mutating func add(_ relation: Relation, _ context: inout StatementContext) throws(ServerError) {
        try purpose.check(relation.comparison)
        switch relation.target {
        case .column(let name): try addColumn(try table.required(name), relation, &context)
        case .columns(let names): try addTuple(names, relation, &context)
        case .token(let names): try addToken(names, relation, &context)
        case .element(let name, let key): try addEntry(try table.required(name), key, relation, &context)
        case .index(let name): indexExpressions.append(name)
        case .field(let name, _):
            _ = try table.required(name)
            throw .invalid("Cannot restrict a field of column \(name)")
        }
    }

    private mutating func addColumn(
        _ column: Column, _ relation: Relation, _ context: inout StatementContext
    ) throws(ServerError) {
        try check(column, relation, &context)
        let operand: Restriction.Operand
        var comparison = relation.comparison
        switch (relation.operand, relation.comparison) {
        case (.none, _): throw .invalid("Unsupported restriction: \(CQLIdentifier.quoted(column.name)) IS NOT NULL")
        case (.list(let terms), .isIn) where terms.count == 1:
            // One value is not a list, neither for other relations of the column nor for warnings and pages.
            comparison = .equal
            operand = .term(.single(try context.prepare(terms[0], for: column, of: table)))
        case (.list(let terms), _):
            var prepared: [RestrictionTerm] = []
            for term in terms { prepared.append(.single(try context.prepare(term, for: column, of: table))) }
            operand = .list(prepared)
        case (.term(let term), .isIn):
            let list = try context.prepare(
                term, for: column, of: table, name: "in(\(column.name))", type: .list(column.type))
            operand = .listMarker(list, element: column.type)
        case (.term(let term), .contains):
            operand = .term(.single(try containing(term, column, isKey: false, &context)))
        case (.term(let term), .containsKey):
            operand = .term(.single(try containing(term, column, isKey: true, &context)))
        case (.term(let term), _):
            operand = .term(.single(try context.prepare(term, for: column, of: table)))
        }
        try merge(Restriction(columns: [column], comparison: comparison, operand: operand, isTuple: false))
    }

    private func containing(
        _ term: Term, _ column: Column, isKey: Bool, _ context: inout StatementContext
    ) throws(ServerError) -> PreparedTerm {
        switch column.type.unfrozen {
        case .list(let element), .set(let element):
            return try context.prepare(term, for: column, of: table, name: "value(\(column.name))", type: element)
        case .map(let key, let value):
            return try context.prepare(
                term, for: column, of: table, name: (isKey ? "key" : "value") + "(\(column.name))",
                type: isKey ? key : value)
        default: return try context.prepare(term, for: column, of: table)
        }
    }

    private func check(
        _ column: Column, _ relation: Relation, _ context: inout StatementContext
    ) throws(ServerError) {
        let type = column.type
        let comparison = relation.comparison
        switch comparison {
        case .contains:
            // In a type that is turned round the server does not see the collection.
            guard type.isCollection, !column.isDescending else {
                throw .invalid("Cannot use CONTAINS on non-collection column \(CQLIdentifier.quoted(column.name))")
            }
        case .containsKey:
            guard case .map = type.unfrozen, !column.isDescending else {
                throw .invalid("Cannot use CONTAINS KEY on non-map column \(CQLIdentifier.quoted(column.name))")
            }
        case .like:
            if case .term(let term) = relation.operand { _ = try context.prepare(term, for: column, of: table) }
            throw .invalid(
                "LIKE restriction is only supported on properly indexed columns. "
                    + "\(text(CQLIdentifier.quoted(column.name), relation, context)) is not valid.")
        case .notEqual:
            throw .invalid(
                "Unsupported \"!=\" relation: \(text(CQLIdentifier.quoted(column.name), relation, context))")
        case .isNotIn, .notContains, .notContainsKey:
            throw .unsupported("the operator \(comparison.rawValue)")
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            if type.unfrozen == .duration {
                throw .invalid("Slice restrictions are not supported on duration columns")
            }
            if let whole = type.wholeOfDurations {
                throw .invalid("Slice restrictions are not supported on \(whole) containing durations")
            }
            fallthrough
        case .equal, .isIn:
            if column.isMultiCell {
                if case .udt = type {
                    throw .invalid(
                        "Non-frozen UDT column '\(column.name)' (\(type.shortText)) cannot be restricted by any relation"
                    )
                }
                throw .invalid(
                    "Collection column '\(column.name)' (\(type.shortText)) cannot be restricted by a "
                        + "'\(comparison.rawValue)' relation")
            }
        case .isNotNull: break
        }
    }

    private mutating func addEntry(
        _ column: Column, _ key: Term, _ relation: Relation, _ context: inout StatementContext
    ) throws(ServerError) {
        guard case .map(let keyType, let valueType) = column.type.unfrozen else {
            switch column.type.unfrozen {
            case .list, .set:
                throw .invalid("Indexes on list entries (\(column.name)[index] = value) are not currently supported.")
            default: throw .invalid("Column \(column.name) cannot be used as a map")
            }
        }
        guard !column.isDescending else { throw .invalid("Column \(column.name) cannot be used as a map") }
        guard column.isMultiCell else {
            throw .invalid("Map-entry equality predicates on frozen map column \(column.name) are not supported")
        }
        guard relation.comparison == .equal, case .term(let term) = relation.operand else {
            throw .invalid("Only EQ relations are supported on map entries")
        }
        let preparedKey = try context.prepare(
            key, for: column, of: table, name: "key(\(column.name))", type: keyType)
        let value = try context.prepare(
            term, for: column, of: table, name: "value(\(column.name))", type: valueType)
        try merge(
            Restriction(
                columns: [column], comparison: .equal, operand: .entry(key: preparedKey, value: value), isTuple: false))
    }

    // MARK: Several columns at once

    private mutating func addTuple(
        _ names: [String], _ relation: Relation, _ context: inout StatementContext
    ) throws(ServerError) {
        var found: [Column] = []
        for name in names {
            let column = try table.required(name)
            guard column.kind == .clustering else {
                throw .invalid(
                    "Multi-column relations can only be applied to clustering columns but was applied to: \(name)")
            }
            guard !found.contains(column) else {
                throw .invalid("Column \"\(name)\" appeared twice in a relation: \(text(names, relation, context))")
            }
            if let last = found.last, column.position != last.position + 1 {
                throw .invalid(
                    "Clustering columns must appear in the PRIMARY KEY order in multi-column relations: "
                        + text(names, relation, context))
            }
            found.append(column)
        }
        let operand: Restriction.Operand
        var comparison = relation.comparison
        switch relation.operand {
        case .list(let terms) where terms.count == 1 && comparison == .isIn:
            comparison = .equal
            operand = .term(try tuple(terms[0], found, &context))
        case .none: throw .invalid("Unsupported restriction on (\(names.joined(separator: ", ")))")
        case .list(let terms):
            var prepared: [RestrictionTerm] = []
            for term in terms { prepared.append(try tuple(term, found, &context)) }
            operand = .list(prepared)
        case .term(let term):
            if relation.comparison == .isIn {
                let element = CQLType.tuple(found.map(\.type))
                let list = try context.prepare(
                    term, for: found[0], of: table, name: "in(\(names.joined(separator: ",")))", type: .list(element))
                operand = .listMarker(list, element: element)
            } else {
                operand = .term(try tuple(term, found, &context))
            }
        }
        try merge(Restriction(columns: found, comparison: comparison, operand: operand, isTuple: true))
    }

    private func tuple(
        _ term: Term, _ columns: [Column], _ context: inout StatementContext
    ) throws(ServerError) -> RestrictionTerm {
        guard case .tuple(let terms) = term else {
            let types = columns.map(\.type)
            let name = "(\(columns.map(\.name).joined(separator: ",")))"
            return .whole(
                try context.prepare(term, for: columns[0], of: table, name: name, type: .tuple(types)), types: types)
        }
        guard terms.count == columns.count else {
            throw .invalid(
                "Expected \(columns.count) elements in value tuple, but got \(terms.count): "
                    + term.text(termContext(context)))
        }
        var prepared: [PreparedTerm] = []
        for (term, column) in zip(terms, columns) { prepared.append(try context.prepare(term, for: column, of: table)) }
        return .tuple(prepared)
    }

    // MARK: Texts of messages

    private func text(_ names: [String], _ relation: Relation, _ context: StatementContext) -> String {
        text("(\(names.joined(separator: ", ")))", relation, context)
    }

    private func text(_ target: String, _ relation: Relation, _ context: StatementContext) -> String {
        let terms = termContext(context)
        let operand =
            switch relation.operand {
            case .none: ""
            case .term(let term): " " + term.text(terms)
            case .list(let list): " (\(list.map { $0.text(terms) }.joined(separator: ", ")))"
            }
        return "\(target) \(relation.comparison.rawValue)\(operand)"
    }

    private func termContext(_ context: StatementContext) -> TermContext {
        TermContext(keyspace: table.keyspace, schema: context.schema, table: table)
    }

    // MARK: Tokens

    private mutating func addToken(
        _ names: [String], _ relation: Relation, _ context: inout StatementContext
    ) throws(ServerError) {
        for name in names { _ = try table.required(name) }
        let expected = table.partitionKey.map(\.name)
        guard names == expected else {
            let given = Set(names)
            guard given.isSuperset(of: expected) else {
                throw .invalid("The token() function must be applied to all partition key components or none of them")
            }
            guard given.count == names.count else {
                throw .invalid("The token() function contains duplicate partition key components")
            }
            guard given.count == expected.count else {
                throw .invalid("The token() function must contains only partition key components")
            }
            throw .invalid(
                "The token function arguments must be in the partition key order: "
                    + expected.joined(separator: ", "))
        }
        guard case .term(let term) = relation.operand, relation.comparison != .isIn else {
            throw .invalid("IN cannot be used with the token function")
        }
        let prepared = try context.prepare(term, called: "partition key token", .bigint, of: table)
        guard let prepared else { return }
        let restriction = TokenRestriction(comparison: relation.comparison, term: prepared)
        for earlier in token { try restriction.check(beside: earlier, table) }
        token.append(restriction)
    }

    private mutating func merge(_ restriction: Restriction) throws(ServerError) {
        for earlier in columns {
            let shared = earlier.columns.filter { restriction.columns.contains($0) }
            if !shared.isEmpty { try restriction.check(beside: earlier, sharing: shared) }
        }
        if !purpose.allowsFiltering, restriction.columns[0].kind == .clustering,
            support?.answersAny(of: [restriction]) != true
        {
            try restriction.checkOrder(after: columns.filter { $0.columns[0].kind == .clustering })
        }
        columns.append(restriction)
    }
}

extension CQLType {
    /// Whether its values have values of other types in them.
    var isMadeOfOthers: Bool {
        switch unfrozen {
        case .list, .set, .map, .tuple, .udt, .vector: true
        default: false
        }
    }

    /// What messages call it when there are durations in it, which have no order; `nil` when there are none.
    var wholeOfDurations: String? {
        switch unfrozen {
        case .list, .set, .map: hasDurations ? "collections" : nil
        case .tuple: hasDurations ? "tuples" : nil
        case .udt: hasDurations ? "UDTs" : nil
        default: nil
        }
    }

    private var hasDurations: Bool {
        switch unfrozen {
        case .duration: true
        case .list(let element), .set(let element), .vector(let element, _): element.hasDurations
        case .map(let key, let value): key.hasDurations || value.hasDurations
        case .tuple(let types): types.contains(where: \.hasDurations)
        case .udt(let type): type.fields.contains { $0.type.hasDurations }
        default: false
        }
    }

    var isCollection: Bool {
        switch unfrozen {
        case .list, .set, .map: true
        default: false
        }
    }
}

extension Relation.Comparison {
    var isSlice: Bool {
        switch self {
        case .less, .lessOrEqual, .greater, .greaterOrEqual: true
        default: false
        }
    }

    var isInclusive: Bool { self == .lessOrEqual || self == .greaterOrEqual }
    /// Bounds from below.
    var isStart: Bool { self == .greater || self == .greaterOrEqual }
}
