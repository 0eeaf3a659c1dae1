import Dispatch

#if os(Linux)
    import CLinux
#elseif canImport(Darwin)
    import Darwin
#endif

/// Drives a loop on a thread that Dispatch starts: a serial queue's one long block.
enum LoopThread {
    /// A loop with its thread running.
    static func start(
        name: String, driver: any LoopDriver, sockets: any SocketCalls, resolver: any NameResolver
    ) -> EventLoop {
        // Serial, so the leftovers of a loop that has ended run one after the other, and after its last turn.
        let queue = DispatchQueue(label: name)
        let loop = EventLoop(driver: driver, sockets: sockets, resolver: resolver) { loop in
            queue.async { loop.runLeftovers() }
        }
        queue.async {
            setName(name)
            loop.runUntilStopped()
        }
        return loop
    }

    private static func setName(_ name: String) {
        // At most 15 bytes; a longer name would be refused.
        let short = String(decoding: name.utf8.suffix(15), as: UTF8.self)
        #if os(Linux)
            _ = unsafe pthread_setname_np(pthread_self(), short)
        #elseif canImport(Darwin)
            _ = unsafe pthread_setname_np(short)
        #endif
    }
}

extension EventLoop {
    fileprivate func runUntilStopped() {
        asOwner {
            while state == .running { waitAndTurn() }
            runLeftoversAsOwner()
        }
    }

    fileprivate func runLeftovers() {
        asOwner { runLeftoversAsOwner() }
    }

    /// Runs what there is without waiting for anything: deadlines have passed, however far away they were. Ends with the
    /// inbox asleep, so that the next one who leaves something there has it run.
    private func runLeftoversAsOwner() {
        noteEnd()
        repeat {
            turn()
            fireAllTimers()
        } while sleepDeadline().nanoseconds == 0
    }
}
