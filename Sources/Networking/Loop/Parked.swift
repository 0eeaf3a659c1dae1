/// A suspended task that waits for a value, and is resumed exactly once.
///
/// Not twice: resuming consumes it, so the compiler refuses a second one. Not never: one that is dropped traps, because
/// its task would hang for ever. Costs what an unsafe continuation costs, which is what it is made of.
@safe @frozen @usableFromInline
package struct Parked<Value>: ~Copyable, @unchecked Sendable {  // a continuation may be resumed on any thread
    @usableFromInline let continuation: UnsafeContinuation<Value, Never>

    @inlinable @inline(__always) init(_ continuation: UnsafeContinuation<Value, Never>) {
        unsafe self.continuation = continuation
    }

    /// Lets the task go on with `value`.
    @inlinable @inline(__always) package consuming func resume(_ value: sending Value) {
        unsafe continuation.resume(returning: value)
        discard self
    }

    @inlinable deinit {
        trapForDroppedTask()
    }
}

/// Apart from the `deinit`, and without `Never`: the compiler would take each class that holds a parked task for one that
/// cannot be destroyed.
@usableFromInline @inline(never)
func trapForDroppedTask() {
    preconditionFailure("a suspended task is resumed exactly once, but this one was dropped")
}

/// Suspends the calling task until what `body` got is resumed.
@inlinable @inline(__always)
package func park<Value>(_ body: (consuming Parked<Value>) -> Void) async -> sending Value {
    unsafe await withUnsafeContinuation { unsafe body(Parked($0)) }
}
