import Foundation
import GoldenVectors
import TestKit
import Testing

/// Folders of the same form with other contents.
@Suite struct OtherFolderTests {
    private static let folder = VectorFolder(Fixtures.folder.appendingPathComponent("vectors"))

    private static func lines(of file: VectorFile) throws -> [JSON] {
        try folder.lines(of: file).map { try $0.content.get() }
    }

    /// Writes a folder of lines, and checks it as the tool does.
    private static func report(_ lines: [VectorFile: [JSON]]) throws -> VectorReport {
        let folder = try TemporaryFolder()
        for file in VectorFile.allCases {
            let text = (lines[file] ?? []).map { $0.description + "\n" }.joined()
            try Data(text.utf8).write(to: folder.url.appendingPathComponent(file.rawValue))
        }
        return try VectorReport(checking: VectorFolder(folder.url))
    }

    @Test("A shuffled half of the lines, with the names of their objects shuffled, gives full marks with other counts")
    func half() throws {
        var generator = Seed.forThisRun().generator
        var halves: [VectorFile: [JSON]] = [:]
        for file in VectorFile.allCases {
            let lines = try Self.lines(of: file).shuffled(using: &generator)
            halves[file] = lines.prefix((lines.count + 1) / 2).map { $0.shuffled(using: &generator) }
        }
        let report = try Self.report(halves)
        for failure in report.failures { Issue.record("\(failure)") }
        #expect(report.isComplete)
        #expect(report[.types].total == halves[.types]?.count)
        #expect(report[.framesDecoded].total == halves[.frames]?.count)
        #expect(report[.framesReencoded].total == halves[.frames]?.count)
        #expect(report[.murmur3].total == halves[.murmur3]?.count)
        #expect(report[.metadata].total == halves[.metadata]?.count)
        #expect(report[.rings].total == halves[.rings]?.reduce(0) { $0 + ($1["lookups"]?.elements?.count ?? 0) })
        let refused = halves[.invalidTypes]?.filter { $0["driver"]?.isNull == false && $0["server"]?.isNull == false }
        #expect(report[.invalidRefused].total == refused?.count)
    }

    @Test("Empty files are nothing to check, and nothing missed")
    func empty() throws {
        let report = try Self.report([:])
        #expect(report.isComplete)
        #expect(
            report.summary == "types 0/0 · invalid refused 0/0 · frames decoded 0/0 · frames re-encoded 0/0 · "
                + "murmur3 0/0 · rings 0/0 · metadata 0/0")
    }

    @Test("Lines without the fields that nobody needs, and with fields that nobody knows, are as good")
    func fields() throws {
        var lines: [VectorFile: [JSON]] = [:]
        for file in VectorFile.allCases {
            lines[file] = try Self.lines(of: file).map { line in
                var line = line
                for name in ["literal", "why", "query", "prepare", "options"] { line[name] = nil }
                if file != .frames { line["comment"] = "new" }
                return line
            }
        }
        let report = try Self.report(lines)
        for failure in report.failures { Issue.record("\(failure)") }
        #expect(report.isComplete)
    }

    @Test("Other identifiers, of every length and alphabet, in the bytes as in the words")
    func identifiers() throws {
        var renamed: [JSON] = []
        let names = ["m", "Ganz \"anders\" — всё", "", String(repeating: "ñ", count: 300)]
        for (index, line) in try Self.lines(of: .metadata).enumerated() where line["compression"] == nil {
            let renaming = Renaming(keyspace: names[index % 4], table: names[(index + 1) % 4])
            if let changed = renaming.apply(to: line) { renamed.append(changed) }
        }
        #expect(renamed.count >= 10)
        let report = try Self.report([.metadata: renamed])
        for failure in report.failures { Issue.record("\(failure)") }
        #expect(report.isComplete)
        #expect(report[.metadata].total == renamed.count)
    }
}

/// Renames the keyspace and the table of a line with rows: in its columns and in its bytes.
private struct Renaming {
    let keyspace: String
    let table: String

    func apply(to line: JSON) -> JSON? {
        guard let columns = line["columns"]?.elements, let hex = line["hex"]?.text, let first = columns.first,
            let oldKeyspace = first["keyspace"]?.text, let oldTable = first["table"]?.text,
            // The keyspace of a user-defined type is in the bytes as well.
            columns.allSatisfy({ $0["type"]?.text?.contains(".") == false })
        else { return nil }
        let frame = [UInt8](hex: hex)
        // The first time that both stand one after the other is the global table.
        let old = Self.string(oldKeyspace) + Self.string(oldTable)
        guard let place = frame.indices.first(where: { frame[$0...].starts(with: old) }) else { return nil }
        let new = Self.string(keyspace) + Self.string(table)
        var changed = Array(frame[..<place]) + new + frame[(place + old.count)...]
        let length = UInt32(changed.count - 9)
        for index in 0..<4 { changed[5 + index] = UInt8(truncatingIfNeeded: length >> UInt32(24 - 8 * index)) }
        var line = line
        line["hex"] = .string(changed.hex)
        line["columns"] = .array(
            columns.map { column in
                var column = column
                column["keyspace"] = .string(keyspace)
                column["table"] = .string(table)
                return column
            })
        return line
    }

    private static func string(_ text: String) -> [UInt8] {
        let count = text.utf8.count
        return [UInt8(count >> 8), UInt8(count & 0xFF)] + Array(text.utf8)
    }
}

extension JSON {
    /// The same with its objects in another order; but for options, which stand in the order of the bytes.
    fileprivate func shuffled(using generator: inout some RandomNumberGenerator) -> JSON {
        switch self {
        case .array(let elements): return .array(elements.map { $0.shuffled(using: &generator) })
        case .object(let members):
            let inside = members.map { member in
                member.name == "options" ? member : Member(member.name, member.value.shuffled(using: &generator))
            }
            // User-defined types stand after those that they use.
            let isOrdered = inside.allSatisfy { $0.name.contains(".") }
            return .object(isOrdered ? inside : inside.shuffled(using: &generator))
        case .null, .bool, .number, .string: return self
        }
    }
}
