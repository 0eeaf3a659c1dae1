import CassandraWire
import TestKit
import Testing

@Suite struct CQLUUIDTests {
    @Test("D-42 the parts of a UUID are those that Python sees")
    func parts() throws {
        for (text, version, variant, time, clockSequence, node) in PythonOracle.uuids {
            let uuid = try #require(CQLUUID(text))
            #expect(uuid.description == text)
            #expect(uuid.bytes.hex == text.replacing("-", with: ""))
            #expect(CQLUUID(bytes: uuid.bytes) == uuid)
            #expect(CQLUUID(text.uppercased()) == uuid)
            #expect(uuid.version == version)
            #expect(uuid.variant == variant)
            let timeUUID = TimeUUID(uuid)
            #expect((timeUUID != nil) == (version == 1))
            guard let timeUUID else { continue }
            #expect(timeUUID.timestamp100ns == time)
            #expect(timeUUID.clockSequence == clockSequence)
            #expect(timeUUID.node == node)
            #expect(timeUUID.description == text)
            #expect(TimeUUID(timestamp100ns: time, clockSequenceAndNode: uuid.low) == timeUUID)
        }
    }

    @Test func `only the canonical form is read`() {
        let good = "01234567-89ab-4def-8123-456789abcdef"
        let bad = [
            "", String(good.dropLast()), good + "0", "{\(good)}", good.replacing("-", with: ""), " " + good.dropFirst(),
            "01234567-89ab-4def-8123_456789abcdef", "012345678-9ab-4def-8123-456789abcdef", "g" + good.dropFirst(),
            "-1234567-89ab-4def-8123-456789abcdef", "+1234567-89ab-4def-8123-456789abcdef", "é" + good.dropFirst(2),
        ]
        for text in bad {
            #expect(CQLUUID(text) == nil, "\(text)")
        }
        for count in 0...33 where count != 16 {
            #expect(CQLUUID(bytes: [UInt8](repeating: 1, count: count)) == nil)
        }
        #expect(CQLUUID.zero.description == "00000000-0000-0000-0000-000000000000")
    }

    @Test func `order is that of the unsigned bytes`() {
        var random = Seed.forThisRun().generator
        for _ in 0..<1_000 {
            let left = random.signedBytes(16)
            let right = Bool.random(using: &random) ? random.signedBytes(16) : left.dropLast() + random.bytes(1)
            let isLess = CQLUUID(bytes: left)! < CQLUUID(bytes: right)!
            #expect(isLess == left.lexicographicallyPrecedes(right))
        }
    }

    @Test func `random UUIDs are of version 4, and repeat with their seed`() {
        var (random, same) = (SeededGenerator(seed: 7), SeededGenerator(seed: 7))
        var seen: Set<CQLUUID> = []
        for _ in 0..<1_000 {
            let uuid = CQLUUID.random(using: &random)
            #expect(uuid.version == 4)
            #expect(uuid.variant == .rfc9562)
            #expect(uuid == CQLUUID.random(using: &same))
            seen.insert(uuid)
        }
        #expect(seen.count == 1_000)
        #expect(CQLUUID.random() != CQLUUID.random())
    }
}
