import Bytes
import CassandraWire

extension ValueOrder {
    /// Lists, sets and maps: element by element, of which a map has two; then the one that has fewer.
    static func compareSequences(
        _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer, _ types: [CQLType]
    ) -> Int {
        if unsafe left.isEmpty || right.isEmpty { return left.count - right.count }
        var (leftParts, rightParts) = unsafe (ValueParts(left), ValueParts(right))
        let (leftCount, rightCount) = (leftParts.readCount() ?? 0, rightParts.readCount() ?? 0)
        for _ in 0..<max(0, min(leftCount, rightCount)) {
            for type in types {
                guard let leftPart = leftParts.next(), let rightPart = rightParts.next() else {
                    return unsafe ByteOrder.compare(left, right)
                }
                let order = comparePart(leftPart, rightPart, type)
                if order != 0 { return order }
            }
        }
        return leftCount < rightCount ? -1 : leftCount > rightCount ? 1 : 0
    }

    /// Tuples and user-defined types: field by field, null before all else; fields that are not there are null.
    static func compareTuples(
        _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer, _ types: some Collection<CQLType>
    ) -> Int {
        if unsafe left.isEmpty || right.isEmpty { return left.count - right.count }
        var (leftParts, rightParts) = unsafe (ValueParts(left), ValueParts(right))
        for type in types {
            let (leftPart, rightPart) = (leftParts.next(), rightParts.next())
            if leftPart == nil, rightPart == nil { break }
            let order = comparePart(leftPart ?? .null, rightPart ?? .null, type)
            if order != 0 { return order }
        }
        return 0
    }

    /// Vectors: element by element; those of variable size have their lengths in front.
    static func compareVectors(
        _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer, _ type: CQLType
    ) -> Int {
        if unsafe left.isEmpty || right.isEmpty { return left.count - right.count }
        var (leftParts, rightParts) = unsafe (ValueParts(left), ValueParts(right))
        while true {
            let leftPart = leftParts.nextOfVector(length: type.fixedLength)
            let rightPart = rightParts.nextOfVector(length: type.fixedLength)
            guard let leftPart, let rightPart else {
                if leftPart == nil, rightPart == nil { return 0 }
                return leftPart == nil ? -1 : 1
            }
            let order = unsafe compare(leftPart.bytes, rightPart.bytes, as: type)
            if order != 0 { return order }
        }
    }

    private static func comparePart(_ left: ValuePart, _ right: ValuePart, _ type: CQLType) -> Int {
        if left.isNull || right.isNull { return left.isNull ? (right.isNull ? 0 : -1) : 1 }
        return unsafe compare(left.bytes, right.bytes, as: type)
    }
}

/// A part of a composite value, or null.
@safe private struct ValuePart {
    let isNull: Bool
    let bytes: UnsafeRawBufferPointer

    static var null: ValuePart { unsafe ValuePart(isNull: true, bytes: UnsafeRawBufferPointer(start: nil, count: 0)) }
}

/// Takes a composite value apart. Where its lengths do not fit, there are no more parts.
@safe private struct ValueParts {
    private var rest: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) {
        unsafe rest = bytes
    }

    mutating func readCount() -> Int? {
        guard unsafe rest.count >= 4 else { return nil }
        let count = Int(Int32(bigEndian: unsafe rest.loadUnaligned(as: Int32.self)))
        _ = take(4)
        return count
    }

    mutating func next() -> ValuePart? {
        guard let length = readCount() else { return nil }
        return length < 0 ? .null : take(length)
    }

    mutating func nextOfVector(length: Int?) -> ValuePart? {
        guard unsafe !rest.isEmpty else { return nil }
        if let length { return length > 0 ? take(length) : nil }
        var size: UInt64 = 0
        guard readVectorLength(&size), let length = Int(exactly: size) else { return nil }
        return take(length)
    }

    /// An unsigned variable integer: the leading ones of its first byte tell how many bytes follow.
    private mutating func readVectorLength(_ size: inout UInt64) -> Bool {
        guard let first = unsafe rest.first else { return false }
        let extra = (~first).leadingZeroBitCount
        guard unsafe rest.count > extra else { return false }
        size = extra >= 8 ? 0 : UInt64(first) & (0xFF >> UInt64(extra))
        for index in 0..<extra { size = size << 8 | UInt64(unsafe rest[index + 1]) }
        _ = take(extra + 1)
        return true
    }

    private mutating func take(_ count: Int) -> ValuePart? {
        guard unsafe count <= rest.count else { return nil }
        let part = unsafe UnsafeRawBufferPointer(rebasing: rest[..<count])
        unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        return unsafe ValuePart(isNull: false, bytes: part)
    }
}
