import Bytes
import CassandraWire

/// The bytes of collections, tuples and vectors, taken apart and put together.
enum CollectionCodec {
    /// A list or set; a set's elements must be in their order already.
    static func list(_ elements: [ByteSlice]) -> ByteSlice {
        var writer = WireWriter()
        writer.write(Int32(clamping: elements.count))
        for element in elements { writer.writeElement(element) }
        return writer.finish()
    }

    /// A map; the entries must be in the keys' order already.
    static func map(_ entries: [(key: ByteSlice, value: ByteSlice)]) -> ByteSlice {
        var writer = WireWriter()
        writer.write(Int32(clamping: entries.count))
        for entry in entries {
            writer.writeElement(entry.key)
            writer.writeElement(entry.value)
        }
        return writer.finish()
    }

    /// A set of elements in any order; of equal ones the first stays.
    static func set(_ elements: [ByteSlice], of type: CQLType) -> ByteSlice {
        let sorted = stablySorted(elements, as: type) { $0 }
        var distinct: [ByteSlice] = []
        for element in sorted {
            if let last = distinct.last, ValueOrder.compare(last, element, as: type) == 0 { continue }
            distinct.append(element)
        }
        return list(distinct)
    }

    /// A map of entries in any order; of those with equal keys the last stays.
    static func map(_ entries: [(key: ByteSlice, value: ByteSlice)], key: CQLType) -> ByteSlice {
        let sorted = stablySorted(entries, as: key, \.key)
        var distinct: [(key: ByteSlice, value: ByteSlice)] = []
        for entry in sorted {
            if let last = distinct.last, ValueOrder.compare(last.key, entry.key, as: key) == 0 { distinct.removeLast() }
            distinct.append(entry)
        }
        return map(distinct)
    }

    private static func stablySorted<Element>(
        _ elements: [Element], as type: CQLType, _ key: (Element) -> ByteSlice
    ) -> [Element] {
        elements.enumerated().sorted { left, right in
            let order = ValueOrder.compare(key(left.element), key(right.element), as: type)
            return order != 0 ? order < 0 : left.offset < right.offset
        }.map(\.element)
    }

    /// A tuple, or a value of a user-defined type.
    static func tuple(_ fields: [ByteSlice?]) -> ByteSlice {
        var writer = WireWriter()
        for field in fields {
            if let field { writer.writeElement(field) } else { writer.writeNull() }
        }
        return writer.finish()
    }

    static func vector(_ elements: [ByteSlice], of type: CQLType) -> ByteSlice {
        var writer = WireWriter()
        for element in elements {
            if type.fixedLength == nil {
                var length: [UInt8] = []
                VariableInteger.append(UInt64(element.count), to: &length)
                writer.write(length)
            }
            writer.write(element)
        }
        return writer.finish()
    }

    /// The elements of a list or set that has been validated; what is cut off is missing.
    static func elements(of bytes: ByteSlice) -> [ByteSlice] {
        var cursor = ElementCursor(bytes)
        guard let count = cursor.count() else { return [] }
        var elements: [ByteSlice] = []
        for _ in 0..<max(0, count) {
            guard case .bytes(let element) = cursor.element() else { break }
            elements.append(element)
        }
        return elements
    }

    /// The entries of a map that has been validated.
    static func entries(of bytes: ByteSlice) -> [(key: ByteSlice, value: ByteSlice)] {
        var cursor = ElementCursor(bytes)
        guard let count = cursor.count() else { return [] }
        var entries: [(key: ByteSlice, value: ByteSlice)] = []
        for _ in 0..<max(0, count) {
            guard case .bytes(let key) = cursor.element(), case .bytes(let value) = cursor.element() else { break }
            entries.append((key, value))
        }
        return entries
    }

    /// The fields of a tuple or user-defined type; those that a shorter value lacks are null.
    static func fields(of bytes: ByteSlice, count: Int) -> [ByteSlice?] {
        var cursor = ElementCursor(bytes)
        return (0..<count).map { _ in
            if case .bytes(let field) = cursor.element() { field } else { nil }
        }
    }

    /// The elements of a vector that has been validated.
    static func elements(ofVector bytes: ByteSlice, of type: CQLType, dimension: Int) -> [ByteSlice] {
        var cursor = ElementCursor(bytes)
        var elements: [ByteSlice] = []
        for _ in 0..<dimension {
            guard let length = type.fixedLength ?? cursor.variableLength(), let element = cursor.bytes(length) else {
                break
            }
            elements.append(element)
        }
        return elements
    }
}

extension WireWriter {
    fileprivate mutating func writeElement(_ bytes: ByteSlice) {
        write(Int32(clamping: bytes.count))
        write(bytes)
    }
}

/// Goes through the bytes of a collection.
struct ElementCursor {
    private let bytes: ByteSlice
    private(set) var position = 0

    init(_ bytes: ByteSlice) {
        self.bytes = bytes
    }

    var remaining: Int { bytes.count - position }

    /// Four bytes as a number.
    mutating func count() -> Int? {
        guard remaining >= 4 else { return nil }
        var value: UInt32 = 0
        for offset in 0..<4 { value = value << 8 | UInt32(bytes[position + offset]) }
        position += 4
        return Int(Int32(bitPattern: value))
    }

    mutating func bytes(_ count: Int) -> ByteSlice? {
        guard count >= 0, count <= remaining else { return nil }
        defer { position += count }
        return bytes.slice(position..<(position + count))
    }

    /// A length as vectors have it, cut to 32 bits as the server does: it can be negative.
    mutating func variableLength() -> Int? {
        guard let length = try? VariableInteger.read(bytes, at: &position) else { return nil }
        return Int(Int32(truncatingIfNeeded: length))
    }

    enum Element {
        case bytes(ByteSlice)
        /// A negative length.
        case null
        /// More is claimed than there is.
        case truncated
    }

    /// An element with its length before it.
    mutating func element() -> Element {
        guard let length = count() else { return .truncated }
        if length < 0 { return .null }
        return bytes(length).map(Element.bytes) ?? .truncated
    }
}
