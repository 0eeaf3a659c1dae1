package import CassandraWire

extension FrameDecoder {
    /// The next frame in a part of `bytes`; `offset` counts from the part's start.
    package mutating func next(
        in bytes: [UInt8], _ part: Range<Int>, at offset: inout Int
    ) throws(FrameError) -> Event? {
        try next(in: unsafe bytes.span.bytes.extracting(part), at: &offset)
    }
}
