import Bytes
import CassandraWire

/// What storage has to know of a table: how its rows and the parts of its cells are ordered. Never changes.
final class TableShape: Sendable {
    let table: Table
    let clustering: [ComponentOrder]
    /// By column id: how the paths of a collection's elements are ordered; `nil` for columns of one cell.
    let paths: [ComponentOrder?]
    /// By column id whether there is such a column; `nil` while none was dropped, when there is nothing to look up.
    let present: [Bool]?

    init(_ table: Table) {
        self.table = table
        clustering = table.clustering.map { ComponentOrder($0.type, isDescending: $0.isDescending) }
        var paths = [ComponentOrder?](repeating: nil, count: table.nextColumnID)
        for column in table.columns where column.isMultiCell {
            guard let type = Self.pathType(column.type) else { continue }
            while paths.count <= column.id { paths.append(nil) }
            paths[column.id] = ComponentOrder(type, isDescending: false)
        }
        self.paths = paths
        guard !table.dropped.isEmpty else {
            present = nil
            return
        }
        var present = [Bool](repeating: false, count: table.nextColumnID)
        for column in table.columns where present.indices.contains(column.id) { present[column.id] = true }
        self.present = present
    }

    /// Whether a partition has rows; otherwise it is one.
    var isClustered: Bool { !clustering.isEmpty }

    private static func pathType(_ type: CQLType) -> CQLType? {
        switch type {
        case .list: .timeuuid
        case .set(let element): element
        case .map(let key, _): key
        case .udt: .smallint
        default: nil
        }
    }

    /// The order of two paths of a column; bytes where the column is not known to have any.
    @inline(__always)
    func comparePaths(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer, of column: Int) -> Int {
        guard column < paths.count, let order = paths[column] else { return unsafe ByteOrder.compare(left, right) }
        return unsafe order.compare(left, right)
    }

    /// The order of two clusterings, as far as `count` components go and both have any: 0 when these are equal.
    @inline(__always)
    func compareClusterings(
        _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer, count: Int = .max
    ) -> Int {
        var (leftOffset, rightOffset) = (0, 0)
        for index in 0..<min(count, clustering.count) {
            guard let leftPart = unsafe Self.component(of: left, at: &leftOffset),
                let rightPart = unsafe Self.component(of: right, at: &rightOffset)
            else { return 0 }
            let order = unsafe clustering[index].compare(leftPart, rightPart)
            if order != 0 { return order }
        }
        return 0
    }

    func compareClusterings(_ left: ByteSlice, _ right: ByteSlice, count: Int = .max) -> Int {
        unsafe left.withUnsafeBytes { left in
            unsafe right.withUnsafeBytes { right in unsafe compareClusterings(left, right, count: count) }
        }
    }

    @inline(__always)
    static func component(
        of key: UnsafeRawBufferPointer, at offset: inout Int
    ) -> UnsafeRawBufferPointer? {
        guard key.count - offset >= 2 else { return nil }
        let length = Int(UInt16(bigEndian: unsafe key.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
        guard key.count - offset - 2 >= length else { return nil }
        defer { offset += 2 + length }
        return unsafe UnsafeRawBufferPointer(rebasing: key[offset + 2..<offset + 2 + length])
    }
}
