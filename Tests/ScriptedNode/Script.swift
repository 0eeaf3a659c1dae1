/// What a node does with each request.
package struct Script: Sendable {
    private let orders: @Sendable (Incoming) -> [Order]?

    /// `nil` for what a node usually does.
    package init(_ orders: @escaping @Sendable (Incoming) -> [Order]?) {
        self.orders = orders
    }

    package static let usual = Script { _ in nil }

    package func callAsFunction(_ incoming: Incoming) -> [Order]? { orders(incoming) }
}
