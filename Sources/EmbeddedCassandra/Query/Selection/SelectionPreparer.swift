import Bytes
import CassandraWire

/// An expression with what is known of it before any row is read.
struct PreparedExpression {
    var expression: Expression
    var type: CQLType
    /// As names of result columns and messages show it.
    var text: String
    /// A column in descending order.
    var isTurned = false
}

/// Makes the columns of a result out of what stands between SELECT and FROM.
struct SelectionPreparer {
    let table: Table
    private(set) var aggregates: [PreparedAggregate] = []
    private(set) var columns: [ColumnMetadata] = []
    private(set) var expressions: [Expression] = []
    /// The terms in brackets behind columns, which may not be null, with what messages call them.
    private(set) var elementKeys: [ElementKey] = []
    private var isInsideAggregate = false
    /// Elements, fields and terms are not looked at.
    private var looksAtNamesOnly = false

    struct PreparedAggregate {
        let function: AggregateFunction
        /// Empty for `count(*)`.
        let arguments: [Expression]
    }

    init(
        _ items: [SelectedItem]?, of table: Table, isDistinct: Bool, _ context: inout StatementContext
    ) throws(ServerError) {
        self.table = table
        guard let items else {
            columns = table.columns.map(table.metadata)
            expressions = table.columns.map(Self.expression)
            return
        }
        for item in items {
            let prepared = try prepare(item.selector, &context, isOutermost: true)
            columns.append(
                ColumnMetadata(
                    keyspace: table.keyspace, table: table.name, name: item.alias ?? prepared.text, type: prepared.type)
            )
            expressions.append(prepared.expression)
        }
        expressions = Expression.losingValues(expressions)
    }

    static func expression(_ column: Column) -> Expression {
        switch column.kind {
        case .partitionKey: .partitionKey(column.position)
        case .clustering: .clustering(column.position)
        case .regular, .isStatic:
            column.isCounter ? .counter(column) : column.isMultiCell ? .collection(column) : .cell(column)
        }
    }

    /// Whether only static columns are selected, and perhaps some of the partition key. As the server does, it looks at
    /// names and functions only until the answer is clear: what is wrong behind that is told later.
    static func isOfStatics(
        _ items: [SelectedItem]?, of table: Table, _ context: StatementContext
    ) throws(ServerError) -> Bool {
        guard let items, !table.statics.isEmpty else { return false }
        var preparer = SelectionPreparer(namesOf: table)
        var context = context
        var known: [[Column]] = []
        for item in items {
            known.append(try preparer.columns(in: item.selector, &context))
            if known[known.count - 1].contains(where: { $0.kind == .isStatic }) { break }
        }
        guard known.last?.contains(where: { $0.kind == .isStatic }) == true else { return false }
        for (index, item) in items.enumerated() {
            let columns = index < known.count ? known[index] : try preparer.columns(in: item.selector, &context)
            guard columns.allSatisfy({ $0.kind == .isStatic || $0.kind == .partitionKey }) else { return false }
        }
        return true
    }

    private init(namesOf table: Table) {
        self.table = table
        looksAtNamesOnly = true
    }

    private mutating func columns(
        in selector: Selector, _ context: inout StatementContext
    ) throws(ServerError) -> [Column] {
        _ = try prepare(selector, &context)
        return selector.columnNames.compactMap { table.column($0) }
    }

    /// Makes one column out of all: the row as JSON.
    mutating func makeJSON() {
        let fields = zip(columns, expressions).map { column, expression in
            JSONField(key: JSONWriter.key(column.name), expression: expression, type: column.type)
        }
        columns = [ColumnMetadata(keyspace: table.keyspace, table: table.name, name: "[json]", type: .text)]
        expressions = [.json(fields)]
    }

    /// The columns that the result is made of.
    var columnsRead: [Column] {
        (expressions + aggregates.flatMap(\.arguments)).flatMap { $0.columns(of: table) }
    }

    mutating func prepare(
        _ selector: Selector, _ context: inout StatementContext, isOutermost: Bool = false
    ) throws(ServerError) -> PreparedExpression {
        if looksAtNamesOnly, let inner = selector.inner { return try prepare(inner, &context) }
        switch selector {
        case .column(let name):
            let column = try table.required(name)
            return PreparedExpression(
                expression: Self.expression(column), type: column.type, text: name, isTurned: column.isDescending)
        case .element(let inner, let key): return try element(inner, key, &context)
        case .slice(let inner, let from, let to): return try slice(inner, from, to, &context)
        case .field(let inner, let name): return try field(inner, name, &context)
        case .countRows:
            return try aggregate(AggregateFunctions.countRows, [], text: "count", type: .bigint)
        case .call(let name, let arguments): return try call(name, arguments, &context)
        case .term(let term): return try self.term(term, &context, isOutermost: isOutermost)
        case .conversion(let inner, let type): return try conversion(inner, type, &context)
        case .arithmetic(let sign, let left, let right): return try arithmetic(sign, left, right, &context)
        case .hint(let type, let inner): return try hint(type, inner, &context)
        case .composite(let parts): return try composite(parts, as: nil, &context)
        case .parenthesized:
            throw Self.untyped(try value(selector, &context).text)
        }
    }

    // MARK: Parts of values

    private mutating func element(
        _ inner: Selector, _ key: Term, _ context: inout StatementContext
    ) throws(ServerError) -> PreparedExpression {
        let whole = try prepare(inner, &context)
        let types = try collectionTypes(whole)
        let prepared = try context.prepare(key, as: elementReceiver(whole, types.key))
        if prepared.hasMarkers { elementKeys.append(ElementKey(term: prepared, isBound: false, column: whole.text)) }
        return PreparedExpression(
            expression: .element(whole.expression, whole.type, prepared), type: types.value,
            text: "\(whole.text)[\(key.text(termContext(context)))]")
    }

    private mutating func slice(
        _ inner: Selector, _ from: Term?, _ to: Term?, _ context: inout StatementContext
    ) throws(ServerError) -> PreparedExpression {
        let whole = try prepare(inner, &context)
        let types = try collectionTypes(whole)
        let receiver = elementReceiver(whole, types.key)
        let low = try from.map { term throws(ServerError) in try context.prepare(term, as: receiver) }
        let high = try to.map { term throws(ServerError) in try context.prepare(term, as: receiver) }
        for case .some(let term) in [low, high] where term.hasMarkers {
            elementKeys.append(ElementKey(term: term, isBound: true, column: whole.text))
        }
        let terms = termContext(context)
        let text = "\(whole.text)[\(from?.text(terms) ?? "")..\(to?.text(terms) ?? "")]"
        return PreparedExpression(
            expression: .slice(whole.expression, whole.type, from: low, to: high), type: whole.type, text: text)
    }

    private func collectionTypes(_ whole: PreparedExpression) throws(ServerError) -> (key: CQLType, value: CQLType) {
        switch whole.type.unfrozen {
        case .map(let key, let value): return (key, value)
        case .set(let element): return (element, element)
        case .list:
            throw .invalid("Element selection is only allowed on sets and maps, but \(whole.text) is a list")
        default:
            throw .invalid(
                "Invalid element selection: \(whole.text) is of type \(whole.type.shortText) is not a collection")
        }
    }

    /// What the key of an element is bound as.
    private func elementReceiver(_ whole: PreparedExpression, _ type: CQLType) -> ColumnMetadata {
        let name = (whole.type.isSet ? "value" : "key") + "(\(whole.text))"
        return ColumnMetadata(keyspace: table.keyspace, table: table.name, name: name, type: type)
    }

    private mutating func field(
        _ inner: Selector, _ name: String, _ context: inout StatementContext
    ) throws(ServerError) -> PreparedExpression {
        let whole = try prepare(inner, &context)
        guard case .udt(let type) = whole.type.unfrozen else {
            throw .invalid(
                "Invalid field selection: \(whole.text) of type \(whole.type.shortText) is not a user type")
        }
        guard let index = type.index(of: name) else {
            throw .invalid("\(whole.text) of type \(type.name) has no field \(name)")
        }
        return PreparedExpression(
            expression: .field(whole.expression, index), type: type.fields[index].type,
            text: "\(whole.text).\(name)")
    }

    func termContext(_ context: StatementContext) -> TermContext {
        TermContext(keyspace: table.keyspace, schema: context.schema, table: table)
    }

    private func term(
        _ term: Term, _ context: inout StatementContext, isOutermost: Bool
    ) throws(ServerError) -> PreparedExpression {
        let terms = termContext(context)
        let text = term.text(terms)
        if looksAtNamesOnly {
            return PreparedExpression(expression: .term(.null), type: .blob, text: text)
        }
        try checkHint(term, terms)
        // A single term in brackets may be a tuple, too.
        if case .tuple(let parts) = term, parts.count == 1 { throw Self.untyped(text) }
        guard let type = try FunctionArgument.term(term).exactType(terms) else { throw Self.untyped(text) }
        return PreparedExpression(
            expression: .term(try context.prepare(term, as: receiver(type))), type: type, text: text)
    }

    static func untyped(_ text: String) -> ServerError {
        .invalid("Cannot infer type for term \(text) in selection clause (try using a cast to force a type)")
    }

    /// What a term between SELECT and FROM is bound as.
    func receiver(_ type: CQLType) -> ColumnMetadata {
        ColumnMetadata(keyspace: table.keyspace, table: table.name, name: "[selection]", type: type)
    }

    // MARK: Functions

    private mutating func call(
        _ name: QualifiedName, _ arguments: [Selector], _ context: inout StatementContext
    ) throws(ServerError) -> PreparedExpression {
        if name.keyspace == nil || name.keyspace == "system" {
            if let time = CellTime(rawValue: name.name) { return try cellTime(time, arguments, &context) }
            if name.name == "token" { return try token(arguments, &context) }
        }
        let isAggregate = AggregateFunctions.isKnown(name)
        if isAggregate, isInsideAggregate, !looksAtNamesOnly {
            throw .invalid("aggregate functions cannot be used as arguments of aggregate functions")
        }
        isInsideAggregate = isInsideAggregate || isAggregate
        defer { if isAggregate { isInsideAggregate = false } }
        var operands: [Operand] = []
        for argument in arguments { operands.append(try operand(argument, &context)) }
        let terms = termContext(context)
        let given = operands.map(\.argument)
        let takesAny = FunctionFamily(name.name) != nil || name.name == "min" || name.name == "max"
        if !takesAny, operands.contains(where: { if case .value = $0 { $0.isList } else { false } }) {
            // The server trips over a list of columns where types are compared; clients see just that.
            throw .server("java.lang.IllegalArgumentException")
        }
        if isAggregate {
            guard let function = try AggregateFunctions.resolve(name, given, terms) else { throw Self.unknown(name) }
            var expressions: [Expression] = []
            for operand in operands {
                switch operand {
                case .value(let value), .parenthesized(let value): expressions.append(value.expression)
                case .term(let term):
                    expressions.append(try self.term(term, &context, isOutermost: false).expression)
                }
            }
            let texts = given.map { $0.text(terms) }.joined(separator: ", ")
            return try aggregate(
                function, expressions, text: "\(function.displayName)(\(texts))", type: function.resultType)
        }
        guard let function = try ScalarFunctions.resolve(name, given, nil, terms) else { throw Self.unknown(name) }
        return try call(function, operands, &context)
    }

    private static func unknown(_ name: QualifiedName) -> ServerError {
        .invalid("Unknown function '\(name.keyspace.map { $0 + "." } ?? "")\(name.name)'")
    }

    private mutating func aggregate(
        _ function: AggregateFunction, _ arguments: [Expression], text: String, type: CQLType
    ) throws(ServerError) -> PreparedExpression {
        aggregates.append(PreparedAggregate(function: function, arguments: arguments))
        return PreparedExpression(expression: .aggregate(aggregates.count - 1), type: type, text: text)
    }

    private mutating func cellTime(
        _ time: CellTime, _ arguments: [Selector], _ context: inout StatementContext
    ) throws(ServerError) -> PreparedExpression {
        guard arguments.count == 1 else { throw .unsupported("\(time.rawValue) of several columns") }
        let argument = try prepare(arguments[0], &context)
        if looksAtNamesOnly { return argument }
        let (column, part): (Column, CellPart)
        switch argument.expression {
        case .partitionKey, .clustering:
            throw .invalid("Cannot use selection function \(time.rawValue) on PRIMARY KEY part \(argument.text)")
        case .cell(let whole), .collection(let whole), .counter(let whole): (column, part) = (whole, .whole)
        case .element(.cell(let whole), _, let key), .element(.collection(let whole), _, let key):
            // The server trips over a marker; clients see just that.
            if key.hasMarkers { throw .server("java.lang.ClassCastException") }
            (column, part) = (whole, .element(key))
        case .slice(.cell(let whole), _, let from, let to), .slice(.collection(let whole), _, let from, let to):
            (column, part) = (whole, .slice(from: from, to: to))
        case .field(.cell(let whole), let index), .field(.collection(let whole), let index):
            (column, part) = (whole, .field(index))
        default: throw .unsupported("\(time.rawValue) of \(argument.text)")
        }
        return PreparedExpression(
            expression: .time(time, of: column, part), type: time.type(of: part, column),
            text: "\(time.rawValue)(\(argument.text))")
    }

    private mutating func token(
        _ arguments: [Selector], _ context: inout StatementContext
    ) throws(ServerError) -> PreparedExpression {
        guard let function = TokenFunction.make(table) else { throw .unsupported("token") }
        guard arguments.count == table.partitionKey.count else {
            throw .invalid(
                "Invalid number of arguments in call to function system.token: \(table.partitionKey.count) required "
                    + "but \(arguments.count) provided")
        }
        var expressions: [Expression] = []
        var texts: [String] = []
        for (argument, column) in zip(arguments, table.partitionKey) {
            if case .term(let term) = argument {
                texts.append(term.text(termContext(context)))
                expressions.append(.term(try context.prepare(term, as: receiver(column.type))))
            } else {
                let prepared = try value(argument, &context)
                guard prepared.type.withoutFrozen == column.type.withoutFrozen else {
                    throw .invalid(
                        "Type error: \(prepared.text) cannot be passed as argument \(expressions.count) of function "
                            + "system.token of type \(column.type.shortText)")
                }
                texts.append(prepared.text)
                expressions.append(prepared.expression)
            }
        }
        return PreparedExpression(
            expression: .call(function, expressions), type: .bigint,
            text: "system.token(\(texts.joined(separator: ", ")))")
    }
}
