import TestKit

/// What is counted, in the order of the report.
package enum VectorCheck: String, CaseIterable, Sendable {
    case types = "types"
    case invalidRefused = "invalid refused"
    case framesDecoded = "frames decoded"
    case framesReencoded = "frames re-encoded"
    case murmur3 = "murmur3"
    case rings = "rings"
    case metadata = "metadata"
}

/// How a folder of vectors fared: what holds, out of how many, and what does not.
package struct VectorReport: Sendable {
    package struct Tally: Hashable, Sendable {
        package var passed = 0
        package var total = 0
    }

    /// A line that does not hold.
    package struct Failure: Sendable, CustomStringConvertible {
        package let file: VectorFile
        package let line: Int
        package let name: String
        package let reason: String

        package var description: String { "\(file.rawValue):\(line): \(name): \(reason)" }
    }

    private var tallies: [VectorCheck: Tally] = [:]
    package private(set) var failures: [Failure] = []

    package init() {}

    /// Checks every line of every file.
    package init(checking folder: VectorFolder) throws(VectorFolderError) {
        // All are read first: a folder that is not whole gives no report.
        var lines: [(VectorFile, [VectorLine])] = []
        for file in VectorFile.allCases { lines.append((file, try folder.lines(of: file))) }
        for (file, lines) in lines { check(lines, of: file) }
    }

    package subscript(check: VectorCheck) -> Tally { tallies[check] ?? Tally() }

    /// Whether nothing was missed.
    package var isComplete: Bool {
        failures.isEmpty && VectorCheck.allCases.allSatisfy { self[$0].passed == self[$0].total }
    }

    /// All counts in a line.
    package var summary: String {
        VectorCheck.allCases.map { "\($0.rawValue) \(self[$0].passed)/\(self[$0].total)" }.joined(separator: " · ")
    }

    /// Checks the lines of one file.
    package mutating func check(_ lines: [VectorLine], of file: VectorFile) {
        for line in lines {
            switch file {
            case .types: TypeVectors.check(line, &self)
            case .invalidTypes: InvalidTypeVectors.check(line, &self)
            case .frames: FrameVectors.check(line, &self)
            case .murmur3: MurmurVectors.check(line, &self)
            case .rings: RingVectors.check(line, &self)
            case .metadata: MetadataVectors.check(line, &self)
            }
        }
    }

    /// Counts one thing that must hold.
    mutating func count(_ check: VectorCheck, _ line: VectorLine, _ body: () throws -> Void) {
        tallies[check, default: Tally()].total += 1
        do {
            try body()
            tallies[check, default: Tally()].passed += 1
        } catch {
            failures.append(Failure(file: line.file, line: line.number, name: line.name, reason: "\(error)"))
        }
    }

    /// Counts one thing that a line says, when it is JSON.
    mutating func count(_ check: VectorCheck, of line: VectorLine, _ body: (JSON) throws -> Void) {
        count(check, line) { try body(try line.content.get()) }
    }
}
