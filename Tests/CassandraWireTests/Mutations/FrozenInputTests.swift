import Foundation
import FuzzBodies
import TestKit
import Testing

/// Inputs that once broke something, as the fuzzers would be given them.
@Suite struct FrozenInputTests {
    private typealias Body = ([UInt8]) throws(BrokenProperty) -> Void

    @Test("inputs that once broke something no longer do", arguments: ["frame", "type-text", "value"])
    func replay(target: String) throws {
        let body: Body =
            switch target {
            case "frame": FrameStreamBody.check
            case "type-text": TypeTextBody.check
            default: ValueBody.check
            }
        let folder = Fixtures.folder.appendingPathComponent("crashes/\(target)")
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            let input = [UInt8](try Data(contentsOf: file))
            do { try body(input) } catch { Issue.record("\(target)/\(file.lastPathComponent): \(error)") }
        }
    }
}
