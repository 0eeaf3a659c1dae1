import Bytes

extension RowView {
    /// The live value of a simple column.
    func cell(_ column: Int) -> CellView? {
        defer { extendLifetime(block.storage) }
        guard let found = find(column), found.kind == .simple, found.isLive(at: now) else { return nil }
        return CellView(
            value: unsafe slice(found.value), timestamp: found.timestamp, timeToLive: found.timeToLive,
            expiresAt: found.localSeconds)
    }

    /// Writes the live value of a simple column behind its 32-bit length, or the length -1; returns whether there is one.
    @discardableResult func copyCell(_ column: Int, into writer: inout ByteWriter) -> Bool {
        defer { extendLifetime(block.storage) }
        guard let found = find(column), found.kind == .simple, found.isLive(at: now),
            unsafe writer.write(bytes: found.value, length: Int32.self)
        else {
            writer.write(Int32(-1))
            return false
        }
        return true
    }

    /// The live parts of a collection or user-defined type, in the order of their paths.
    func elements(_ column: Int) -> [ElementView] {
        var views: [ElementView] = []
        forEachElement(column) { element in
            views.append(
                ElementView(
                    path: unsafe slice(element.path), value: unsafe slice(element.value), timestamp: element.timestamp,
                    timeToLive: element.timeToLive, expiresAt: element.localSeconds))
        }
        return views
    }

    /// Whether a collection or user-defined type has a live part.
    func hasElements(_ column: Int) -> Bool {
        var count = 0
        forEachElement(column) { _ in count += 1 }
        return count > 0
    }

    private func forEachElement(_ column: Int, _ body: (CellRecord) -> Void) {
        defer { extendLifetime(block.storage) }
        var scanner = CellScanner(block)
        while scanner.advance(), scanner.cell.column <= column {
            if scanner.cell.column == column, scanner.cell.kind == .element, scanner.cell.isLive(at: now) {
                body(scanner.cell)
            }
        }
    }

    @inline(__always) private func find(_ column: Int) -> CellRecord? {
        var scanner = CellScanner(block)
        while scanner.advance() {
            if scanner.cell.column >= column { return scanner.cell.column == column ? scanner.cell : nil }
        }
        return nil
    }

    /// The bytes, which lie in the block, as a slice of it.
    @inline(__always) private func slice(_ bytes: UnsafeRawBufferPointer) -> ByteSlice {
        guard let start = bytes.baseAddress else { return ByteSlice() }
        let offset = unsafe start - UnsafeRawPointer(block.storage.start)
        return ByteSlice(
            storage: block.storage, offset: UInt32(truncatingIfNeeded: offset),
            length: UInt32(truncatingIfNeeded: bytes.count))
    }
}

extension RowView {
    /// The sum of a counter's shards; `nil` when it has no value.
    func counterValue(_ column: Int) -> Int64? {
        counterShards(column).map(CounterShards.sum)
    }

    /// A counter's shards as they are stored.
    func counterShards(_ column: Int) -> ByteSlice? {
        defer { extendLifetime(block.storage) }
        guard let found = find(column), found.kind == .counter else { return nil }
        return unsafe slice(found.value)
    }

    /// When a counter was written last.
    func counterTimestamp(_ column: Int) -> Int64? {
        defer { extendLifetime(block.storage) }
        guard let found = find(column), found.kind == .counter else { return nil }
        return found.timestamp
    }
}
