import Bytes
import CassandraWire
import TestKit
import Testing

@Suite struct RoundTripTests {
    @Test("D-25 a value of any type reads back as it was written, and is written again as the same bytes")
    func dynamicValues() throws {
        var random = RandomValues(.forThisRun())
        random.makesEmpty = true
        for _ in 0..<4_000 {
            let type = random.type()
            let value = random.value(of: type)
            let hex = try wire(value, as: type)
            let copy: CQLValue = try read(hex, as: type)
            #expect(copy == value, "\(type)")
            #expect(copy.hashValue == value.hashValue, "\(type)")
            #expect(try wire(copy, as: type) == hex, "\(type)")
        }
    }

    @Test(
        "D-25 Swift types read and write the same bytes as dynamic values do",
        arguments: Codec.scalars + Codec.composites)
    func typedValues(_ codec: Codec) throws {
        var random = RandomValues(.forThisRun("typedValues \(codec)"))
        for _ in 0..<200 {
            let hex = try wire(random.value(of: codec.type), as: codec.type)
            #expect(try codec.recode(hex) == hex)
            #expect(try codec.recodeOptional(hex) == hex)
        }
        #expect(try codec.recodeOptional("ffffffff") == "ffffffff")
    }

    @Test("D-25 sets and dictionaries read back as they were written")
    func unorderedValues() throws {
        var generator = Seed.forThisRun().generator
        for size in 0..<40 {
            let set = Set((0..<size).map { _ in Int64(truncatingIfNeeded: generator.next()) })
            #expect(try read(wire(set, as: .set(.bigint)), as: .set(.bigint)) == set)
            #expect(try read(wire(set, as: .list(.bigint)), as: .list(.bigint)) == set)
            let map = Dictionary(set.map { (String($0, radix: 36), [$0, 1]) }) { first, _ in first }
            let type = CQLType.map(key: .text, value: .frozen(.list(.varint)))
            #expect(try read(wire(map, as: type), as: type) == map)
        }
    }

    @Test("D-25 no bytes make a trap, whatever the type, and what is read from them can be written again")
    func hostileBytes() throws {
        var random = RandomValues(.forThisRun())
        let codecs = Codec.scalars + Codec.composites
        for round in 0..<20_000 {
            let codec = codecs[round % codecs.count]
            let type = round.isMultiple(of: 2) ? codec.type : random.type(depth: 4)
            var bytes = [UInt8](hex: try wire(random.value(of: type), as: type))
            for _ in 0..<random.number(0...3) where bytes.count > 4 {
                switch random.number(0...3) {
                case 0: bytes[random.number(4...bytes.count - 1)] = UInt8(random.number(0...255))
                case 1: bytes.remove(at: random.number(4...bytes.count - 1))
                case 2:
                    bytes.insert([0, 1, 0x7F, 0x80, 0xFF][random.number(0...4)], at: random.number(4...bytes.count))
                default: bytes.removeLast(random.number(0...bytes.count - 4))
                }
            }
            let hex = cell(Array(bytes.dropFirst(4)))
            if let value = try? read(hex, as: type, CQLValue.self) {
                do {
                    let again = try wire(value, as: type)
                    #expect(try read(again, as: type) == value, "\(type): \(hex)")
                } catch {
                    // Read, but not to be written: a null in a list, a time beyond the day.
                    let error = error as? WireError
                    #expect(error == .nullInCollection || error == .outOfRange, "\(type): \(hex)")
                }
            }
            if round.isMultiple(of: 2) { _ = try? codec.recode(hex) }
        }
    }

    @Test("D-25 random bytes and lengths make no trap")
    func randomBytes() {
        var random = RandomValues(.forThisRun())
        let codecs = Codec.scalars + Codec.composites
        for round in 0..<20_000 {
            let codec = codecs[round % codecs.count]
            let bytes = ByteSlice(random.bytes(0...24))
            guard let plan = CQLValue.decodingPlan(for: codec.type) else { continue }
            var reader = WireReader(bytes)
            _ = try? CQLValue(value: &reader, plan: plan)
            _ = try? codec.recode(Array(bytes).hex)
        }
    }
}
