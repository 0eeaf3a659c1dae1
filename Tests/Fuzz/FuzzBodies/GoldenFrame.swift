package import CassandraWire
import Foundation
import TestKit

/// The bytes of a frame of the golden vectors, to be cut, flipped and mutated.
package struct GoldenFrame: Sendable {
    package var name: String
    package var direction: Direction
    package var compression: Compression?
    package var bytes: [UInt8]

    /// All of them that this build can read.
    package static let all: [GoldenFrame] = try! (frames(of: "frames.jsonl") + frames(of: "metadata.jsonl"))
        .filter { $0.compression?.isAvailable != false }

    /// The frame cut after `count` bytes: the stream has to wait for the rest, and what is there, given a header that says
    /// how long it is, is a value or an error.
    package func checkCut(after count: Int) throws(BrokenProperty) {
        let cut = Array(bytes[..<count])
        try expectWaiting(for: cut)
        guard count >= FrameHeader.length else { return }
        try FrameStreamBody.check(
            GoldenFrame.withRightLength(cut), direction: direction, compression: compression, pieces: false)
    }

    /// The frame with the byte at `place` changed by `mask` is a value or an error.
    package func checkFlip(at place: Int, mask: UInt8) throws(BrokenProperty) {
        var flipped = bytes
        flipped[place] ^= mask
        try FrameStreamBody.check(flipped, direction: direction, compression: compression, pieces: false)
    }

    /// The ways in which each byte is flipped.
    package static let masks: [UInt8] = [0xFF, 0x01, 0x80]

    private func expectWaiting(for cut: [UInt8]) throws(BrokenProperty) {
        var decoder = FrameDecoder(direction: direction, compression: compression)
        var offset = 0
        let event: FrameDecoder.Event?
        do {
            event = try decoder.next(in: cut, 0..<cut.count, at: &offset)
        } catch {
            throw BrokenProperty("cut after \(cut.count) bytes: \(error)")
        }
        guard event == nil, offset == cut.count else {
            throw BrokenProperty("cut after \(cut.count) bytes, the frame gave an event")
        }
    }

    /// A frame whose header says how long its body is.
    package static func withRightLength(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        let length = UInt32(truncatingIfNeeded: bytes.count - FrameHeader.length)
        for (index, shift) in [24, 16, 8, 0].enumerated() {
            bytes[FrameHeader.length - 4 + index] = UInt8(truncatingIfNeeded: length >> UInt32(shift))
        }
        return bytes
    }

    private static func frames(of file: String) throws -> [GoldenFrame] {
        let text = try String(contentsOf: Fixtures.vectors.appendingPathComponent(file), encoding: .utf8)
        return try text.split(separator: "\n").enumerated().map { index, line in
            let fields = try JSONSerialization.jsonObject(with: Data(line.utf8)) as! [String: Any]
            return GoldenFrame(
                name: "\(file):\(index + 1)",
                direction: fields["direction"] as? String == "request" ? .request : .response,
                compression: (fields["compression"] as? String).flatMap(Compression.init(rawValue:)),
                bytes: [UInt8](hex: fields["hex"] as! String))
        }
    }
}
