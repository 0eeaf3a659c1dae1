import Bytes
package import CassandraWire

/// Any bytes as a stream of frames: the decoder gives the same events however the stream is cut, holds no more than has
/// arrived, and every message in it can be looked at from all sides.
package enum FrameStreamBody {
    /// Small, so that short inputs reach the ways of frames that are too large.
    private static let limits = FrameLimits(maximumBody: 1 << 20, maximumSkipped: 1 << 24)

    /// The stream as either side would read it, with compression and without.
    package static func check(_ input: [UInt8]) throws(BrokenProperty) {
        for direction in [Direction.request, .response] {
            for compression in [nil, Compression.lz4] {
                try check(input, direction: direction, compression: compression)
            }
        }
    }

    package static func check(
        _ input: [UInt8], direction: Direction, compression: Compression?, pieces: Bool = true
    ) throws(BrokenProperty) {
        let whole = try outcome(of: input, direction, compression) { _ in input.count }
        if pieces {
            // The sizes are taken from the bytes, so that whoever chooses the input chooses them too.
            let cut = try outcome(of: input, direction, compression) { 1 + Int(input[$0] % 23) }
            try expect(cut == whole, "read in pieces, the stream gave \(cut) instead of \(whole)")
        }
        for case .frame(let frame) in whole.events { try MessageBody.check(frame.value) }
    }

    private struct Outcome: Equatable {
        enum Event: Equatable {
            case frame(Whole)
            case oversized(FrameHeader)
        }

        struct Whole: Equatable {
            var value: Frame

            static func == (left: Whole, right: Whole) -> Bool {
                left.value.header == right.value.header && left.value.body == right.value.body
            }
        }

        var events: [Event] = []
        var error: FrameError?
        var isBetweenFrames = true
    }

    private static func outcome(
        of input: [UInt8], _ direction: Direction, _ compression: Compression?, pieceAt: (Int) -> Int
    ) throws(BrokenProperty) -> Outcome {
        var decoder = FrameDecoder(
            direction: direction, limits: limits, compression: compression, acceptsOtherVersions: true)
        var outcome = Outcome()
        var arrived = 0
        while arrived < input.count && outcome.error == nil {
            let piece = arrived..<min(input.count, arrived + pieceAt(arrived))
            arrived = piece.upperBound
            var offset = 0
            do {
                while let event = try decoder.next(in: input, piece, at: &offset) {
                    switch event {
                    case .frame(let frame): outcome.events.append(.frame(.init(value: frame)))
                    case .oversized(let header): outcome.events.append(.oversized(header))
                    }
                }
                try expect(offset == piece.count, "the decoder wants more, but has left \(piece.count - offset) bytes")
            } catch let error as FrameError {
                outcome.error = error
            } catch let error as BrokenProperty {
                throw error
            } catch {
                throw BrokenProperty("an error of another kind: \(error)")
            }
            try expect(decoder.heldBytes <= 2 * arrived, "\(decoder.heldBytes) bytes are held of \(arrived)")
        }
        outcome.isBetweenFrames = decoder.isBetweenFrames
        return outcome
    }
}
