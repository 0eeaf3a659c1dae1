#if TLS
    import Foundation
    import Networking
    import TestKit
    import Testing

    #if canImport(Glibc)
        import Glibc
    #else
        import Darwin
    #endif

    private let isSanitized = unsafe dlsym(dlopen(nil, RTLD_NOW), "__asan_init") != nil

    /// What connections hold, and that it is given back. Each runs in a process of its own, where nothing else grows.
    @Suite(.enabled(if: !isSanitized, "the address sanitizer keeps what was freed"))
    struct TLSMemoryTests {
        #if os(Linux)
            @Test func `more than two thousand engines that come and go leave nothing behind`() async {
                let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
                    for _ in 0..<60 { try TLSMemoryTests.useOnce() }
                    let before = try TLSMemoryTests.resident
                    for _ in 0..<400 { try TLSMemoryTests.useOnce() }
                    let grown = try TLSMemoryTests.resident - before
                    print("grown by \(grown) bytes")
                    #expect(grown < 1 << 20)
                }
                print(String(decoding: result?.standardOutputContent ?? [], as: UTF8.self))
            }

            @Test func `idle connections hold little`() async {
                let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
                    let client = try TLSContext(client: TLSFixtures.client)
                    let server = try TLSContext(server: TLSFixtures.server)
                    var engines: [TLSEngine] = []
                    for _ in 0..<10 { engines += try TLSMemoryTests.engines(client, server) }
                    let before = try TLSMemoryTests.resident
                    for _ in 0..<200 { engines += try TLSMemoryTests.engines(client, server) }
                    let each = (try TLSMemoryTests.resident - before) / 400
                    print("\(each) bytes each")
                    #expect(each < 40 << 10)
                    #expect(engines.count == 420)
                }
                print(String(decoding: result?.standardOutputContent ?? [], as: UTF8.self))
            }
        #endif

        /// What the process holds now; what it held most says nothing about so little.
        static var resident: Int {
            get throws {
                let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
                return try #require(Int(fields[1])) * 4096
            }
        }

        /// A connection, data both ways, new contexts, and failures of every kind.
        static func useOnce() throws {
            let client = try TLSContext(client: TLSFixtures.mutualClient)
            let server = try TLSContext(server: TLSFixtures.mutualServer)
            let good = try pair(client, server)
            try good.server.send([UInt8](repeating: 1, count: 20_000))
            let refused = try TLSPair(client: TLSFixtures.client, server: TLSFixtures.server.showing("expired"))
            refused.run()
            let unfinished = try TLSPair(client: client, server: server)
            unfinished.server.receive(unfinished.client.engine.takeOutput())
            _ = try? TLSContext(server: TLSFixtures.server.showing("authority"))
        }

        static func engines(_ client: TLSContext, _ server: TLSContext) throws -> [TLSEngine] {
            let pair = try pair(client, server)
            return [pair.client.engine, pair.server.engine]
        }

        static func pair(_ client: TLSContext, _ server: TLSContext) throws -> TLSPair {
            let pair = try TLSPair(client: client, server: server)
            pair.run()
            try pair.client.send([UInt8](repeating: 1, count: 20_000))
            try pair.server.send([UInt8](repeating: 2, count: 20_000))
            pair.run()
            try #require(pair.server.takeReceived().count == 20_000)
            try #require(pair.client.takeReceived().count == 20_000)
            return pair
        }
    }
#endif
