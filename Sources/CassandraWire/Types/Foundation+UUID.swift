#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// Which of the two UUID types a marker has.
@frozen public enum UUIDForm: UInt8, Sendable {
    /// Any version.
    case uuid
    /// Version 1 only.
    case timeuuid
}

extension UUID: CQLCodable {
    /// Accepts `uuid` and `timeuuid`.
    public static func decodingPlan(for type: CQLType) -> NoPlan? { CQLUUID.decodingPlan(for: type) }

    /// Accepts `uuid`, and `timeuuid`: there the version is checked value by value.
    public static func encodingPlan(for type: CQLType) -> UUIDForm? {
        switch type.unfrozen {
        case .uuid: .uuid
        case .timeuuid: .timeuuid
        default: nil
        }
    }

    /// Reads 16 bytes, of any version.
    @inlinable public init(contents reader: inout WireReader, count: Int, plan: NoPlan) throws {
        self.init(try CQLUUID(contents: &reader, count: count, plan: plan))
    }

    /// Appends 16 bytes; a UUID of another version than 1 is out of range for a `timeuuid`.
    @inlinable public func encodeContents(to writer: inout WireWriter, plan: UUIDForm) throws {
        let value = CQLUUID(self)
        guard plan == .uuid || value.version == 1 else { throw WireError.outOfRange }
        try value.encodeContents(to: &writer, plan: NoPlan())
    }
}

extension UUID {
    /// The same 16 bytes.
    @inlinable public init(_ value: CQLUUID) {
        func byte(_ half: UInt64, _ shift: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: half &>> shift) }
        let (high, low) = (value.high, value.low)
        self.init(
            uuid: (
                byte(high, 56), byte(high, 48), byte(high, 40), byte(high, 32),
                byte(high, 24), byte(high, 16), byte(high, 8), byte(high, 0),
                byte(low, 56), byte(low, 48), byte(low, 40), byte(low, 32),
                byte(low, 24), byte(low, 16), byte(low, 8), byte(low, 0)
            ))
    }

    /// The same 16 bytes.
    @inlinable public init(_ value: TimeUUID) {
        self.init(value.uuid)
    }
}

extension CQLUUID {
    /// The same 16 bytes.
    @inlinable public init(_ value: UUID) {
        let bytes = value.uuid
        self.init(
            high: .joining(bytes.0, bytes.1, bytes.2, bytes.3, bytes.4, bytes.5, bytes.6, bytes.7),
            low: .joining(bytes.8, bytes.9, bytes.10, bytes.11, bytes.12, bytes.13, bytes.14, bytes.15))
    }
}

extension TimeUUID {
    /// The same 16 bytes; nil for any version but 1.
    @inlinable public init?(_ value: UUID) {
        self.init(CQLUUID(value))
    }
}

extension UInt64 {
    /// Eight bytes, the highest first.
    @usableFromInline static func joining(
        _ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, _ e: UInt8, _ f: UInt8, _ g: UInt8, _ h: UInt8
    ) -> UInt64 {
        let upper = UInt64(a) << 56 | UInt64(b) << 48 | UInt64(c) << 40 | UInt64(d) << 32
        let lower = UInt64(e) << 24 | UInt64(f) << 16 | UInt64(g) << 8 | UInt64(h)
        return upper | lower
    }
}
