import Bytes
import CassandraWire
import TestKit
import Testing

@Suite struct RoutingKeyTests {
    private static func values(_ values: [BoundValue]) throws -> BoundValues {
        try BoundValues(values)
    }

    private static func bytes(_ text: String) -> BoundValue { .bytes(ByteSlice(Array(text.utf8))) }

    @Test("A single component is the key as it is, even the empty one and one of more than 65,535 bytes (D-87)")
    func single() throws {
        let long = ByteSlice([UInt8](repeating: 7, count: 70_000))
        let values = try Self.values([Self.bytes("a"), Self.bytes(""), .bytes(long)])
        #expect(RoutingKey(values, indices: [0])?.bytes == [0x61])
        #expect(RoutingKey(values, indices: [1])?.bytes == [])
        #expect(RoutingKey(values, indices: [2])?.bytes == long)
    }

    @Test(
        "Several components have their lengths before and a zero after them, in the order of the indices (D-71, D-87)")
    func composite() throws {
        let values = try Self.values([Self.bytes("a"), .unset, Self.bytes("bc"), Self.bytes("")])
        func key(_ indices: [UInt16]) -> [UInt8]? { RoutingKey(values, indices: indices).map { Array($0.bytes) } }
        #expect(key([0, 2]) == [UInt8](hex: "000161 00 00026263 00"))
        #expect(key([2, 0]) == [UInt8](hex: "00026263 00 000161 00"))
        #expect(key([2, 3, 0]) == [UInt8](hex: "00026263 00 0000 00 000161 00"))
        #expect(key([0, 0]) == [UInt8](hex: "000161 00 000161 00"))
    }

    @Test("Values that do not tell the key give none (D-71, D-88)")
    func incomplete() throws {
        let values = try Self.values([Self.bytes("a"), .null, .unset, Self.bytes("b")])
        for indices: [UInt16] in [[], [1], [2], [4], [65_535], [0, 1], [3, 2], [0, 4], [4, 0], [0, 3, 65_535]] {
            #expect(RoutingKey(values, indices: indices) == nil, "\(indices)")
            #expect(RoutingKey.token(of: values, indices: indices) == nil, "\(indices)")
        }
    }

    @Test("A component of a composite may have 65,535 bytes, not one more (D-87)")
    func longComponents() throws {
        func key(of count: Int, _ indices: [UInt16]) throws -> RoutingKey? {
            let long = BoundValue.bytes(ByteSlice([UInt8](repeating: 1, count: count)))
            return RoutingKey(try Self.values([long, Self.bytes("b")]), indices: indices)
        }
        #expect(try key(of: 65_535, [0, 1])?.bytes.count == 65_535 + 3 + 4)
        #expect(try key(of: 65_536, [0, 1]) == nil)
        #expect(try key(of: 65_536, [1, 0]) == nil)
    }

    @Test("Indices that repeat without end make no key of gigabytes")
    func repeated() throws {
        let values = try Self.values([.bytes(ByteSlice([UInt8](repeating: 1, count: 60_000)))])
        #expect(RoutingKey(values, indices: [UInt16](repeating: 0, count: 65_535)) == nil)
    }

    @Test("Named values are not routed: their order is not the markers'")
    func named() throws {
        let values = try BoundValues(named: [("k", Self.bytes("a"))])
        #expect(RoutingKey(values, indices: [0]) == nil)
    }

    @Test(
        "Values that end early, or counts that lie, give no key",
        arguments: [
            (1, "00000004"), (1, "0000000461"), (1, "000000"), (1, "7fffffff61"), (65_535, ""), (0, ""), (-1, ""),
            (Int.min, "0000000161"), (Int.max, "00000001"),
        ])
    func hostile(count: Int, hex: String) {
        let values = BoundValues(count: count, bytes: ByteSlice([UInt8](hex: hex)))
        for indices: [UInt16] in [[0], [1], [65_535], [0, 1], [1, 0], [65_535, 0]] {
            #expect(RoutingKey(values, indices: indices) == nil)
        }
    }

    @Test("The token is that of the composed bytes")
    func token() throws {
        let zero = try Self.values([.bytes([0, 0, 0, 0])])
        #expect(RoutingKey.token(of: zero, indices: [0]) == Token(-3_485_513_579_396_041_028))
        let values = try Self.values([Self.bytes("a"), Self.bytes("b")])
        let composed = [UInt8](hex: "000161 00 000162 00")
        #expect(RoutingKey.token(of: values, indices: [0, 1]) == Token(Murmur3.token(of: composed)))
    }
}
