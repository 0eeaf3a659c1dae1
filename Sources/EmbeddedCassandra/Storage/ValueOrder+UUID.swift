import Bytes

extension ValueOrder {
    /// By version, those of version 1 by time, then by bytes.
    static func compareUUIDs(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        guard left.count == 16, right.count == 16 else { return unsafe compareMisshapen(left, right) }
        let (leftHigh, rightHigh) = unsafe (high(left), high(right))
        let (leftVersion, rightVersion) = (leftHigh >> 12 & 0xF, rightHigh >> 12 & 0xF)
        if leftVersion != rightVersion { return Int(leftVersion) - Int(rightVersion) }
        if leftVersion == 1 {
            let (leftTime, rightTime) = (time(leftHigh), time(rightHigh))
            if leftTime != rightTime { return leftTime < rightTime ? -1 : 1 }
        }
        return unsafe ByteOrder.compare(left, right)
    }

    /// By time, then by the bytes behind it as signed numbers, as servers do since the beginning.
    static func compareTimeUUIDs(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        guard left.count == 16, right.count == 16 else { return unsafe compareMisshapen(left, right) }
        let (leftTime, rightTime) = unsafe (time(high(left)), time(high(right)))
        if leftTime != rightTime { return leftTime < rightTime ? -1 : 1 }
        // Turning each byte's highest bit makes the signed order the unsigned.
        let mask: UInt64 = 0x8080_8080_8080_8080
        let leftLow = UInt64(bigEndian: unsafe left.loadUnaligned(fromByteOffset: 8, as: UInt64.self)) ^ mask
        let rightLow = UInt64(bigEndian: unsafe right.loadUnaligned(fromByteOffset: 8, as: UInt64.self)) ^ mask
        if leftLow != rightLow { return leftLow < rightLow ? -1 : 1 }
        // Only the version is left, which a valid one has no choice of.
        return unsafe ByteOrder.compare(left, right)
    }

    @inline(__always) private static func high(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        UInt64(bigEndian: unsafe bytes.loadUnaligned(as: UInt64.self))
    }

    /// The 60 bits of time, the highest first.
    @inline(__always) private static func time(_ high: UInt64) -> UInt64 {
        (high & 0xFFF) << 48 | (high >> 16 & 0xFFFF) << 32 | high >> 32
    }
}
