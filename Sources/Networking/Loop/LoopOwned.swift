/// A variable of an object that belongs to a loop, in a place of its own.
///
/// A class's stored property pays some 150 instructions for each use, to find out whether two uses overlap; a request
/// would pay that a dozen times. Here release builds do not look, and debug builds do.
@safe @frozen @usableFromInline
package struct LoopOwned<Value: ~Copyable>: ~Copyable {
    @usableFromInline let place: UnsafeMutablePointer<Value>
    #if DEBUG
        @usableFromInline let isInUse = UnsafeMutablePointer<Bool>.allocate(capacity: 1)
    #endif

    @inlinable package init(_ value: consuming Value) {
        unsafe place = .allocate(capacity: 1)
        unsafe place.initialize(to: value)
        #if DEBUG
            unsafe isInUse.initialize(to: false)
        #endif
    }

    @inlinable deinit {
        unsafe place.deinitialize(count: 1)
        unsafe place.deallocate()
        #if DEBUG
            unsafe isInUse.deallocate()
        #endif
    }

    /// The variable.
    @inlinable package var value: Value {
        @inline(__always) _read {
            begin()
            defer { end() }
            yield unsafe place.pointee
        }
        @inline(__always) nonmutating _modify {
            begin()
            defer { end() }
            yield unsafe &place.pointee
        }
    }

    @inline(__always) @inlinable func begin() {
        #if DEBUG
            precondition(unsafe !isInUse.pointee, "uses of a loop's variable do not overlap")
            unsafe isInUse.pointee = true
        #endif
    }

    @inline(__always) @inlinable func end() {
        #if DEBUG
            unsafe isInUse.pointee = false
        #endif
    }
}
