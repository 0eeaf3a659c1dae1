import TestKit

extension SeededGenerator {
    /// A number of any magnitude: each count of bits is as likely as another.
    mutating func anyMagnitude() -> Int64 {
        Int64(bitPattern: next()) >> Int64.random(in: 0...63, using: &self)
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
    }

    /// Bytes that often have long runs of the same sign.
    mutating func signedBytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in [0x00, 0xFF, 0x80, 0x7F, UInt8(truncatingIfNeeded: next())].randomElement(using: &self)!
        }
    }
}
