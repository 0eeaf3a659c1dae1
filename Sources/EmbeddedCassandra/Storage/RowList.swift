/// Rows in their order.
struct RowList: Sendable {
    private var chunks: [[RowBlock]] = []
    private(set) var count = 0
}
