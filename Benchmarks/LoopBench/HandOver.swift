import Dispatch
import Networking
import Synchronization

/// What a task's request to a loop and the answer cost, with nothing in between.
enum HandOver {
    static var all: [Operation] {
        [
            onLoop(tasks: 512, few: 512 * 10, many: 512 * 50), onLoop(tasks: 1, few: 500, many: 5500),
            fromPool(tasks: 512, few: 512 * 10, many: 512 * 50), fromPool(tasks: 1, few: 500, many: 5500),
        ]
    }

    /// Tasks on the loop: they park in a table, and later in the turn the loop answers all that stand in it.
    private static func onLoop(tasks: Int, few: Int, many: Int) -> Operation {
        Operation(name: "hand-over-on-loop-\(tasks)", few: few, many: many) { count in
            withLoop { loop in
                let answers = AnswerTable()
                return total(of: tasks) { report in
                    Task(executorPreference: loop) {
                        var sum = 0
                        for _ in 0..<count / tasks {
                            sum &+= await park { parked in answers.add(consume parked, on: loop) }
                        }
                        report(sum)
                    }
                }
            }
        }
    }

    /// Tasks of the global pool: each request is a cell of its own, which the loop's inbox takes.
    private static func fromPool(tasks: Int, few: Int, many: Int) -> Operation {
        Operation(name: "hand-over-from-pool-\(tasks)", few: few, many: many) { count in
            withLoop { loop in
                total(of: tasks) { report in
                    Task {
                        var sum = 0
                        for _ in 0..<count / tasks {
                            sum &+= await park { parked in loop.submit(RequestCell(consume parked)) }
                        }
                        report(sum)
                    }
                }
            }
        }
    }

    private static func withLoop(_ body: (EventLoop) -> Int) -> Int {
        guard let group = try? EventLoopGroup(loops: 1) else { return -1 }
        return body(group.loops[0])
    }

    /// Starts so many tasks and waits for what each reports.
    private static func total(of tasks: Int, _ start: (@escaping @Sendable (Int) -> Void) -> Void) -> Int {
        let done = DispatchSemaphore(value: 0)
        let sum = SharedSum()
        for _ in 0..<tasks {
            start { part in
                sum.add(part)
                done.signal()
            }
        }
        for _ in 0..<tasks where done.wait(timeout: .now() + 120) == .timedOut { return -1 }
        return sum.value
    }
}

private final class SharedSum: Sendable {
    private let sum = Atomic<Int>(0)

    var value: Int { sum.load(ordering: .relaxed) }

    func add(_ part: Int) {
        sum.wrappingAdd(part, ordering: .relaxed)
    }
}

/// Tasks that wait for an answer: what a connection's table of streams is to its requests.
private final class AnswerTable: LoopMessage, @unchecked Sendable {  // only the loop's thread touches it
    private var parked = InlineArray<512, Parked<Int>?> { _ in nil }
    private var count = 0

    func add(_ task: consuming Parked<Int>, on loop: EventLoop) {
        parked[count] = consume task
        count += 1
        if count == 1 { loop.submit(self) }
    }

    override func deliver(on loop: EventLoop) {
        let answered = count
        count = 0
        for index in 0..<answered { parked[index].take()?.resume(index) }
    }
}

/// One request from another thread.
private final class RequestCell: LoopMessage, @unchecked Sendable {  // handed over, not shared
    private var parked: Parked<Int>?

    init(_ parked: consuming Parked<Int>) {
        self.parked = consume parked
    }

    override func deliver(on loop: EventLoop) {
        parked.take()?.resume(1)
    }
}
