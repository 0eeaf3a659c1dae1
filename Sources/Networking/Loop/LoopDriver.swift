/// What can happen to a descriptor.
package struct Readiness: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let readable = Readiness(rawValue: 1)
    package static let writable = Readiness(rawValue: 2)
    /// The connection failed or both ways are shut. Reported whether asked for or not, as the kernel does.
    package static let hungUp = Readiness(rawValue: 4)
}

/// A descriptor that is ready, by the token it was registered with.
package struct ReadyEvent: Equatable, Sendable {
    package let token: UInt64
    package let readiness: Readiness

    package init(token: UInt64, readiness: Readiness) {
        self.token = token
        self.readiness = readiness
    }
}

/// How a loop waits, and what time it is: the seam between a loop and the kernel, or a simulated world.
///
/// Asked once a tick and once for each change of what a connection waits for, never once a request.
package protocol LoopDriver: AnyObject, Sendable {
    /// The present. Never goes back.
    func now() -> LoopInstant

    /// The wall clock, which may be set to anything at any time: nanoseconds since 1970.
    func wallClock() -> Int64

    /// Reports the descriptor's readiness from now on. Level-triggered: it is reported until it is gone.
    func register(_ descriptor: Int32, token: UInt64, for interest: Readiness) throws(IOError)

    /// Changes what is reported.
    func change(_ descriptor: Int32, token: UInt64, to interest: Readiness) throws(IOError)

    /// Reports nothing any more. Called before the descriptor is closed.
    func unregister(_ descriptor: Int32)

    /// Blocks until something is ready, somebody called `wake`, or it is `deadline`; not at all if that has passed.
    /// May return early without a reason. Replaces the contents of `ready`.
    func wait(until deadline: LoopInstant, into ready: inout [ReadyEvent])

    /// Ends the wait of now, or the next one; from any thread.
    func wake()

    /// A thread that is not of this driver's world has handed something to one of its loops: nothing on a machine, an
    /// offence in a simulation, where nothing comes from outside.
    func calledFromOutside(_ what: StaticString)
}
