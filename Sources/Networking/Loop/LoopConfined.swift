/// Something that belongs to a loop, on its way through code that runs elsewhere: it can be passed on, but only the loop
/// gets at it.
package struct LoopConfined<Value>: @unchecked Sendable {  // the value is given out on its loop alone
    package let loop: EventLoop
    private let confined: Value

    /// Made on the loop.
    package init(_ value: Value, to loop: EventLoop) {
        loop.requireCurrent()
        self.loop = loop
        confined = value
    }

    /// Traps anywhere but on the loop.
    package var value: Value {
        loop.requireCurrent()
        return confined
    }
}
