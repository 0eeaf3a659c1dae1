import Bytes
import CassandraWire
import TestKit
import Testing

@testable import EmbeddedCassandra

@Suite struct ValueOrderTests {
    /// A type and values of it in their order, as hexadecimal.
    struct Ladder: Sendable, CustomTestStringConvertible {
        var type: CQLType
        var values: [String]
        var testDescription: String { "\(type)" }

        init(_ type: CQLType, _ values: String...) {
            self.type = type
            self.values = values
        }
    }

    @Test(arguments: ladders, [false, true])
    func ranksNeverContradictTheOrder(_ ladder: Ladder, isDescending: Bool) {
        let order = ComponentOrder(ladder.type, isDescending: isDescending)
        func rank(_ digits: String) -> UInt64 {
            unsafe [UInt8](hex: digits).withUnsafeBytes { unsafe order.rank($0) }
        }
        for (lesser, greater) in zip(ladder.values, ladder.values.dropFirst()) {
            let (low, high) = (rank(lesser), rank(greater))
            #expect(isDescending ? low >= high : low <= high, "\(lesser) and \(greater)")
        }
    }

    private static let pair = UserDefinedType(
        keyspace: "k", name: "p", fields: [.init(name: "a", type: .int), .init(name: "b", type: .text)])

    static let ladders: [Ladder] = [
        Ladder(.int, "", "80000000", "ffffffff", "00000000", "00000001", "7fffffff"),
        Ladder(.bigint, "", "8000000000000000", "ffffffffffffffff", "0000000000000000", "0000000000000001"),
        Ladder(.timestamp, "ffffffffffffffff", "0000000000000000"),
        Ladder(.time, "0000000000000000", "0000000000000001"), Ladder(.counter, "ffffffffffffffff", "0000000000000001"),
        Ladder(.smallint, "", "8000", "ffff", "0000", "7fff"), Ladder(.tinyint, "", "80", "ff", "00", "7f"),
        Ladder(.date, "", "00000000", "7fffffff", "80000000", "ffffffff"), Ladder(.boolean, "", "00", "01"),
        Ladder(.text, "", "00", "61", "6161", "62", "c3a4"), Ladder(.ascii, "", "61", "62"),
        Ladder(.blob, "", "00", "0000", "7f", "80", "80808080808080808000", "ff"),
        Ladder(.inet, "", "00000001", "7f000001", "c0a80001", "fe800000000000000000000000000001"),
        Ladder(
            .double, "", "fff0000000000000", "bff0000000000000", "8000000000000000", "0000000000000000",
            "0000000000000001", "3ff0000000000000", "7ff0000000000000", "7ff8000000000000"),
        Ladder(.float, "", "ff800000", "bf800000", "80000000", "00000000", "3f800000", "7f800000", "7fc00000"),
        Ladder(.varint, "", "ff0000", "8000", "ff7f", "80", "ff", "00", "01", "7f", "0080", "7fff", "010000"),
        // -11, -1.1, -1, 0, 0.1, 1, 1.01, 9, 10, 1e2147483647
        Ladder(
            .decimal, "", "00000000f5", "00000001f5", "00000000ff", "0000000000", "0000000101", "0000000001",
            "0000000265", "0000000009", "ffffffff01", "8000000101"),
        Ladder(
            .uuid, "", "00000000000000000000000000000000", "00000001000010008000000000000000",
            "00000000000110008000000000000000", "00000000000040008000000000000000", "ffffffffffff4fffbfffffffffffffff",
            "00000000000070008000000000000000"),
        Ladder(
            .timeuuid, "", "ffffffff000010007f7f7f7f7f7f7f7f", "00000000000110008080808080808080",
            "0000000000011000ff00000000000000", "00000000000110000000000000000000", "00000000000110007f00000000000000"),
        Ladder(.duration, "", "000000", "000002", "020000"), Ladder(.custom("x"), "", "00", "01"),
        Ladder(
            .list(.int), "", "00000000", "0000000100000004ffffffff", "000000010000000400000001",
            "00000002000000040000000100000004ffffffff"),
        Ladder(.set(.text), "00000000", "000000010000000161", "000000010000000162"),
        Ladder(
            .map(key: .int, value: .text), "00000000", "00000001000000040000000100000000",
            "0000000100000004000000010000000161", "0000000100000004000000020000000161"),
        Ladder(
            .tuple([.int, .text]), "", "ffffffff0000000161", "00000004ffffffffffffffff", "00000004ffffffff00000000",
            "00000004ffffffff0000000161", "0000000400000001"),
        Ladder(.udt(pair), "ffffffff", "00000004ffffffff", "0000000400000001", "00000004000000010000000161"),
        Ladder(.vector(.int, dimension: 2), "", "ffffffff00000001", "0000000000000001", "0000000000000002"),
        Ladder(.vector(.text, dimension: 2), "01610162", "01620161"),
        Ladder(.frozen(.list(.int)), "00000000", "000000010000000400000001"),
    ]

    @Test(arguments: ladders) func valuesOfATypeStandInItsOrder(_ ladder: Ladder) {
        let values = ladder.values.map { ByteSlice([UInt8](hex: $0)) }
        for (lower, low) in values.enumerated() {
            for (higher, high) in values.enumerated() {
                let order = ValueOrder.compare(low, high, as: ladder.type).signum()
                #expect(order == (lower - higher).signum(), "\(low) and \(high)")
            }
        }
    }

    /// 1.0 and 1, an empty tuple's tail, numbers with more bytes than they need.
    @Test(arguments: [
        (CQLType.decimal, "000000010a", "0000000001"), (.decimal, "0000000500", "0000000000"), (.varint, "0001", "01"),
        (.varint, "ffff", "ff"), (.double, "7ff8000000000000", "fff8000000000001"), (.boolean, "01", "ff"),
        (.tuple([.int, .text]), "0000000400000001", "0000000400000001ffffffff"),
    ]) func someValuesAreEqualWithOtherBytes(_ type: CQLType, _ left: String, _ right: String) {
        let (left, right) = (ByteSlice([UInt8](hex: left)), ByteSlice([UInt8](hex: right)))
        #expect(ValueOrder.compare(left, right, as: type) == 0)
        #expect(ValueOrder.compare(right, left, as: type) == 0)
    }

    @Test func anyBytesAreOrderedSomehow() {
        var random = Seed.forThisRun().generator
        let bytes = (0..<60).map { _ in
            ByteSlice(
                (0..<Int.random(in: 0...24, using: &random)).map { _ in
                    Bool.random(using: &random) ? 0 : UInt8.random(in: 0...255, using: &random)
                })
        }
        for ladder in Self.ladders {
            for left in bytes {
                for right in bytes {
                    let order = ValueOrder.compare(left, right, as: ladder.type).signum()
                    #expect(order == -ValueOrder.compare(right, left, as: ladder.type).signum(), "\(ladder.type)")
                }
            }
        }
    }
}
