import CassandraWire
import TestKit
import Testing

@Suite struct Murmur3Tests {
    @Test(
        "D-85 D-86 every key has the token that Cassandra's partitioner gives it",
        .enabled(if: ValueVectors.areHere, "no vectors"))
    func vectors() throws {
        let lines = try ValueVectors.objects(of: "murmur3.jsonl")
        #expect(lines.count == 1_200)
        var lengths: Set<Int> = []
        for line in lines {
            let key = [UInt8](hex: try #require((line["hex"] ?? line["key"]) as? String))
            let token = try #require(line["token"] as? String)
            #expect(String(Murmur3.token(of: key)) == token, "\(line)")
            lengths.insert(key.count)
        }
        #expect(lengths.isSuperset(of: 0...64))
    }

    @Test("D-86 a hash of Int64.min becomes Int64.max, which only made-up keys have")
    func smallestHash() {
        // Made by running the hash backwards; Cassandra's partitioner gives the same tokens.
        let keys: [(hex: String, token: Int64)] = [
            ("0407747c8ae70b7f542c82e6fda37a5a", .max), ("dfe76f52023fad4c82b861c2c65c7a6b", .max),
            ("cfb8187ec6a46538c7ab7e8fc46d6a26", .max), ("44e7afb7aafa94a0caff6e5d518a105e", .min + 1),
        ]
        for (key, token) in keys {
            #expect(Murmur3.token(of: [UInt8](hex: key)) == token)
        }
    }

    @Test("D-85 D-86 some tokens from the vectors, for where those are not")
    func knownTokens() {
        #expect(Murmur3.token(of: []) == .min)
        #expect(Murmur3.token(of: [0x00]) == 5_048_724_184_180_415_669)
        #expect(Murmur3.token(of: [0xFF]) == -4_442_228_696_663_692_417)
        #expect(Murmur3.token(of: [0, 0, 0, 0]) == -3_485_513_579_396_041_028)
    }

    @Test("D-85 a key's place in memory doesn't matter")
    func alignment() {
        var random = Seed.forThisRun().generator
        for count in 0...64 {
            let key = random.bytes(count)
            let expected = Murmur3.token(of: key)
            for offset in 0..<8 {
                let moved = random.bytes(offset) + key + random.bytes(3)
                unsafe moved.withUnsafeBytes { buffer in
                    let token = unsafe Murmur3.token(
                        of: UnsafeRawBufferPointer(rebasing: buffer[offset..<(offset + count)]))
                    #expect(token == expected, "\(count) bytes at \(offset)")
                }
            }
        }
    }

    @Test("D-86 only the empty key has the minimum, and tokens have the ring's order")
    func order() {
        #expect(Token(Murmur3.token(of: [])) == .minimum)
        #expect(Token.minimum < Token(0))
        #expect(Token(-1) < Token(1))
        #expect(Token("-9223372036854775808") == .minimum)
        #expect(Token("9223372036854775808") == nil)
        #expect(Token(-5).description == "-5")
    }
}
