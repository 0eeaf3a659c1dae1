import Bytes
import CassandraWire

/// The server's own functions.
enum ScalarFunctions {
    /// The function that is meant; `nil` if there is none of that name.
    ///
    /// - Parameter receiver: What the result is assigned to, which can decide between overloads; `nil` in a selection.
    static func resolve(
        _ name: QualifiedName, _ arguments: [FunctionArgument], _ receiver: CQLType?, _ context: TermContext
    ) throws(ServerError) -> ScalarFunction? {
        nil
    }
}
