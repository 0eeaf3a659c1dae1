import Foundation

/// A path where nothing is, for a Unix socket; what is left there goes away with this.
final class TemporaryPath: Sendable {
    let path: String

    init() {
        // Short: the path of a Unix socket has little room.
        let name = "m-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
        path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var exists: Bool { FileManager.default.fileExists(atPath: path) }
}
