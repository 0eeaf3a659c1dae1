import Bytes
import CassandraWire

/// One execution of a SELECT: takes partitions, keeps what the statement asks for, and stops when a page is full.
struct SelectRun: ~Copyable {
    let plan: SelectPlan
    let input: EvaluationInput
    private let ranges: [ClusteringRange]
    private let slices: [ClusteringSlice]
    private let filters: [RowFilter]
    private let nearness: NearnessMeasure?
    private let mark: PageMark?
    private let perPartition: Int
    /// What LIMIT says; the greatest number there is without.
    let limit: Int
    /// Whether the client gets the result in pages, if it is long enough.
    let isPaged: Bool
    /// Values have to be looked at, not only handed on.
    private let looksAtRows: Bool
    private let readsStatic: Bool

    private(set) var rowCount = 0
    private var rows: RowWriter
    private var remaining: Int
    private var pageRoom: Int
    private var remainingInPartition = Int.max
    private var accumulators: [any AggregateAccumulator]
    /// The first of the rows that are added up, which speaks for what is not added up.
    private var firstRow: RowInput?
    private var group: OpenGroup?
    private(set) var end: PageMark?

    /// - Parameter keys: The partitions that are named, `nil` when none are; without any, nothing else is looked at.
    init(
        _ plan: SelectPlan, _ input: EvaluationInput, _ limits: SelectLimits, keys: [PartitionKey]?, pageSize: Int,
        mark: PageMark?
    ) throws(ServerError) {
        // All that may fail comes before anything is stored.
        var ranges: [ClusteringRange] = []
        var filters: [RowFilter] = []
        if keys?.isEmpty != true {
            ranges = try plan.clause.ranges(input, takesNull: true)
            for restriction in plan.clause.filters {
                let matching = plan.clause.index?.matching(restriction, plan.table) ?? .ordered
                filters.append(try RowFilter(restriction, input, matching: matching))
            }
            if let error = plan.clause.unfilterable { throw error }
        }
        let nearness = try plan.nearest.map { ordering throws(ServerError) in try NearnessMeasure(ordering, input) }
        let limit = limits.rows
        self.plan = plan
        self.input = input
        self.mark = mark
        self.ranges = ranges
        self.filters = filters
        perPartition = limits.perPartition
        self.limit = limit
        isPaged = pageSize > 0 && limit > pageSize
        slices = plan.clause.clustering.isEmpty ? [] : ranges.map(\.slice)
        self.nearness = nearness
        let isAggregate = !plan.aggregates.isEmpty && plan.groupDepth == nil
        remaining = isAggregate ? .max : mark?.remaining ?? limit
        pageRoom = isAggregate || pageSize <= 0 || nearness != nil ? .max : pageSize
        accumulators = plan.aggregates.map { $0.function.makeAccumulator() }
        let computes = plan.output.contains { if case .expression = $0 { true } else { false } }
        looksAtRows =
            computes || !filters.isEmpty || isAggregate || !plan.sortsBy.isEmpty || plan.groupDepth != nil
            || nearness != nil
        readsStatic = !plan.table.statics.isEmpty
        rows = RowWriter()
    }

    /// A result cannot come in pages before all of it is in order. A limit changes nothing, as it counts only then.
    static let pagesWithoutOrder = ServerError.invalid(
        "Cannot page queries with both ORDER BY and a IN restriction on the partition key; you must either remove the ORDER "
            + "BY or the IN and sort client side, or disable paging for this query")

    /// Nothing can be found: an IN without values.
    var isEmpty: Bool { ranges.isEmpty || plan.clause.index?.findsNothing == true }
    var isFull: Bool { remaining == 0 || pageRoom == 0 }

    // MARK: A partition

    /// Takes what the statement wants of a partition; `false` when that was enough.
    mutating func take(_ key: PartitionKey, _ reader: inout PartitionReader) throws(ServerError) -> Bool {
        try closeGroup()
        if isFull { return false }
        let resumes = mark.map { $0.key == key.bytes && $0.clustering != nil } ?? false
        remainingInPartition = resumes ? mark?.remainingInPartition ?? perPartition : perPartition
        let staticRow = readsStatic ? reader.staticRow : nil
        if plan.isDistinct {
            if staticRow == nil {
                reader.begin(slices: [], reversed: false)
                guard reader.next() != nil else { return true }
            }
            return try emit(key, staticRow, nil)
        }
        if resumes, let clustering = mark?.clustering {
            reader.begin(slices: rest(after: clustering), reversed: plan.isReversed)
        } else {
            reader.begin(slices: slices, reversed: plan.isReversed)
        }
        var hasRows = resumes
        while let row = reader.next() {
            hasRows = true
            if remainingInPartition == 0 { return true }
            guard try emit(key, staticRow, row) else { return false }
        }
        if !hasRows, staticRow != nil, plan.showsStaticAlone { return try emit(key, staticRow, nil) }
        return true
    }

    /// The slices behind a row, or in front of it when they are read backwards.
    private func rest(after clustering: ByteSlice) -> [ClusteringSlice] {
        let values = ClusteringKey.components(of: clustering)
        let all = ClusteringRange.all
        let rest =
            plan.isReversed
            ? ClusteringRange(start: all.start, end: ClusteringPlace(values: values, isAfter: false))
            : ClusteringRange(start: ClusteringPlace(values: values, isAfter: true), end: all.end)
        let left = ClusteringOrder(columns: plan.table.clustering).intersection(ranges, [rest]).map(\.slice)
        // No slices at all would mean everything.
        return left.isEmpty ? [ClusteringRange.nothing(after: values).slice] : left
    }

    /// Hands one row on; `false` when there is room for no more.
    private mutating func emit(
        _ key: PartitionKey, _ staticRow: RowView?, _ row: RowView?
    ) throws(ServerError) -> Bool {
        if looksAtRows {
            let rowInput = RowInput(
                table: plan.table, key: key, components: key.components(of: plan.table), staticRow: staticRow, row: row)
            for filter in filters where !filter.accepts(rowInput) { return true }
            if let depth = plan.groupDepth { return try add(rowInput, depth) }
            if !accumulators.isEmpty {
                try accumulate(rowInput)
                return true
            }
            if let nearness {
                guard let score = nearness.score(rowInput) else { return true }
                rows.beginRow(score: score)
            }
            if !plan.sortsBy.isEmpty { rows.beginSortedRow(plan.sortsBy.map { rowInput.value(of: $0) }) }
            for column in plan.output {
                if case .expression(let index) = column {
                    rows.writer.writeCell(try plan.expressions[index].evaluate(rowInput, input))
                } else {
                    write(column, key, staticRow, row)
                }
            }
        } else {
            for column in plan.output { write(column, key, staticRow, row) }
        }
        rowCount += 1
        remainingInPartition -= 1
        if plan.sortsBy.isEmpty, nearness == nil {
            remaining -= 1
            pageRoom -= 1
        }
        guard isFull else { return true }
        let isPartitionDone = row == nil || plan.table.clustering.isEmpty || plan.isDistinct
        end = PageMark(
            key: key.bytes, clustering: isPartitionDone ? nil : row?.clustering, remaining: remaining,
            remainingInPartition: remainingInPartition)
        return false
    }

    @inline(__always)
    private mutating func write(_ column: OutputColumn, _ key: PartitionKey, _ staticRow: RowView?, _ row: RowView?) {
        switch column {
        case .wholeKey: rows.writer.writeCell(key.bytes)
        case .keyComponent(let index): rows.writer.writeCell(key.components(of: plan.table)[index])
        case .clustering(let index):
            rows.writer.writeCell(row.flatMap { ClusteringKey.component(index, of: $0.clustering) })
        case .cell(let id):
            if let row { row.copyCell(id, into: &rows.writer) } else { rows.writer.writeCell(nil) }
        case .staticCell(let id):
            if let staticRow { staticRow.copyCell(id, into: &rows.writer) } else { rows.writer.writeCell(nil) }
        case .expression: rows.writer.writeCell(nil)
        }
    }

    // MARK: Groups

    private mutating func add(_ row: RowInput, _ depth: Int) throws(ServerError) -> Bool {
        if let group, !group.includes(row.row, depth: depth) {
            try closeGroup()
            if isFull { return false }
        }
        if remainingInPartition == 0 { return true }
        var open =
            group
            ?? OpenGroup(
                first: row, lastClustering: nil, accumulators: plan.aggregates.map { $0.function.makeAccumulator() })
        open.lastClustering = plan.table.clustering.isEmpty ? nil : row.row?.clustering
        for (index, aggregate) in plan.aggregates.enumerated() {
            var arguments: [ByteSlice?] = []
            for argument in aggregate.arguments { arguments.append(try argument.evaluate(row, input)) }
            try open.accumulators[index].add(arguments)
        }
        group = open
        return true
    }

    private mutating func closeGroup() throws(ServerError) {
        guard let done = group else { return }
        group = nil
        var values: [ByteSlice?] = []
        for accumulator in done.accumulators { values.append(try accumulator.result()) }
        if !plan.sortsBy.isEmpty { rows.beginSortedRow(plan.sortsBy.map { done.first.value(of: $0) }) }
        for expression in plan.expressions {
            rows.writer.writeCell(try expression.evaluate(done.first, input, aggregates: values))
        }
        rowCount += 1
        remainingInPartition -= 1
        if plan.sortsBy.isEmpty {
            remaining -= 1
            pageRoom -= 1
        }
        end = PageMark(
            key: done.first.key.bytes, clustering: done.lastClustering, remaining: remaining,
            remainingInPartition: remainingInPartition)
    }

    private mutating func accumulate(_ row: RowInput) throws(ServerError) {
        if rowCount == 0 { firstRow = row }
        for (index, aggregate) in plan.aggregates.enumerated() {
            var arguments: [ByteSlice?] = []
            for argument in aggregate.arguments { arguments.append(try argument.evaluate(row, input)) }
            try accumulators[index].add(arguments)
        }
        rowCount += 1
    }

    // MARK: The result

    /// The rows' bytes, and how many they are.
    mutating func finish() throws(ServerError) -> (bytes: ByteSlice, count: Int) {
        try closeGroup()
        if !plan.aggregates.isEmpty, plan.groupDepth == nil {
            var values: [ByteSlice?] = []
            for accumulator in accumulators { values.append(try accumulator.result()) }
            let first =
                firstRow
                ?? RowInput(
                    table: plan.table, key: PartitionKey(token: 0, bytes: ByteSlice()), components: [], staticRow: nil,
                    row: nil)
            for expression in plan.expressions {
                rows.writer.writeCell(try expression.evaluate(first, input, aggregates: values))
            }
            return (rows.finish(), 1)
        }
        if nearness != nil { return rows.nearest(most: remaining) }
        guard !plan.sortsBy.isEmpty else { return (rows.finish(), rowCount) }
        let sorted = rows.sorted(plan.sortsBy, isReversed: plan.isReversed, most: remaining)
        return sorted
    }
}

/// What LIMIT and PER PARTITION LIMIT say; the server looks at them before all else.
struct SelectLimits {
    let rows: Int
    let perPartition: Int

    init(_ plan: SelectPlan, _ input: EvaluationInput) throws(ServerError) {
        rows = try Self.limit(plan.limit, input)
        perPartition = try Self.limit(plan.perPartitionLimit, input)
    }

    /// Messages do not tell the two apart.
    private static func limit(_ term: PreparedTerm?, _ input: EvaluationInput) throws(ServerError) -> Int {
        guard let term else { return .max }
        switch try term.evaluate(input) {
        case .unset: return .max
        case .null: throw .invalid("Invalid null value of limit")
        case .bytes(let bytes):
            // The server trips over an empty value; clients see just that.
            guard let number = bytes.bigEndianInteger else { throw .server("java.lang.NullPointerException") }
            guard number > 0 else { throw .invalid("LIMIT must be strictly positive") }
            return Int(number)
        }
    }
}

extension ClusteringRange {
    /// A range in which no row lies.
    static func nothing(after values: [ByteSlice]) -> ClusteringRange {
        let place = ClusteringPlace(values: values, isAfter: true)
        return ClusteringRange(start: place, end: ClusteringPlace(values: values, isAfter: false))
    }
}
