import Synchronization

/// Where something lies between two uses: whoever comes first takes it, others make their own.
final class Shelf<Object: AnyObject>: Sendable {
    private struct Item: @unchecked Sendable {  // put here when nothing else holds it, taken away by one
        let object: Object
    }

    private let item = Mutex<Item?>(nil)

    @inline(__always)
    func take() -> Object? {
        item.withLock { item in
            let taken = item
            item = nil
            return taken
        }?.object
    }

    /// Puts the object here, unless something else holds it, which may use it who knows where.
    @inline(__always)
    func put(_ object: inout Object) {
        guard isKnownUniquelyReferenced(&object) else { return }
        let put = Item(object: object)
        item.withLock { $0 = put }
    }
}
