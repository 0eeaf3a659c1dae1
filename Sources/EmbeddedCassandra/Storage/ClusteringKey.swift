import Bytes

/// The values of a row's clustering columns, one after the other, each behind its 16-bit length.
enum ClusteringKey {
    /// Every component must be at most 65,535 bytes long, which whoever takes values from clients has checked.
    static func encode(_ components: [ByteSlice]) -> ByteSlice {
        var writer = ByteWriter(capacity: components.reduce(0) { $0 + 2 + $1.count })
        for component in components {
            let fits = writer.write(component, length: UInt16.self)
            precondition(fits, "a clustering value is at most 65,535 bytes long")
        }
        return ByteSlice(writer.finish())
    }

    /// The key of a table with one clustering column.
    static func encode(_ component: ByteSlice) -> ByteSlice {
        var writer = ByteWriter(capacity: 2 + component.count)
        let fits = writer.write(component, length: UInt16.self)
        precondition(fits, "a clustering value is at most 65,535 bytes long")
        return ByteSlice(writer.finish())
    }

    /// The component at `index`; `nil` when there are fewer.
    static func component(_ index: Int, of key: ByteSlice) -> ByteSlice? {
        var reader = ByteReader(key)
        var left = index
        while let length = reader.readInteger(as: UInt16.self) {
            if left == 0 { return reader.readSlice(Int(length)) }
            guard reader.skip(Int(length)) else { return nil }
            left -= 1
        }
        return nil
    }

    static func components(of key: ByteSlice) -> [ByteSlice] {
        var reader = ByteReader(key)
        var components: [ByteSlice] = []
        while let length = reader.readInteger(as: UInt16.self), let component = reader.readSlice(Int(length)) {
            components.append(component)
        }
        return components
    }
}
