import Differential
import Foundation

/// Plays files of groups: to record them, or to compare.
struct GroupRuns {
    private let arguments: Arguments
    private let files: [URL]
    private let only: String?
    private let keyspaces = KeyspaceNames()

    init(_ arguments: Arguments) throws {
        self.arguments = arguments
        files = try arguments.groupFiles
        only = arguments["only"]
    }

    private func groups(in file: URL) throws -> [Group] {
        try GroupFile.read(file).filter { group in only.map { group.name.contains($0) } ?? true }
    }

    /// Where a file's answers are kept.
    private func recorded(_ file: URL, in folder: URL) -> URL {
        folder.appendingPathComponent(file.deletingPathExtension().lastPathComponent + ".txt")
    }

    private func known() throws -> KnownDifferences {
        let beside = files[0].deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("known-differences.txt")
        if let path = arguments["known"] {
            return try KnownDifferences(text: try String(contentsOfFile: path, encoding: .utf8))
        }
        guard FileManager.default.fileExists(atPath: beside.path) else { return KnownDifferences() }
        return try KnownDifferences(text: try String(contentsOf: beside, encoding: .utf8))
    }

    // MARK: Commands

    func record() throws -> Bool {
        let contact = try arguments.contact("contact")
        guard let out = arguments["out"] else { throw Arguments.Failure(description: "--out FOLDER is missing") }
        let folder = URL(fileURLWithPath: out)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var count = 0
        for file in files {
            let place = recorded(file, in: folder)
            var text = ""
            for group in try groups(in: file) {
                text += try Player.record(group, on: contact, keyspace: keyspaces.next()).text + "\n"
                count += 1
            }
            text.removeLast()
            if only == nil { try text.write(to: place, atomically: true, encoding: .utf8) } else { print(text) }
        }
        print("\(count) groups recorded")
        return true
    }

    func check() throws -> Bool {
        let contact = try arguments.contact("contact")
        let beside = files[0].deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("recorded")
        let folder = arguments["recorded"].map { URL(fileURLWithPath: $0) } ?? beside
        var comparison = Comparison(try known())
        for file in files {
            let recordings = Recording.parse(try String(contentsOf: recorded(file, in: folder), encoding: .utf8))
            for group in try groups(in: file) {
                guard let wanted = recordings.first(where: { $0.group == group.name }) else {
                    comparison.add(failed: group.name, "was not recorded")
                    continue
                }
                compare(group, &comparison, wanted: { wanted }, on: contact)
            }
        }
        return report(comparison)
    }

    func compare() throws -> Bool {
        let contact = try arguments.contact("contact")
        let other = try arguments.contact("with")
        var comparison = Comparison(try known())
        for file in files {
            for group in try groups(in: file) {
                compare(
                    group, &comparison,
                    wanted: { try Player.record(group, on: other, keyspace: keyspaces.next()) }, on: contact)
            }
        }
        return report(comparison)
    }

    private func compare(
        _ group: Group, _ comparison: inout Comparison, wanted: () throws -> Recording, on contact: Contact
    ) {
        do {
            let found = try Player.record(group, on: contact, keyspace: keyspaces.next())
            comparison.add(wanted: try wanted(), found: found)
        } catch {
            comparison.add(failed: group.name, "\(error)")
        }
    }

    private func report(_ comparison: Comparison) -> Bool {
        for line in comparison.report { print(line) }
        for entry in comparison.unseen {
            print("a known difference that there is no longer: \(entry.group) | \(entry.statement) | \(entry.reason)")
        }
        print(comparison.summary)
        return comparison.isAsWanted
    }
}

/// Names of keyspaces, all of one length, because positions in error messages depend on it.
final class KeyspaceNames {
    private var count = 0
    private let run = UInt32.random(in: 0..<(36 * 36 * 36))

    func next() -> String {
        count += 1
        let run = String(run, radix: 36)
        let number = String(count)
        return "ks_" + String(repeating: "0", count: 3 - run.count) + run
            + String(repeating: "0", count: 4 - number.count)
            + number
    }
}
