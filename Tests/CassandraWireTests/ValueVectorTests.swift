import CassandraWire
import Testing

/// The values of types.jsonl and invalid-types.jsonl: bytes of other people's making.
@Suite(.enabled(if: ValueVectors.areHere, "no vectors: set VECTORS_DIR"))
struct ValueVectorTests {
    /// The lines that have a value, and bytes.
    private func values(of type: String, atLeast count: Int) throws -> [(line: ValueVectors.Line, bytes: [UInt8])] {
        let values = try ValueVectors.lines(of: type).compactMap { line in
            line.json == nil ? nil : line.bytes.map { (line, $0) }
        }
        #expect(values.count >= count)
        return values
    }

    @Test("D-33 varints") func varints() throws {
        for (line, bytes) in try values(of: "varint", atLeast: 40) {
            let value = try #require(CQLVarint(bigEndianTwosComplement: bytes))
            #expect(value.description == line.text)
            #expect(CQLVarint(line.text) == value)
            #expect((value.bigEndianTwosComplement == bytes) == !line.decodeOnly, "\(line)")
        }
    }

    @Test("D-34 decimals") func decimals() throws {
        for (line, bytes) in try values(of: "decimal", atLeast: 30) {
            let scale = Int32(truncatingIfNeeded: bytes[..<4].reduce(0) { $0 << 8 | Int($1) })
            let value = CQLDecimal(
                unscaled: try #require(CQLVarint(bigEndianTwosComplement: bytes[4...])), scale: scale)
            #expect(value.unscaled.description == line["unscaled"])
            #expect(String(value.scale) == line["scale"])
            if let literal = line.literal {
                #expect(value.description == literal)
                #expect(CQLDecimal(literal) == value)
            }
        }
    }

    @Test("D-39 durations") func durations() throws {
        for (line, bytes) in try values(of: "duration", atLeast: 40) {
            let value = try CQLDuration(vintBytes: bytes)
            #expect(String(value.months) == line["months"])
            #expect(String(value.days) == line["days"])
            #expect(String(value.nanoseconds) == line["nanoseconds"])
            var written: [UInt8] = []
            value.appendVintBytes(to: &written)
            #expect(written == bytes)
            #expect(value.vintByteCount == bytes.count)
            #expect(CQLDuration(value.description) == value)
            if let literal = line.literal {
                #expect(value.description == literal)
                #expect(CQLDuration(literal) == value)
            }
        }
        let invalid = try ValueVectors.lines(of: "duration", in: "invalid-types.jsonl")
        #expect(invalid.count >= 14)
        for line in invalid {
            #expect(throws: CQLDurationError.self, "\(line)") { try CQLDuration(vintBytes: line.bytes!) }
        }
    }

    @Test("D-36 dates") func dates() throws {
        for (line, bytes) in try values(of: "date", atLeast: 20) {
            let date = CQLDate(wireValue: bytes.reduce(0) { $0 << 8 | UInt32($1) })
            #expect(String(date.daysSinceEpoch) == line.text)
            #expect(date.description == line.literal)
            #expect(line.literal.flatMap(CQLDate.init) == date)
        }
    }

    @Test("D-37 times") func times() throws {
        for (line, bytes) in try values(of: "time", atLeast: 15) {
            let time = CQLTime(nanosecondsSinceMidnight: Int64(bitPattern: bytes.reduce(0) { $0 << 8 | UInt64($1) }))
            #expect(String(time.nanosecondsSinceMidnight) == line.text)
            #expect(time.description == line.literal)
            #expect(line.literal.flatMap(CQLTime.init) == time)
        }
    }

    @Test("D-38 timestamps") func timestamps() throws {
        for (line, bytes) in try values(of: "timestamp", atLeast: 20) {
            let time = CQLTimestamp(millisecondsSinceEpoch: Int64(bitPattern: bytes.reduce(0) { $0 << 8 | UInt64($1) }))
            #expect(String(time.millisecondsSinceEpoch) == line.text)
            #expect(CQLTimestamp(time.description) == time)
            guard let literal = line.literal else { continue }
            #expect(CQLTimestamp(literal) == time)
            #expect(time.description == (literal.utf8.count == 24 ? literal : line.text))
        }
    }

    @Test("D-41 inets") func inets() throws {
        for (line, bytes) in try values(of: "inet", atLeast: 19) {
            let address = try #require(CQLInet(bytes: bytes))
            #expect(address.bytes == bytes)
            #expect(CQLInet(line.text) == address)
            #expect(CQLInet(address.description) == address)
            #expect(address.isIPv6 || address.description == line.text)
        }
        for line in try ValueVectors.lines(of: "inet", in: "invalid-types.jsonl") {
            #expect(CQLInet(bytes: line.bytes!) == nil)
        }
    }

    @Test("D-42 uuids and timeuuids") func uuids() throws {
        for (line, bytes) in try values(of: "uuid", atLeast: 12) + values(of: "timeuuid", atLeast: 11) {
            let uuid = try #require(CQLUUID(bytes: bytes))
            #expect(uuid.bytes == bytes)
            #expect(uuid.description == line.text)
            #expect(CQLUUID(line.text) == uuid)
            #expect(line.type == "uuid" || TimeUUID(uuid)?.description == line.text)
        }
        for type in ["uuid", "timeuuid"] {
            for line in try ValueVectors.lines(of: type, in: "invalid-types.jsonl") {
                #expect(CQLUUID(bytes: line.bytes!).flatMap(TimeUUID.init) == nil)
            }
        }
    }
}
