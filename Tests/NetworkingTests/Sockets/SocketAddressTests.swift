import Glibc
import TestKit
import Testing

@testable import Networking

@Suite struct SocketAddressTests {
    /// What the C library makes of the address.
    private static func oracle(_ high: UInt64, _ low: UInt64) -> String {
        var address = in6_addr()
        unsafe withUnsafeMutableBytes(of: &address) { bytes in
            unsafe bytes.storeBytes(of: high.bigEndian, as: UInt64.self)
            unsafe bytes.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { text in
            unsafe String(cString: inet_ntop(AF_INET6, &address, text.baseAddress, 64)!)
        }
    }

    @Test func `IPv6 addresses are written as RFC 5952 says and read back`() {
        var generator = Seed.forThisRun().generator
        for round in 0..<5_000 {
            // Many zero groups, small ones and those of IPv4 in IPv6.
            func half() -> UInt64 {
                (0..<4).reduce(UInt64(0)) { sum, _ in
                    let group =
                        switch Int.random(in: 0..<4, using: &generator) {
                        case 0: UInt64.random(in: 0...0xffff, using: &generator)
                        case 1: UInt64.random(in: 0...0xf, using: &generator)
                        default: UInt64(0)
                        }
                    return sum << 16 | group
                }
            }
            let high = round.isMultiple(of: 7) ? 0 : half()
            let low = round.isMultiple(of: 14) ? 0xffff << 32 | half() >> 32 : half()
            let address = SocketAddress.v6(high: high, low: low, port: 9042, scope: 0)
            // The C library also writes deprecated addresses with 96 zero bits in the manner of IPv4.
            if !(high == 0 && low >> 32 == 0) { #expect(address.host == Self.oracle(high, low)) }
            #expect(SocketAddress(literal: address.host, port: 9042) == address)
            #expect(SocketAddress(literal: Self.oracle(high, low), port: 9042) == address)
        }
    }

    @Test func `IPv4 addresses are written and read back`() {
        var generator = Seed.forThisRun().generator
        for _ in 0..<1_000 {
            let address = SocketAddress.v4(UInt32.random(in: 0...UInt32.max, using: &generator), port: 1)
            #expect(SocketAddress(literal: address.host, port: 1) == address)
        }
        #expect(SocketAddress.loopback(port: 80).description == "127.0.0.1:80")
        #expect(SocketAddress.loopback6(port: 80).description == "[::1]:80")
        #expect(SocketAddress.unix("x/y").description == "unix:x/y")
    }

    @Test(arguments: [
        "", "localhost", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.4 ", " 1.2.3.4", "01.2.3.4", "0x7f.1", "::1::",
        ":::",
        "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::g", "[::1]", "::1%", "::1%no-such-interface", "fe80::1%1%2", "::1%-1",
        "fe80::1%4294967296", "1.2.3.4%1",
    ])
    func `what is no address is none`(text: String) {
        #expect(SocketAddress(literal: text, port: 1) == nil)
    }

    @Test func `a scope is a number or an interface's name`() {
        let scoped = SocketAddress.v6(high: 0xfe80 << 48, low: 1, port: 7, scope: 2)
        #expect(SocketAddress(literal: "fe80::1%2", port: 7) == scoped)
        #expect(scoped.description == "[fe80::1%2]:7")
        let named = SocketAddress(literal: "fe80::1%lo", port: 7)
        let loopback = unsafe if_nametoindex("lo")
        #expect(named == .v6(high: 0xfe80 << 48, low: 1, port: 7, scope: loopback))
    }

    @Test func `addresses survive the way through the system's form`() {
        var generator = Seed.forThisRun().generator
        let longest = String(repeating: "p", count: SocketAddress.longestPath)
        for _ in 0..<200 {
            let addresses: [SocketAddress] = [
                .v4(generator.next(), port: generator.next()),
                .v6(high: generator.next(), low: generator.next(), port: generator.next(), scope: generator.next()),
                .unix("a"), .unix(longest), .unix("größe"),
            ]
            for address in addresses {
                let back: SocketAddress?? = unsafe address.withNative { native, length in
                    var storage = sockaddr_storage()
                    unsafe withUnsafeMutableBytes(of: &storage) { bytes in
                        unsafe bytes.copyMemory(from: UnsafeRawBufferPointer(start: native, count: Int(length)))
                    }
                    return SocketAddress(native: &storage, length: length)
                }
                #expect(back == address)
            }
        }
        let tooLong = unsafe SocketAddress.unix(longest + "p").withNative { _, _ in 0 }
        #expect(tooLong == nil)
    }
}
