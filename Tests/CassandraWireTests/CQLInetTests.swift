import CassandraWire
import TestKit
import Testing

@Suite struct CQLInetTests {
    @Test("D-41 addresses are read and written as Python's ipaddress does")
    func texts() throws {
        for (text, address) in PythonOracle.addresses {
            let value = CQLInet(text)
            #expect((value?.bytes).map(\.hex) == address?.hex, "\(text)")
            #expect(value?.description == address?.canonical, "\(text)")
            if let address {
                #expect(CQLInet(bytes: [UInt8](hex: address.hex)) == value)
                #expect(CQLInet(address.canonical) == value)
                #expect(value?.isIPv6 == (address.hex.utf8.count == 32))
            }
        }
    }

    @Test("D-41 an IPv4 address in IPv6 clothes keeps its 16 bytes")
    func mapped() throws {
        let mapped = try #require(CQLInet("::ffff:10.1.2.3"))
        #expect(mapped.bytes == Array(repeating: 0, count: 10) + [0xFF, 0xFF, 10, 1, 2, 3])
        #expect(mapped.isIPv6)
        #expect(mapped.isIPv4Mapped)
        #expect(mapped.description == "::ffff:10.1.2.3")
        #expect(mapped == CQLInet("::FFFF:0a01:0203"))
        #expect(mapped != CQLInet("10.1.2.3"))
        #expect(CQLInet("::10.1.2.3")?.description == "::a01:203")
        #expect(CQLInet("10.1.2.3")?.isIPv4Mapped == false)
    }

    @Test("D-41 scope ids and any other count of bytes are refused")
    func refusals() {
        for text in ["fe80::1%eth0", "fe80::1%1", "::1%", String(repeating: "1", count: 1_000), "１.2.3.4"] {
            #expect(CQLInet(text) == nil, "\(text)")
        }
        for count in 0...40 where count != 4 && count != 16 {
            #expect(CQLInet(bytes: [UInt8](repeating: 0, count: count)) == nil)
        }
    }

    @Test("D-25 any 4 or 16 bytes are an address that reads back what it writes")
    func roundTrip() {
        var random = Seed.forThisRun().generator
        for _ in 0..<2_000 {
            for input in [random.bytes(4), random.bytes(16), random.signedBytes(16)] {
                let value = CQLInet(bytes: input)
                #expect(value?.bytes == input)
                #expect(value.flatMap { CQLInet($0.description) } == value)
            }
        }
    }
}
