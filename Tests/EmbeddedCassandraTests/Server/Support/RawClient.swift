import Bytes
import CassandraWire
import Networking

/// A client of nothing but bytes.
final class RawClient: StreamHandler {
    private let channel: StreamChannel
    private(set) var bytes: [UInt8] = []
    private(set) var end: CloseReason?
    private(set) var inputHasEnded = false

    init(_ channel: StreamChannel) {
        self.channel = channel
        channel.start(self)
    }

    func received(_ bytes: RawSpan, on channel: StreamChannel) {
        var reader: [UInt8] = []
        for index in 0..<bytes.byteCount { reader.append(bytes.byte(at: index)) }
        self.bytes += reader
    }

    func inputEnded(_ channel: StreamChannel) {
        inputHasEnded = true
        channel.closeWhenSent()
    }

    func closed(_ channel: StreamChannel, because reason: CloseReason) { end = reason }

    func send(_ bytes: [UInt8]) throws(IOError) { try channel.send(ByteSlice(bytes)) }

    /// Sends, and gives what has come when all is quiet, a line a frame.
    func ask(_ bytes: [UInt8], wait: Duration = .milliseconds(500)) async throws -> [String] {
        try send(bytes)
        return try await listen(wait)
    }

    /// What came in so much time.
    func listen(_ wait: Duration = .milliseconds(500)) async throws -> [String] {
        try await channel.loop.sleep(for: wait)
        return takeFrames().map(\.line)
    }

    func takeFrames() -> [SeenFrame] {
        var frames: [SeenFrame] = []
        var start = 0
        while let frame = SeenFrame(bytes[start...]) {
            frames.append(frame)
            start += frame.count
        }
        bytes.removeFirst(start)
        return frames
    }

    func takeBytes() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    func stopReading() { channel.pauseReading() }
    func goOnReading() { channel.resumeReading() }
    func close() { channel.close() }
}

/// A frame as it came, and as a line that tells all of it but the rows of results.
struct SeenFrame {
    var version: UInt8
    var flags: UInt8
    var stream: Int16
    var opcode: UInt8
    var body: [UInt8]

    var count: Int { 9 + body.count }

    init?(_ bytes: ArraySlice<UInt8>) {
        let header = Array(bytes.prefix(9))
        guard header.count == 9 else { return nil }
        let length = header[5..<9].reduce(0) { $0 << 8 | Int($1) }
        guard bytes.count >= 9 + length else { return nil }
        version = header[0]
        flags = header[1]
        stream = Int16(bitPattern: UInt16(header[2]) << 8 | UInt16(header[3]))
        opcode = header[4]
        body = Array(bytes.dropFirst(9).prefix(length))
    }

    var line: String {
        let name = Opcode(rawValue: opcode)?.description ?? "?"
        let head =
            "ver=0x\(hexadecimal(version)) flags=0x\(hexadecimal(flags)) stream=\(stream) \(name) len=\(body.count)"
        guard let plain else { return head + " not decompressed" }
        switch Opcode(rawValue: opcode) {
        case .error:
            let code = plain.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            let length = plain.dropFirst(4).prefix(2).reduce(0) { $0 << 8 | Int($1) }
            let text = String(decoding: plain.dropFirst(6).prefix(length), as: UTF8.self)
            let digits = String(code, radix: 16)
            return head + " code=0x\(String(repeating: "0", count: 4 - digits.count))\(digits) \"\(text)\" "
                + "+\(plain.count - 6 - length) bytes"
        case .result: return head + " kind=\(plain.prefix(4).reduce(0) { $0 << 8 | Int($1) })"
        case .authenticate: return head + " " + String(decoding: plain.dropFirst(2), as: UTF8.self)
        default: return head
        }
    }

    /// The body without compression.
    var plain: [UInt8]? {
        guard flags & 1 == 1 else { return body }
        return (try? Compression.lz4.decompress(ByteSlice(body), maximum: 1 << 24)).map(Array.init)
    }
}

private func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
}
