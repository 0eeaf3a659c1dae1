import Differential
import Foundation
import Testing

@Suite struct RecordedGroupsTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Differential")

    private static var files: [URL] {
        get throws {
            try FileManager.default.contentsOfDirectory(
                at: folder.appendingPathComponent("groups"), includingPropertiesForKeys: nil
            ).filter { $0.pathExtension == "cql" }
        }
    }

    @Test("Every group is recorded with the statements that it has")
    func recorded() throws {
        var count = 0
        for file in try Self.files {
            let name = file.deletingPathExtension().lastPathComponent
            let text = try String(
                contentsOf: Self.folder.appendingPathComponent("recorded/\(name).txt"), encoding: .utf8)
            let recordings = Recording.parse(text)
            let groups = try GroupFile.read(file)
            #expect(recordings.map(\.group) == groups.map(\.name))
            for (recording, group) in zip(recordings, groups) {
                #expect(recording.entries.map(\.title) == group.steps.map(\.title), "\(group.name)")
                #expect(!recording.entries.contains { $0.lines.isEmpty }, "\(group.name)")
                count += 1
            }
        }
        #expect(count >= 170)
    }

    @Test("No recorded answer is a mistake in a group, or a node that went away")
    func answers() throws {
        for file in try Self.files {
            let name = file.deletingPathExtension().lastPathComponent
            let text = try String(
                contentsOf: Self.folder.appendingPathComponent("recorded/\(name).txt"), encoding: .utf8)
            for line in text.split(separator: "\n") {
                #expect(!line.hasPrefix("  MISTAKE") && !line.hasPrefix("  CONNECTION"), "\(name): \(line)")
            }
        }
    }

    @Test("Known differences are of groups that there are")
    func known() throws {
        let text = try String(contentsOf: Self.folder.appendingPathComponent("known-differences.txt"), encoding: .utf8)
        let names = Set(try Self.files.flatMap { try GroupFile.read($0) }.map(\.name))
        // Those of random statements belong to no group.
        for entry in try KnownDifferences(text: text).entries where entry.group != "random" {
            #expect(names.contains(entry.group), "\(entry.group)")
        }
    }
}
