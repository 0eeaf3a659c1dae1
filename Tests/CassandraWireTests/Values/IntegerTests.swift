import CassandraWire
import TestKit
import Testing

/// The integers of the standard library against those of CQL, both ways.
@Suite struct IntegerTests {
    static let types: [(type: CQLType, range: ClosedRange<Int128>?)] = [
        (.tinyint, Int128(Int8.min)...Int128(Int8.max)), (.smallint, Int128(Int16.min)...Int128(Int16.max)),
        (.int, Int128(Int32.min)...Int128(Int32.max)), (.bigint, Int128(Int64.min)...Int128(Int64.max)),
        (.counter, Int128(Int64.min)...Int128(Int64.max)), (.varint, nil),
    ]

    /// The ends of all integers, their neighbours, and some between.
    static let numbers: [Int128] = {
        var numbers: Set<Int128> = [0, 1, -1, 42]
        for bits in [7, 8, 15, 16, 31, 32, 63, 64, 127] {
            for delta: Int128 in [-2, -1, 0, 1] {
                let power = bits == 127 ? Int128.max : Int128(1) << Int128(bits)
                numbers.insert(power &+ delta)
                numbers.insert(-power &+ delta)
            }
        }
        return numbers.sorted()
    }()

    /// Two's complement, made without the codec: in `count` bytes, or as few as it takes.
    static func bytes(of number: Int128, count: Int?) -> [UInt8] {
        var bytes = (0..<16).map { UInt8(truncatingIfNeeded: number >> Int128(120 - 8 * $0)) }
        let isSurplus = { (bytes: [UInt8]) in
            bytes[0] == 0x00 && bytes[1] < 0x80 || bytes[0] == 0xFF && bytes[1] >= 0x80
        }
        while count.map({ bytes.count > $0 }) ?? (bytes.count > 1 && isSurplus(bytes)) { bytes.removeFirst() }
        return bytes
    }

    static func width(of type: CQLType) -> Int? {
        switch type {
        case .tinyint: 1
        case .smallint: 2
        case .int: 4
        case .bigint, .counter: 8
        default: nil
        }
    }

    private func check<Integer: CQLInteger>(_: Integer.Type) throws {
        for (type, range) in Self.types {
            for number in Self.numbers {
                let label = "\(number) as \(Integer.self) and \(type)"
                let isOfType = range?.contains(number) ?? true
                let expected = isOfType ? cell(Self.bytes(of: number, count: Self.width(of: type))) : nil
                let value = Integer(exactly: number)
                if let value, let expected {
                    #expect(try wire(value, as: type) == expected, "\(label)")
                    #expect(try read(expected, as: type) == value, "\(label)")
                } else if let value {
                    #expect(throws: WireError.outOfRange, "\(label)") { try wire(value, as: type) }
                } else if let expected {
                    #expect(throws: WireError.outOfRange, "\(label)") { try read(expected, as: type, Integer.self) }
                    #expect(throws: WireError.outOfRange, "\(label)") { try read(expected, as: type, Integer?.self) }
                }
            }
        }
    }

    @Test("D-32 every integer of Swift's reads and writes every one of CQL's, and what does not fit is an error")
    func narrowing() throws {
        try check(Int8.self)
        try check(Int16.self)
        try check(Int32.self)
        try check(Int64.self)
        try check(Int.self)
        try check(UInt8.self)
        try check(UInt16.self)
        try check(UInt32.self)
        try check(UInt64.self)
        try check(UInt.self)
    }

    @Test("D-32 our own varint reads and writes every integer of CQL's")
    func varints() throws {
        for (type, range) in Self.types {
            for number in Self.numbers {
                let value = CQLVarint(number)
                if range?.contains(number) ?? true {
                    let expected = cell(Self.bytes(of: number, count: Self.width(of: type)))
                    #expect(try wire(value, as: type) == expected, "\(number) as \(type)")
                    #expect(try read(expected, as: type) == value, "\(number) as \(type)")
                } else {
                    #expect(throws: WireError.outOfRange) { try wire(value, as: type) }
                }
            }
        }
    }

    @Test("D-32 dynamic integers have exactly their column's type")
    func dynamicIntegers() throws {
        let values: [(CQLValue, CQLType)] = [
            (.tinyint(.min), .tinyint), (.tinyint(.max), .tinyint), (.smallint(.min), .smallint),
            (.smallint(.max), .smallint), (.int(.min), .int), (.int(.max), .int), (.bigint(.min), .bigint),
            (.bigint(.max), .bigint), (.counter(.min), .counter), (.counter(.max), .counter), (.varint(-129), .varint),
        ]
        for (value, type) in values {
            #expect(try read(wire(value, as: type), as: type) == value)
            for (_, other) in values where other != type {
                if case (.bigint, .counter) = (value, other) { continue }
                #expect(throws: WireError.typeMismatch, "\(value) as \(other)") { try wire(value, as: other) }
            }
        }
    }

    @Test("D-32 integers are made for no other types")
    func refusedTypes() {
        let refused = CQLType.allScalars.filter { type in !Self.types.contains { $0.type == type } }
        for type in refused + [.list(.int), .tuple([.int]), .person, .custom("org.example.Type")] {
            #expect(Int64.decodingPlan(for: type) == nil, "\(type)")
            #expect(Int64.encodingPlan(for: type) == nil, "\(type)")
        }
        #expect(Int64.decodingPlan(for: .frozen(.frozen(.int))) == .int)
    }

    @Test("D-33 a varint is written in as few bytes as it takes, and read with any number of surplus ones")
    func varintBytes() throws {
        let rows: [(number: CQLVarint, hex: String)] = [
            (0, "00"), (1, "01"), (-1, "ff"), (127, "7f"), (-127, "81"), (-128, "80"), (128, "0080"), (-129, "ff7f"),
            (32_767, "7fff"), (32_768, "008000"), (9_223_372_036_854_775_807, "7fffffffffffffff"),
            (9_223_372_036_854_775_808, "008000000000000000"), (-9_223_372_036_854_775_808, "8000000000000000"),
            (-9_223_372_036_854_775_809, "ff7fffffffffffffff"),
        ]
        for (number, hex) in rows {
            let bytes = [UInt8](hex: hex)
            #expect(try wire(number, as: .varint) == cell(bytes))
            #expect(try wire(CQLValue.varint(number), as: .varint) == cell(bytes))
            let sign: UInt8 = bytes[0] < 0x80 ? 0x00 : 0xFF
            for surplus in [0, 1, 2, 7, 15, 16, 17, 600] {
                let longer = cell([UInt8](repeating: sign, count: surplus) + bytes)
                #expect(try read(longer, as: .varint) == number, "\(number) with \(surplus) surplus bytes")
                #expect(try read(longer, as: .varint) == CQLValue.varint(number))
                if let small = number.asInteger(Int64.self) { #expect(try read(longer, as: .varint) == small) }
            }
        }
    }

    @Test("D-33 4,096 bits go through, and are out of range for every integer of Swift's")
    func largeVarints() throws {
        var random = RandomValues(.forThisRun())
        for _ in 0..<50 {
            let bytes = [UInt8(random.number(1...127))] + random.bytes(511...511)
            let positive = cell(bytes)
            let number: CQLVarint = try read(positive, as: .varint)
            #expect(number.bigEndianTwosComplement == bytes)
            #expect(try wire(number, as: .varint) == positive)
            #expect(try read(wire(number.negated, as: .varint), as: .varint) == number.negated)
            #expect(throws: WireError.outOfRange) { try read(positive, as: .varint, Int64.self) }
            #expect(throws: WireError.outOfRange) { try read(positive, as: .varint, UInt64.self) }
        }
    }
}
