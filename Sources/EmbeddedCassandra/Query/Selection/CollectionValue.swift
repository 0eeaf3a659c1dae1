import Bytes
import CassandraWire

/// Collections and user-defined types as the protocol writes them.
enum CollectionValue {
    /// All live parts of a column, as one value; `nil` when there are none.
    static func serialized(_ view: RowView, _ column: Column) -> ByteSlice? {
        let elements = view.elements(column.id)
        guard !elements.isEmpty else { return nil }
        switch column.type {
        case .list: return list(elements.map(\.value))
        case .set: return list(elements.map(\.path))
        case .map:
            var writer = ByteWriter(capacity: 64)
            writer.write(Int32(clamping: elements.count))
            for element in elements {
                append(element.path, to: &writer)
                append(element.value, to: &writer)
            }
            return ByteSlice(writer.finish())
        case .udt(let type): return fields(elements, count: type.fields.count)
        default: return nil
        }
    }

    /// Fields up to the last that there is: those added to the type later are not in the value.
    private static func fields(_ elements: [ElementView], count: Int) -> ByteSlice {
        var writer = ByteWriter(capacity: 64)
        var values = [ByteSlice?](repeating: nil, count: count)
        for element in elements {
            if let index = element.path.fieldIndex, index < count { values[index] = element.value }
        }
        for value in values { append(value, to: &writer) }
        return ByteSlice(writer.finish())
    }

    /// A list of values, some of which may be null.
    static func list(_ values: [ByteSlice?]) -> ByteSlice {
        var writer = ByteWriter(capacity: 64)
        writer.write(Int32(clamping: values.count))
        for value in values { append(value, to: &writer) }
        return ByteSlice(writer.finish())
    }

    private static func append(_ value: ByteSlice?, to writer: inout ByteWriter) {
        guard let value, writer.write(value, length: Int32.self) else { return writer.write(Int32(-1)) }
    }

    /// The live parts; those of a user-defined type one for each field.
    static func ordered(_ view: RowView, _ column: Column) -> [ElementView?] {
        let elements = view.elements(column.id)
        guard case .udt(let type) = column.type, !elements.isEmpty else { return elements }
        return type.fields.indices.map { index in elements.first { $0.path.fieldIndex == index } }
    }

    // MARK: Parts of a value

    static func entries(of map: ByteSlice) -> [(key: ByteSlice, value: ByteSlice?)] {
        var reader = WireReader(map)
        var entries: [(key: ByteSlice, value: ByteSlice?)] = []
        guard let count = try? reader.readInteger(as: Int32.self) else { return [] }
        for _ in 0..<max(0, count) {
            guard let key = try? reader.readBytes(), let value = try? Optional.some(reader.readBytes()) else { break }
            entries.append((key, value))
        }
        return entries
    }

    static func elements(of list: ByteSlice) -> [ByteSlice] {
        ((try? Restriction.elements(of: list)) ?? []).compactMap { $0 }
    }

    static func element(_ key: ByteSlice, of whole: ByteSlice, _ type: CQLType) -> ByteSlice? {
        switch type.unfrozen {
        case .map(let keyType, _):
            return entries(of: whole).first { ValueOrder.compare($0.key, key, as: keyType) == 0 }?.value
        case .set(let element):
            return elements(of: whole).first { ValueOrder.compare($0, key, as: element) == 0 }
        default: return nil
        }
    }

    static func slice(of whole: ByteSlice, _ type: CQLType, from: ByteSlice?, to: ByteSlice?) -> ByteSlice? {
        switch type.unfrozen {
        case .map(let keyType, _):
            let inside = entries(of: whole).filter { isInside($0.key, keyType, from: from, to: to) }
            // Of cells nothing is null; of a frozen value it is an empty value.
            if inside.isEmpty, type == type.unfrozen { return nil }
            var writer = ByteWriter(capacity: whole.count)
            writer.write(Int32(clamping: inside.count))
            for entry in inside {
                append(entry.key, to: &writer)
                append(entry.value, to: &writer)
            }
            return ByteSlice(writer.finish())
        case .set(let element):
            let inside = elements(of: whole).filter { isInside($0, element, from: from, to: to) }
            return inside.isEmpty && type == type.unfrozen ? nil : list(inside)
        default: return nil
        }
    }

    static func isInside(_ value: ByteSlice, _ type: CQLType, from: ByteSlice?, to: ByteSlice?) -> Bool {
        if let from, ValueOrder.compare(value, from, as: type) < 0 { return false }
        if let to, ValueOrder.compare(value, to, as: type) > 0 { return false }
        return true
    }

    static func field(_ index: Int, of whole: ByteSlice) -> ByteSlice? {
        var reader = WireReader(whole)
        do {
            for _ in 0..<index { _ = try reader.readBytes() }
            return try reader.readBytes()
        } catch {
            // Written before the type had this field.
            return nil
        }
    }
}

extension ByteSlice {
    /// The field that a path of a user-defined type's cell stands for.
    var fieldIndex: Int? { count == 2 ? Int(self[0]) << 8 | Int(self[1]) : nil }

    static func fieldPath(_ index: Int) -> ByteSlice { ByteSlice(bigEndian: UInt16(truncatingIfNeeded: index)) }
}
