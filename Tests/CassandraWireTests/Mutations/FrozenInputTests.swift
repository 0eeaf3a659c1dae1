import Foundation
import FuzzBodies
import TestKit
import Testing

/// Inputs that once broke something, as the fuzzers would be given them.
@Suite struct FrozenInputTests {
    private typealias Body = ([UInt8]) throws(BrokenProperty) -> Void

    private static let targets: [String] =
        (try? FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()) ?? []
    private static let folder = Fixtures.folder.appendingPathComponent("crashes")

    @Test func inputsAreKeptForEachFuzzerThatEverFoundOne() {
        #expect(Set(Self.targets).isSuperset(of: ["frame", "type-text", "value"]))
    }

    @Test("inputs that once broke something no longer do", arguments: targets)
    func replay(target: String) throws {
        let bodies: [String: Body] = [
            "frame": FrameStreamBody.check, "type-text": TypeTextBody.check, "value": ValueBody.check,
            "cql": StatementBody.check,
        ]
        let body = try #require(bodies[target], "nothing reads \(target)")
        let folder = Self.folder.appendingPathComponent(target)
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            let input = [UInt8](try Data(contentsOf: file))
            do { try body(input) } catch { Issue.record("\(target)/\(file.lastPathComponent): \(error)") }
        }
    }
}
