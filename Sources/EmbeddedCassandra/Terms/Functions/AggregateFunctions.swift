import Bytes
import CassandraWire

/// A function over the rows of a group.
struct AggregateFunction: Sendable {
    /// With its keyspace, as the names of result columns show it: `system.max`. The name of `count(*)` is `count`.
    let displayName: String
    let argumentTypes: [CQLType]
    let resultType: CQLType
    let makeAccumulator: @Sendable () -> any AggregateAccumulator
}

/// The state of an aggregate over one group.
protocol AggregateAccumulator: AnyObject {
    /// A row's arguments.
    func add(_ arguments: [ByteSlice?])
    func result() throws(ServerError) -> ByteSlice?
}

enum AggregateFunctions {
    static func isKnown(_ name: QualifiedName) -> Bool {
        (name.keyspace == nil || name.keyspace == "system")
            && ["count", "min", "max", "sum", "avg"].contains(name.name)
    }

    /// `count(*)` and `count(1)`.
    static var countRows: AggregateFunction {
        AggregateFunction(displayName: "count", argumentTypes: [], resultType: .bigint) { preconditionFailure("x") }
    }

    /// The aggregate for arguments of known types; `nil` if there is none of that name.
    static func resolve(
        _ name: QualifiedName, _ arguments: [FunctionArgument], _ context: TermContext
    ) throws(ServerError) -> AggregateFunction? {
        nil
    }
}
