import CassandraWire
import TestKit
import Testing

@testable import EmbeddedCassandra

struct BigNumberTests {
    /// Numbers around the edges of limbs, where long division guesses wrong.
    private static let edges: [CQLVarint] = [
        "0", "1", "-1", "4294967295", "4294967296", "-4294967297", "18446744073709551615", "18446744073709551616",
        "-18446744073709551617", "340282366920938463463374607431768211455", "340282366920938463463374607431768211456",
        "79228162514264337593543950335", "170141183460469231731687303715884105728", "-9223372036854775808",
        "6277101735386680763835789423207666416102355444464034512895", "39614081257132168796771975168",
        "57896044618658097711785492504343953926634992332820282019728792003956564819968",
    ].compactMap { CQLVarint($0) }

    @Test func aQuotientTimesTheDivisorAndTheRestIsTheNumber() throws {
        for left in Self.edges {
            for right in Self.edges where right.signum() != 0 {
                let (quotient, rest) = try left.divided(by: right)
                #expect(try quotient.multiplied(by: right) + rest == left, "\(left) / \(right)")
                #expect(rest.magnitude < right.magnitude)
                #expect(rest.signum() == 0 || rest.isNegative == left.isNegative)
            }
        }
    }

    @Test func smallNumbersAgreeWithThoseOfTheMachine() throws {
        let numbers: [Int64] = [.min, .max, -1, 1, 3, -7, 1 << 32, (1 << 32) - 1, -(1 << 33)]
        for left in numbers {
            for right in numbers {
                let product = try CQLVarint(left).multiplied(by: CQLVarint(right))
                #expect(product.description == (Int128(left) * Int128(right)).description)
                let quotient = try CQLVarint(left).divided(by: CQLVarint(right)).quotient
                #expect(quotient.description == (Int128(left) / Int128(right)).description)
            }
        }
    }

    @Test func hugeNumbersAreRefused() {
        let huge = CQLVarint(bigEndianTwosComplement: [UInt8](repeating: 0x55, count: 40_000)) ?? 0
        #expect(throws: ArithmeticFailure.self) { try huge.multiplied(by: huge) }
        #expect(throws: ArithmeticFailure.self) { try huge.divided(by: 7) }
        let far = CQLDecimal(unscaled: 1, scale: .min)
        #expect(throws: ArithmeticFailure.self) { try DecimalArithmetic.quotient(far, 3) }
        #expect(throws: ArithmeticFailure.self) { try DecimalArithmetic.product(far, far) }
    }

    @Test(
        "decimals",
        arguments: [
            ("1E+100000", "1", "+", 10_000), ("1E-2000000000", "1", "+", 10_000), ("1E+2000000000", "-1", "+", 10_000),
        ])
    func sumsHaveAtMostTenThousandDigits(left: String, right: String, sign: String, digits: Int) throws {
        let (left, right) = (try #require(CQLDecimal(left)), try #require(CQLDecimal(right)))
        let sum = try DecimalArithmetic.sum(left, right)
        #expect(sum.unscaled.magnitude.description.count <= digits)
    }

    @Test(
        "digests",
        arguments: [
            (SecureHash.Form.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (.sha224, "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"),
            (.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (.sha512Slash256, "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23"),
        ])
    func digestsOfThreeLetters(form: SecureHash.Form, expected: String) {
        let digest = SecureHash.digest(Array("abc".utf8), form)
        #expect(digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == expected)
    }
}
