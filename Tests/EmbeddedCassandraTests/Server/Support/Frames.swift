/// Requests put together by hand.
enum Frames {
    static func frame(
        _ opcode: UInt8, _ body: [UInt8] = [], stream: Int = 0, version: UInt8 = 4, flags: UInt8 = 0
    ) -> [UInt8] {
        [version, flags] + short(stream) + [opcode] + int(body.count) + body
    }

    static func short(_ value: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)]
    }
    static func int(_ value: Int) -> [UInt8] { short(value >> 16) + short(value) }
    static func string(_ text: String) -> [UInt8] { short(text.utf8.count) + Array(text.utf8) }
    static func longString(_ text: String) -> [UInt8] { int(text.utf8.count) + Array(text.utf8) }
    static func map(_ pairs: [(String, String)]) -> [UInt8] {
        short(pairs.count) + pairs.flatMap { string($0.0) + string($0.1) }
    }

    static let options = frame(0x05)

    static func startup(_ more: [(String, String)] = [], version: UInt8 = 4, stream: Int = 0) -> [UInt8] {
        frame(0x01, map([("CQL_VERSION", "3.0.0")] + more), stream: stream, version: version)
    }

    static func query(
        _ text: String, stream: Int = 0, rest: [UInt8] = [0, 1, 0], version: UInt8 = 4, flags: UInt8 = 0
    ) -> [UInt8] {
        frame(0x07, longString(text) + rest, stream: stream, version: version, flags: flags)
    }

    static func prepare(_ text: String, stream: Int = 0) -> [UInt8] { frame(0x09, longString(text), stream: stream) }

    static func execute(_ id: [UInt8], stream: Int = 0, rest: [UInt8] = [0, 1, 0]) -> [UInt8] {
        frame(0x0A, short(id.count) + id + rest, stream: stream)
    }

    static func login(_ user: String, _ password: String) -> [UInt8] {
        let token = [0] + Array(user.utf8) + [0] + Array(password.utf8)
        return frame(0x0F, int(token.count) + token)
    }

    static func register(_ kinds: [String], stream: Int = 0) -> [UInt8] {
        frame(0x0B, short(kinds.count) + kinds.flatMap(string), stream: stream)
    }

    /// The entries are whole: kind, statement, values.
    static func batch(_ kind: UInt8, _ entries: [[UInt8]] = [], stream: Int = 0) -> [UInt8] {
        frame(0x0D, [kind] + short(entries.count) + entries.flatMap { $0 } + [0, 1, 0], stream: stream)
    }
}
