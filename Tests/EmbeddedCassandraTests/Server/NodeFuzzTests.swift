import CassandraWire
import Testing

@testable import EmbeddedCassandra

/// Any bytes: a node answers, or keeps quiet, but never falls.
@Suite struct NodeFuzzTests {
    @Test(arguments: UInt64(1)...40)
    func `a node lives through frames with anything in them`(seed: UInt64) throws {
        var state = seed
        func draw(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var input: [UInt8] = []
        for _ in 0..<40 {
            var body = (0..<draw(60)).map { _ in UInt8(draw(4) == 0 ? draw(256) : draw(4)) }
            if draw(3) == 0 { body = Frames.short(16) + [UInt8](repeating: 0, count: 16) + body }
            let opcode = UInt8(draw(20) == 0 ? draw(256) : [1, 4, 5, 7, 9, 10, 11, 13, 15][draw(9)])
            // What cannot be passed would hide all that follows.
            let known = [1, 4, 5, 7, 9, 10, 11, 13, 15].contains(opcode) || draw(10) == 0
            input += Frames.frame(known ? opcode : 7, body, stream: draw(65536), flags: UInt8(draw(256)))
        }
        let isReady = seed % 2 == 0
        let whole = try #require(NodeFuzzing.answers(to: input, piece: .max, reachesStatements: isReady))
        let pieces = try #require(NodeFuzzing.answers(to: input, piece: 1 + Int(seed), reachesStatements: isReady))
        #expect(!whole.isEmpty)
        #expect(pieces.starts(with: whole.prefix(40)))
    }
}
