import Differential

/// Plays what a seed gives on two nodes.
struct RandomRun {
    init(_ arguments: Arguments) throws {}

    func run() throws -> Bool { false }
}
