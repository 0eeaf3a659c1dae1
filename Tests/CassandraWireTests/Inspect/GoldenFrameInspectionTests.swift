import CassandraWire
import Foundation
import TestKit
import Testing

/// The inspector on the golden frames, and on what is left of them after they were damaged.
@Suite struct GoldenFrameInspectionTests {
    private static func lines() throws -> [JSON] {
        let file = Fixtures.folder.appendingPathComponent("vectors/frames.jsonl")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
            try JSON(parsing: String($0))
        }
    }

    private static func frames() throws -> [[UInt8]] {
        try lines().compactMap { $0["hex"]?.text.map { [UInt8](hex: $0) } }
    }

    /// Whether all of it can be printed, and is not more than the limits allow for.
    private static func isPrintable(_ description: FrameDescription) -> Bool {
        description.description.split(separator: "\n").allSatisfy { line in
            line.count < 2_000 && line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        }
    }

    @Test("Every golden frame is explained without a problem, its header as the line says")
    func headers() throws {
        for line in try Self.lines() {
            let bytes = [UInt8](hex: try #require(line["hex"]?.text))
            let described = FrameInspector().frame(bytes)
            let header = try #require(described.header)
            let name = line["name"]?.text ?? ""
            #expect(described.problem == nil, "\(name)")
            #expect(described.byteCount == bytes.count)
            #expect(header.direction.rawValue == line["direction"]?.text)
            #expect(header.opcode == line["opcode"]?.text)
            #expect(header.stream == line["stream"]?.integer(Int.self))
            #expect(header.flags.count == line["flags"]?.integer(UInt8.self)?.nonzeroBitCount)
            #expect(described.kind.hasPrefix(header.opcode))
            #expect((described.uncompressedLength != nil) == (line["compression"] != nil))
            let message = try #require(line["message"])
            if let code = message["code"], code.integer(Int.self) != nil {
                #expect(described.kind == "ERROR \(message["kind"]?.text ?? "")")
            }
            if let consistency = message["parameters"]?["consistency"]?.text {
                #expect(described.fields.contains { $0.name == "consistency" && $0.value == consistency })
            }
            #expect(Self.isPrintable(described), "\(name)")
        }
    }

    @Test("A stream is cut into its frames, and what is left of the last one is told")
    func streams() throws {
        let frames = try Self.frames()
        for direction in [0, 0x80] as [UInt8] {
            let sent = frames.filter { $0[0] & 0x80 == direction }
            let stream = sent.flatMap { $0 }
            let described = FrameInspector().frames(in: stream)
            #expect(described.count == sent.count)
            #expect(described.map(\.byteCount) == sent.map(\.count))
            #expect(described.map(\.kind) == sent.map { FrameInspector().frame($0).kind })
            #expect(described.last.map { $0.offset + $0.byteCount } == stream.count)
            let cut = FrameInspector().frames(in: stream.dropLast())
            #expect(cut.count == sent.count)
            #expect(cut.last?.problem != nil)
            #expect(cut.dropLast().allSatisfy { $0.problem == nil })
        }
        #expect(FrameInspector().frames(in: []).isEmpty)
    }

    @Test("Cut off at any byte, a frame is a problem; with any bits changed it is still described")
    func damage() throws {
        var generator = Seed.forThisRun().generator
        for frame in try Self.frames() {
            for _ in 0..<8 {
                let cut = FrameInspector().frame(frame.prefix(Int.random(in: 0..<frame.count, using: &generator)))
                #expect(cut.problem?.isEmpty == false)
                var changed = frame
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    let index = Int.random(in: 0..<min(changed.count, 400), using: &generator)
                    changed[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                }
                #expect(Self.isPrintable(FrameInspector().frame(changed)), "\(changed.hex)")
            }
        }
    }

    @Test("Any bytes are described")
    func noise() {
        var generator = Seed.forThisRun().generator
        for _ in 0..<2_000 {
            var bytes = (0..<Int.random(in: 0...120, using: &generator)).map { _ in
                UInt8.random(in: .min ... .max, using: &generator)
            }
            // Mostly with a header that lets the body be looked at.
            if bytes.count > 9, Bool.random(using: &generator) {
                bytes.replaceSubrange(0..<9, with: [0x84, 0, 0, 1, 8, 0, 0, 0, UInt8(bytes.count - 9)])
                if Bool.random(using: &generator) {
                    bytes.replaceSubrange(0..<2, with: [4, bytes[9] & 0x0F])
                    bytes[4] = [7, 9, 0x0A, 0x0B, 0x0D, 1][Int(bytes[9]) % 6]
                }
            }
            let described = FrameInspector().frames(in: bytes)
            #expect(described.allSatisfy(Self.isPrintable))
            #expect(described.reduce(0) { $0 + $1.byteCount } == bytes.count)
        }
    }
}
