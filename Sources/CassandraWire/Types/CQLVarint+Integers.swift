extension CQLVarint {
    /// Makes a varint of any fixed-width integer.
    @inlinable
    public init<T: FixedWidthInteger>(_ value: T) {
        if let small = Int64(exactly: value) {
            self.init(small: small)
        } else {
            self.init(wide: value)
        }
    }

    @inlinable
    init<T: FixedWidthInteger>(wide value: T) {
        // The byte before the value holds the sign of an unsigned one.
        var bytes: [UInt8] = [value < 0 ? 0xFF : 0x00]
        for shift in stride(from: (T.bitWidth + 7) / 8 * 8 - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
        guard let result = CQLVarint(bigEndianTwosComplement: bytes) else {
            preconditionFailure("an integer beyond 64 bits has bytes")
        }
        self = result
    }

    /// The value as an integer of the given type, or nil if it doesn't fit.
    @inlinable
    public func asInteger<T: FixedWidthInteger>(_ type: T.Type = T.self) -> T? {
        switch storage {
        case .small(let value):
            return T(exactly: value)
        case .large(let bytes):
            let isNegative = bytes[0] >= 0x80
            guard T.isSigned || !isNegative else { return nil }
            let surplusSignBits = (isNegative ? ~bytes[0] : bytes[0]).leadingZeroBitCount
            let magnitudeBits = bytes.count * 8 - surplusSignBits
            guard magnitudeBits + (T.isSigned ? 1 : 0) <= T.bitWidth else { return nil }
            var result: T = isNegative ? ~0 : 0
            for byte in bytes {
                result = result << 8 | T(truncatingIfNeeded: byte)
            }
            return result
        }
    }
}

extension FixedWidthInteger {
    /// Converts a varint, or gives nil if it doesn't fit.
    @inlinable
    public init?(exactly value: CQLVarint) {
        guard let result = value.asInteger(Self.self) else { return nil }
        self = result
    }
}

extension CQLVarint: ExpressibleByIntegerLiteral {
    /// Makes a varint of a literal of any size.
    public init(integerLiteral value: StaticBigInt) {
        // The bit width of a StaticBigInt includes its sign, so its bytes are the whole value.
        let count = (value.bitWidth + 7) / 8
        let wordBytes = UInt.bitWidth / 8
        let bytes = (0..<count).reversed().map { index in
            UInt8(truncatingIfNeeded: value[index / wordBytes] >> UInt(8 * (index % wordBytes)))
        }
        self = CQLVarint(bigEndianTwosComplement: bytes) ?? CQLVarint(small: 0)
    }
}
