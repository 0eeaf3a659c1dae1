import CassandraWire
import FuzzBodies
import TestKit

/// Makes frames out of frames: some bytes of them are wrong, and most still have a header that leads to their body.
struct Mutator {
    private var generator: SeededGenerator
    private let frames: [GoldenFrame]

    /// What length fields are set to: the ends of their ranges, and what readers take for something special.
    private static let extremes: [Int32] = [
        -1, -2, -3, .min, .max, .max - 8, 0, 1, 2, 255, 256, 32767, 32768, 65535, 65536, 1 << 24, 1 << 28, 1 << 30,
    ]

    init(_ frames: [GoldenFrame], seed: UInt64) {
        self.frames = frames
        generator = SeededGenerator(seed: seed)
    }

    mutating func next() -> GoldenFrame {
        var frame = frames[number(below: frames.count)]
        for _ in 0...number(below: 4) { mutate(&frame.bytes) }
        if number(below: 4) > 0 { repairHeader(&frame) }
        return frame
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        guard bytes.count > 1 else { return bytes.append(UInt8(number(below: 256))) }
        let place = number(below: bytes.count)
        let run = place..<min(bytes.count, place + 1 + number(below: 1 << number(below: 8)))
        let extreme = Mutator.extremes[number(below: Mutator.extremes.count)]
        switch number(below: 10) {
        case 0: bytes[place] ^= 1 << UInt8(number(below: 8))
        case 1: bytes[place] = UInt8(number(below: 256))
        case 2, 3:
            Mutator.overwrite(&bytes, at: place, with: extreme, 4)
        case 4: Mutator.overwrite(&bytes, at: place, with: extreme, 2)
        // A length that is right, or nearly.
        case 5: Mutator.overwrite(&bytes, at: place, with: Int32(bytes.count - place - 5 + number(below: 3)), 4)
        case 6: bytes.removeSubrange(run)
        case 7: bytes.insert(contentsOf: bytes[run], at: place)
        case 8: bytes.insert(contentsOf: run.map { _ in UInt8(number(below: 256)) }, at: place)
        default:
            let other = frames[number(below: frames.count)].bytes
            let from = number(below: other.count)
            bytes.replaceSubrange(run, with: other[from..<min(other.count, from + 64)])
        }
    }

    private static func overwrite(_ bytes: inout [UInt8], at place: Int, with value: Int32, _ width: Int) {
        for index in 0..<width where place + index < bytes.count {
            bytes[place + index] = UInt8(truncatingIfNeeded: value >> Int32(8 * (width - 1 - index)))
        }
    }

    /// The version, an opcode of the right direction, and the length of what follows.
    private mutating func repairHeader(_ frame: inout GoldenFrame) {
        while frame.bytes.count < FrameHeader.length { frame.bytes.append(0) }
        frame.bytes[0] = frame.direction == .request ? 0x04 : 0x84
        if Opcode(rawValue: frame.bytes[4])?.direction != frame.direction {
            let opcodes = Opcode.allCases.filter { $0.direction == frame.direction }
            frame.bytes[4] = opcodes[number(below: opcodes.count)].rawValue
        }
        frame.bytes = GoldenFrame.withRightLength(frame.bytes)
    }

    private mutating func number(below limit: Int) -> Int {
        Int.random(in: 0..<limit, using: &generator)
    }
}
