import Bytes
import CassandraWire

/// A function over the rows of a group.
struct AggregateFunction: Sendable {
    /// With its keyspace, as the names of result columns show it: `system.max`. That of `count(*)` is `count`, and its
    /// column's name is just that.
    let displayName: String
    let argumentTypes: [CQLType]
    let resultType: CQLType
    let makeAccumulator: @Sendable () -> any AggregateAccumulator
}

/// The state of an aggregate over one group.
protocol AggregateAccumulator: AnyObject {
    /// Takes in a row's arguments.
    func add(_ arguments: [ByteSlice?]) throws(ServerError)
    func result() throws(ServerError) -> ByteSlice?
}

enum AggregateFunctions {
    private static let names: Set<String> = ["count", "min", "max", "sum", "avg"]

    static func isKnown(_ name: QualifiedName) -> Bool {
        (name.keyspace == nil || name.keyspace == "system") && names.contains(name.name)
    }

    /// `count(*)` and `count(1)`.
    static let countRows = AggregateFunction(displayName: "count", argumentTypes: [], resultType: .bigint) {
        RowCounter()
    }

    /// The aggregate that is meant; `nil` if there is none of that name.
    static func resolve(
        _ name: QualifiedName, _ arguments: [FunctionArgument], _ context: TermContext
    ) throws(ServerError) -> AggregateFunction? {
        guard isKnown(name) else { return nil }
        let displayName = "system." + name.name
        switch name.name {
        case "count":
            guard arguments.count == 1 else {
                throw .invalid(
                    "Invalid number of arguments in call to function system.count: "
                        + "1 required but \(arguments.count) provided")
            }
            let type = try arguments[0].inferredType(context) ?? .blob
            return AggregateFunction(displayName: displayName, argumentTypes: [type], resultType: .bigint) {
                ValueCounter()
            }
        case "sum", "avg":
            let types = name.name == "sum" ? sumTypes : averageTypes
            let overload = Overload(
                name: name.name,
                signatures: types.map {
                    FunctionSignature(
                        text: "\(displayName) : (\($0.messageName)) -> \($0.messageName)", argumentTypes: [$0],
                        resultType: $0)
                })
            return make(name.name, types[try overload.resolve(arguments, nil, context)])
        default:
            guard arguments.count == 1 else {
                throw .invalid("Invalid number of arguments for function \(displayName)(any)")
            }
            guard let type = try arguments[0].inferredType(context) else {
                throw .invalid(
                    "Cannot infer type of argument \(arguments[0].text(context)) in call to function "
                        + "\(displayName)(any): use type casts to disambiguate")
            }
            if case .turned = arguments[0] { return make(name.name, type, isTurned: true) }
            return make(name.name, type)
        }
    }

    /// In the order in which messages list them.
    private static let sumTypes: [CQLType] = [
        .int, .counter, .double, .varint, .tinyint, .float, .smallint, .decimal, .bigint,
    ]
    private static let averageTypes: [CQLType] = [
        .decimal, .smallint, .counter, .bigint, .double, .varint, .int, .tinyint, .float,
    ]

    private static func make(_ name: String, _ type: CQLType, isTurned: Bool = false) -> AggregateFunction {
        // The server gives timeuuids under the name of an older class of its own, unless their order is turned round.
        let isLegacy = type == .timeuuid && !isTurned && (name == "min" || name == "max")
        let resultType = isLegacy ? CQLType.legacyTimeUUID : type
        return AggregateFunction(displayName: "system." + name, argumentTypes: [type], resultType: resultType) {
            accumulator(name, type)
        }
    }

    /// What folds values of one type.
    static func accumulator(_ name: String, _ type: CQLType) -> any AggregateAccumulator {
        if name == "min" || name == "max" { return ExtremeFinder(type, isMaximum: name == "max") }
        let isAverage = name == "avg"
        return switch type.unfrozen {
        case .float, .double: FloatingSummer(type.unfrozen, isAverage: isAverage)
        case .varint: VarintSummer(isAverage: isAverage)
        case .decimal: DecimalSummer(isAverage: isAverage)
        default: IntegerSummer(type.unfrozen, isAverage: isAverage)
        }
    }
}

extension CQLType {
    static let legacyTimeUUID = CQLType.custom("org.apache.cassandra.db.marshal.LegacyTimeUUIDType")
}
