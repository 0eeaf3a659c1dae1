import Networking

/// What was asked of the workload's clients and what came of it: each call has to end exactly once.
final class Ledger: @unchecked Sendable {  // the world's thread alone
    private let world: SimulatedWorld
    private var outcomes: [Int] = []
    private(set) var answered = 0
    private(set) var problems: [String] = []

    init(_ world: SimulatedWorld) {
        self.world = world
    }

    var calls: Int { outcomes.count }

    func began() -> Int {
        outcomes.append(0)
        return outcomes.count - 1
    }

    func ended(_ call: Int, answered: Bool) {
        outcomes[call] += 1
        if answered { self.answered += 1 }
        world.mark(call, answered ? 1 : 0)
        if outcomes[call] > 1 { problem("call \(call) ended \(outcomes[call]) times") }
    }

    func problem(_ text: String) {
        world.note(text)
        if problems.count < 10 { problems.append(text) }
    }

    func check() {
        let open = outcomes.indices.filter { outcomes[$0] == 0 }
        if !open.isEmpty { problem("\(open.count) calls never ended, the first is \(open[0])") }
    }
}
