import Foundation
import GoldenVectors
import TestKit
import Testing

/// Every line of the vectors of `VECTORS_DIR`, or of the committed ones.
@Suite struct GoldenVectorTests {
    private static let folder = VectorFolder(Fixtures.vectors)

    @Test("Every line of a file holds", arguments: VectorFile.allCases)
    func lines(file: VectorFile) throws {
        var report = VectorReport()
        let lines = try Self.folder.lines(of: file)
        report.check(lines, of: file)
        #expect(!lines.isEmpty)
        #expect(report.isComplete)
        for failure in report.failures { Issue.record("\(failure)") }
    }

    @Test("The committed vectors have all their lines, and the summary says so in one line")
    func summary() throws {
        let report = try VectorReport(checking: VectorFolder(Fixtures.folder.appendingPathComponent("vectors")))
        #expect(
            report.summary == "types 725/725 · invalid refused 171/171 · frames decoded 377/377 · "
                + "frames re-encoded 377/377 · murmur3 1200/1200 · rings 2400/2400 · metadata 49/49")
    }

    @Test("A folder that is not there, or not whole, gives an error and no report")
    func unreadable() throws {
        let missing = URL(fileURLWithPath: "/nowhere/at/all")
        #expect(throws: VectorFolderError.self) { try VectorReport(checking: VectorFolder(missing)) }
        let empty = try TemporaryFolder()
        #expect(throws: VectorFolderError.self) { try VectorReport(checking: VectorFolder(empty.url)) }
    }
}

/// A folder that goes away with its owner.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("vectors-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}
