import Synchronization

/// Loops with a thread each.
package final class EventLoopGroup: Sendable {
    /// How loops wait.
    package enum Driver: String, Sendable, CaseIterable {
        #if os(Linux)
            case epoll
        #endif
        case poll

        /// The one that is best here.
        package static var standard: Driver { allCases[0] }

        package func make(_ calls: any PollingCalls = KernelPolling()) throws(IOError) -> any LoopDriver {
            switch self {
            #if os(Linux)
                case .epoll: try EpollDriver(calls: calls)
            #endif
            case .poll: try PollDriver(calls: calls)
            }
        }
    }

    package let loops: [EventLoop]
    private let turn = Atomic<Int>(0)

    /// Starts `count` loops.
    package init(
        loops count: Int, driver: Driver = .standard, name: String = "martlet",
        sockets: any SocketCalls = KernelCalls(), polling: any PollingCalls = KernelPolling(),
        resolver: any NameResolver = SystemResolver()
    ) throws(IOError) {
        precondition(count > 0, "a group has at least one loop")
        var drivers: [any LoopDriver] = []
        for _ in 0..<count { drivers.append(try driver.make(polling)) }
        loops = drivers.enumerated().map { index, driver in
            LoopThread.start(name: "\(name)-\(index)", driver: driver, sockets: sockets, resolver: resolver)
        }
    }

    /// Loops that somebody else drives.
    package init(driven loops: [EventLoop]) {
        precondition(!loops.isEmpty, "a group has at least one loop")
        self.loops = loops
    }

    deinit {
        // The threads hold the loops, not the group; without this they would wait for ever.
        for loop in loops { loop.beginShutdown() }
    }

    /// One after the other.
    package func next() -> EventLoop {
        let index = turn.wrappingAdd(1, ordering: .relaxed).oldValue
        return loops[Int(UInt(bitPattern: index) % UInt(loops.count))]
    }

    /// Shuts all loops down. Calling it twice is fine.
    package func shutDown() async {
        for loop in loops { await loop.shutDown() }
    }
}
