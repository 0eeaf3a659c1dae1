import Bytes

/// Where the contents of a value stand.
struct Cell {
    /// How many bytes are left in the reader where they begin.
    let remaining: Int
    /// How many bytes they are; negative for null.
    let count: Int

    var isNull: Bool { count < 0 }

    /// Reads the length in front of a value and goes past the value.
    @inline(__always)
    init(past reader: inout WireReader) throws {
        let length = try reader.readValueLength()
        remaining = reader.remaining
        count = length ?? -1
        if let length { try reader.skip(length) }
    }

    /// A value of `count` bytes, which the reader goes past.
    init(past reader: inout WireReader, count: Int) throws {
        remaining = reader.remaining
        self.count = count
        try reader.skip(count)
    }

    /// A value that is not there.
    static let null = Cell(remaining: 0, count: -1)

    private init(remaining: Int, count: Int) {
        self.remaining = remaining
        self.count = count
    }

    /// The contents and nothing else.
    func part(of reader: WireReader) throws -> WireReader {
        guard count >= 0 else { throw WireError.unexpectedNull }
        var reader = reader
        reader.bytes.setRemaining(remaining)
        return try reader.readPart(count)
    }

    /// The value, read by its type's codec.
    @inline(__always)
    func read<Value: CQLDecodable>(
        _: Value.Type, _ plan: Value.DecodingPlan, from reader: WireReader
    ) throws -> Value {
        guard count > 0 else {
            // What becomes of these is decided where the length is read.
            var absent = count < 0 ? WireReader.null : WireReader.emptyValue
            return try Value(value: &absent, plan: plan)
        }
        var reader = reader
        reader.bytes.setRemaining(remaining)
        return try Value(contents: &reader, count: count, plan: plan)
    }
}

extension WireReader {
    /// A reader whose only value is one of zero bytes.
    fileprivate static let emptyValue: WireReader = {
        var writer = WireWriter(capacity: 4)
        writer.write(Int32(0))
        return WireReader(writer.finish())
    }()
}
