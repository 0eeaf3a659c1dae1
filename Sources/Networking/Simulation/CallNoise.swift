/// How often a simulated kernel does less than it could, each as one call in so many; 0 means never.
///
/// None of it is a fault: a program that cannot take it is wrong.
package struct CallNoise: Sendable {
    /// A read gives a part of what is there.
    package var shortReceives = 0
    /// A write takes a part of what there is room for.
    package var shortSends = 0
    /// A signal interrupts a call.
    package var interruptions = 0
    /// A call says that it would block though it would not, and the descriptor is reported as ready again.
    package var refusals = 0
    /// A packet holds a part of what could go.
    package var splitPackets = 0
    /// A wait ends without a reason.
    package var earlyWakes = 0

    package init() {}

    package static var none: CallNoise { CallNoise() }

    /// Something of each.
    package static var lively: CallNoise {
        var noise = CallNoise()
        noise.shortReceives = 4
        noise.shortSends = 4
        noise.interruptions = 20
        noise.refusals = 20
        noise.splitPackets = 4
        noise.earlyWakes = 50
        return noise
    }
}
