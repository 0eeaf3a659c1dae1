/// The way of packets from one host to another.
package final class SimulatedLink {
    /// How long a packet takes, drawn anew for each; within one connection they keep their order all the same.
    package var latency: ClosedRange<Duration> {
        didSet { setNanoseconds() }
    }
    /// Every packet is lost.
    package var isCut = false
    /// One packet in so many is lost; 0: none.
    package var lossOneIn = 0
    /// Packets that arrive before then wait until then.
    package var stalledUntil = LoopInstant(nanoseconds: 0)
    /// A router says that there is no way: connecting fails, other packets are lost.
    package var isUnreachable = false

    private var shortest: UInt64 = 0
    private var width: UInt64 = 0

    init(latency: ClosedRange<Duration>) {
        self.latency = latency
        setNanoseconds()
    }

    private func setNanoseconds() {
        shortest = latency.lowerBound.clampedNanoseconds
        width = latency.upperBound.clampedNanoseconds - shortest
    }

    func drawLatency(_ random: inout SeededRandom) -> UInt64 {
        shortest + random.next().multipliedFullWidth(by: width &+ 1).high
    }

    func heal() {
        isCut = false
        lossOneIn = 0
        stalledUntil = LoopInstant(nanoseconds: 0)
        isUnreachable = false
    }
}
