import Foundation
import GoldenVectors
import TestKit

/// Checks the codec against a folder of golden vectors, or makes fuzzing corpora of it.
@main struct VectorsTool {
    private static let usage = """
        usage: vectors [FOLDER]
               vectors --export-corpus TARGET [FOLDER]

        Checks every line of the golden vectors in FOLDER, by default VECTORS_DIR or the committed ones, or writes their
        frames, types and values to TARGET as inputs for fuzzing. The last line of a check is its result; the status is 0
        when all of it holds, 1 when not, 2 when there was nothing to check.
        """
    /// Failing lines shown for each file.
    private static let shown = 20

    static func main() {
        var arguments = Array(CommandLine.arguments.dropFirst())
        var target: String?
        if arguments.first == "--export-corpus" {
            guard arguments.count >= 2 else { fail(usage) }
            target = arguments[1]
            arguments.removeFirst(2)
        }
        if arguments.first == "--help" || arguments.first == "-h" {
            print(usage)
            return
        }
        guard arguments.count <= 1, arguments.first?.hasPrefix("-") != true else { fail(usage) }
        let folder = VectorFolder(arguments.first.map { URL(fileURLWithPath: $0) } ?? Fixtures.vectors)
        do {
            if let target {
                try export(FuzzCorpus(of: folder), to: target)
            } else {
                let report = try VectorReport(checking: folder)
                show(report)
                exit(report.isComplete ? 0 : 1)
            }
        } catch {
            fail("vectors: \(error)")
        }
    }

    private static func show(_ report: VectorReport) {
        for file in VectorFile.allCases {
            let failures = report.failures.filter { $0.file == file }
            for failure in failures.prefix(shown) { print(failure) }
            if failures.count > shown { print("\(file.rawValue): … and \(failures.count - shown) more") }
        }
        print(report.summary)
    }

    private static func export(_ corpus: FuzzCorpus, to target: String) throws {
        try corpus.write(to: URL(fileURLWithPath: target))
        print(
            "\(corpus.frames.count) frames, \(corpus.typeTexts.count) type texts, \(corpus.values.count) values,",
            "\(corpus.statements.count) statements")
    }

    private static func fail(_ message: String) -> Never {
        FileHandle.standardError.write(Data((message + "\n").utf8))
        exit(2)
    }
}
