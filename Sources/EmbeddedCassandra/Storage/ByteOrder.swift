import Bytes

/// The order of bytes as unsigned numbers, the shorter first when it begins the longer.
enum ByteOrder {
    static func compare(_ left: ByteSlice, _ right: ByteSlice) -> Int {
        unsafe left.withUnsafeBytes { left in
            unsafe right.withUnsafeBytes { right in unsafe compare(left, right) }
        }
    }

    @inline(__always)
    static func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        let common = min(left.count, right.count)
        var offset = 0
        while common - offset >= 8 {
            let leftWord = UInt64(bigEndian: unsafe left.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            let rightWord = UInt64(bigEndian: unsafe right.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            if leftWord != rightWord { return leftWord < rightWord ? -1 : 1 }
            offset += 8
        }
        while offset < common {
            let (leftByte, rightByte) = unsafe (left[offset], right[offset])
            if leftByte != rightByte { return leftByte < rightByte ? -1 : 1 }
            offset += 1
        }
        return left.count - right.count
    }

    @inline(__always)
    static func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        unsafe left.count == right.count && compare(left, right) == 0
    }
}
