import Bytes

// In one go: unoptimised, byte by byte takes a second for some megabytes.

extension ByteSlice {
    var array: [UInt8] {
        unsafe withUnsafeBytes { unsafe Array($0) }
    }
}

extension [UInt8] {
    static func += (left: inout [UInt8], right: ByteSlice) {
        unsafe right.withUnsafeBytes { unsafe left.append(contentsOf: $0) }
    }
}
