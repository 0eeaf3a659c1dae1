import Bytes
import CassandraWire
import FuzzBodies

/// A stream of bytes given to a decoder, and what came of it.
struct Feed {
    enum Event: Equatable {
        case frame(FrameHeader, [UInt8])
        case oversized(FrameHeader)
    }

    private(set) var events: [Event] = []
    private(set) var frames: [Frame] = []
    private(set) var error: FrameError?
    private(set) var isBetweenFrames = true
    private(set) var heldBytes = 0
    /// The most that was ever held, seen after each piece.
    private(set) var mostHeld = 0

    /// `cuts` are the positions in front of which a new piece begins.
    init(
        _ stream: [UInt8], cuts: [Int] = [], direction: Direction = .response, limits: FrameLimits = FrameLimits(),
        compression: Compression? = nil, acceptsOtherVersions: Bool = false
    ) {
        var decoder = FrameDecoder(
            direction: direction, limits: limits, compression: compression, acceptsOtherVersions: acceptsOtherVersions)
        var start = 0
        for end in cuts + [stream.count] {
            var offset = 0
            do throws(FrameError) {
                while let event = try decoder.next(in: stream, start..<end, at: &offset) {
                    switch event {
                    case .frame(let frame):
                        frames.append(frame)
                        events.append(.frame(frame.header, Array(frame.body)))
                    case .oversized(let header): events.append(.oversized(header))
                    }
                }
            } catch {
                self.error = error
            }
            start = end
            mostHeld = max(mostHeld, decoder.heldBytes)
            if error != nil { break }
        }
        isBetweenFrames = decoder.isBetweenFrames
        heldBytes = decoder.heldBytes
    }

    /// The only frame of the stream.
    var single: Frame? { frames.count == 1 && error == nil ? frames[0] : nil }
}

extension Frame {
    /// A frame whose body is written by hand.
    init(_ opcode: Opcode, flags: UInt8 = 0, _ body: [UInt8]) {
        self.init(
            header: FrameHeader(
                direction: opcode.direction, flags: .init(rawValue: flags), stream: 1, opcode: opcode,
                bodyLength: Int32(body.count)),
            body: ByteSlice(body))
    }
}
