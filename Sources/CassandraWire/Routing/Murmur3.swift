public import Bytes

/// The hash of Cassandra's Murmur3Partitioner: the first half of MurmurHash3 x64 128 with seed 0, and with a mistake.
///
/// Cassandra extends the sign of the last bytes of a key, where MurmurHash3 does not (D-85). All data lies where this
/// put it.
@usableFromInline package enum Murmur3 {
    /// The token of a partition key.
    @inlinable
    package static func token(of bytes: [UInt8]) -> Int64 {
        unsafe bytes.withUnsafeBytes { unsafe token(of: $0) }
    }

    /// The token of a partition key.
    @inlinable
    package static func token(of bytes: ByteSlice) -> Int64 {
        unsafe bytes.withUnsafeBytes { unsafe token(of: $0) }
    }

    /// The token of a partition key; Int64.min only for an empty one (D-86).
    @inlinable
    package static func token(of bytes: UnsafeRawBufferPointer) -> Int64 {
        guard let start = bytes.baseAddress, bytes.count > 0 else { return .min }
        let count = bytes.count
        var h1: UInt64 = 0
        var h2: UInt64 = 0
        var offset = 0
        while count &- offset >= 16 {
            let k1 = unsafe UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            let k2 = unsafe UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset &+ 8, as: UInt64.self))
            offset &+= 16
            h1 ^= mixed1(k1)
            h1 = (rotated(h1, by: 27) &+ h2) &* 5 &+ 0x52DC_E729
            h2 ^= mixed2(k2)
            h2 = (rotated(h2, by: 31) &+ h1) &* 5 &+ 0x3849_5AB5
        }
        if offset != count {
            let tail = unsafe tailWords(start + offset, count: count &- offset)
            h2 ^= mixed2(tail.1)
            h1 ^= mixed1(tail.0)
        }
        h1 ^= UInt64(truncatingIfNeeded: count)
        h2 ^= UInt64(truncatingIfNeeded: count)
        h1 &+= h2
        h2 &+= h1
        let hash = Int64(bitPattern: finalized(h1) &+ finalized(h2))
        return hash == .min ? .max : hash
    }

    /// The last 1 to 15 bytes as two words; each byte changes all bits above it if its sign is set.
    @inlinable
    static func tailWords(_ tail: UnsafeRawPointer, count: Int) -> (UInt64, UInt64) {
        var k1: UInt64 = 0
        var k2: UInt64 = 0
        switch count {
        case 15:
            k2 ^= unsafe signExtended(tail, 14) &<< 48
            fallthrough
        case 14:
            k2 ^= unsafe signExtended(tail, 13) &<< 40
            fallthrough
        case 13:
            k2 ^= unsafe signExtended(tail, 12) &<< 32
            fallthrough
        case 12:
            k2 ^= unsafe signExtended(tail, 11) &<< 24
            fallthrough
        case 11:
            k2 ^= unsafe signExtended(tail, 10) &<< 16
            fallthrough
        case 10:
            k2 ^= unsafe signExtended(tail, 9) &<< 8
            fallthrough
        case 9:
            k2 ^= unsafe signExtended(tail, 8)
            fallthrough
        case 8:
            k1 ^= unsafe signExtended(tail, 7) &<< 56
            fallthrough
        case 7:
            k1 ^= unsafe signExtended(tail, 6) &<< 48
            fallthrough
        case 6:
            k1 ^= unsafe signExtended(tail, 5) &<< 40
            fallthrough
        case 5:
            k1 ^= unsafe signExtended(tail, 4) &<< 32
            fallthrough
        case 4:
            k1 ^= unsafe signExtended(tail, 3) &<< 24
            fallthrough
        case 3:
            k1 ^= unsafe signExtended(tail, 2) &<< 16
            fallthrough
        case 2:
            k1 ^= unsafe signExtended(tail, 1) &<< 8
            fallthrough
        default:
            k1 ^= unsafe signExtended(tail, 0)
        }
        return (k1, k2)
    }

    @inlinable
    static func signExtended(_ tail: UnsafeRawPointer, _ offset: Int) -> UInt64 {
        UInt64(bitPattern: Int64(unsafe tail.load(fromByteOffset: offset, as: Int8.self)))
    }

    @inlinable
    static func mixed1(_ word: UInt64) -> UInt64 {
        rotated(word &* 0x87C3_7B91_1142_53D5, by: 31) &* 0x4CF5_AD43_2745_937F
    }

    @inlinable
    static func mixed2(_ word: UInt64) -> UInt64 {
        rotated(word &* 0x4CF5_AD43_2745_937F, by: 33) &* 0x87C3_7B91_1142_53D5
    }

    @inlinable
    static func rotated(_ word: UInt64, by bits: UInt64) -> UInt64 {
        word &<< bits | word &>> (64 &- bits)
    }

    @inlinable
    static func finalized(_ word: UInt64) -> UInt64 {
        var word = word
        word ^= word &>> 33
        word &*= 0xFF51_AFD7_ED55_8CCD
        word ^= word &>> 33
        word &*= 0xC4CE_B9FE_1A85_EC53
        return word ^ word &>> 33
    }
}
