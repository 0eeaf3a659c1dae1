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

    @inlinable @inline(__always) consuming func release() -> UnsafeContinuation<Value, Never> {
        let released = unsafe continuation
        discard self
        return unsafe released
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

/// A place for one suspended task. Its holder resumes what is in it before it goes away.
///
/// As plain as the word that it is: a place that had to be destroyed would be checked for overlapping uses.
@safe @frozen @usableFromInline
package struct ParkingPlace<Value>: @unchecked Sendable {  // as `Parked`
    @usableFromInline var continuation: UnsafeContinuation<Value, Never>?

    @inlinable package init() {
        unsafe continuation = nil
    }

    @inline(__always) @inlinable package var isEmpty: Bool { unsafe continuation == nil }

    @inline(__always) @inlinable package mutating func put(_ parked: consuming Parked<Value>) {
        precondition(isEmpty, "one task at a time is parked in a place")
        unsafe continuation = parked.release()
    }

    /// The task that is parked here, if there is one; nobody else gets it.
    @inline(__always) @inlinable package mutating func take() -> Parked<Value>? {
        guard let parked = unsafe continuation else { return nil }
        unsafe continuation = nil
        return unsafe Parked(parked)
    }
}
