import Cassandra
import Foundation

/// Explains frames of Cassandra's native protocol: those of the test fixtures, of a file, or one from the command line.
@main struct ExplainFrames {
    private static let usage = """
        usage: explain-frames                explains the frames of the golden vectors
               explain-frames FILE.jsonl     explains those of a file: a JSON object a line, with "hex" and maybe "name"
               explain-frames 840000010200…  explains the frame, or frames, of these hexadecimal digits
        """

    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.contains("--help") || arguments.contains("-h") {
            print(usage)
            return
        }
        do throws(CaptureError) {
            if let first = arguments.first, !FileManager.default.fileExists(atPath: first), Capture.isDigits(first) {
                try explain(try Capture.bytes(ofDigits: arguments.joined()))
            } else {
                guard arguments.count <= 1 else { throw CaptureError("too many arguments\n\n\(usage)") }
                let path = if let first = arguments.first { first } else { try Capture.fixtures() }
                let tour = Tour(try Capture.frames(inFile: path), of: path)
                for line in tour.lines { print(line) }
                if tour.problemCount > 0 { throw CaptureError("\(tour.problemCount) frames cannot be explained") }
            }
        } catch {
            FileHandle.standardError.write(Data("explain-frames: \(error.description)\n".utf8))
            exit(1)
        }
    }

    /// Explains every frame in the bytes; one with a problem makes the whole run fail, after all has been said.
    private static func explain(_ bytes: [UInt8]) throws(CaptureError) {
        let inspector = FrameInspector(limits: .init(characters: 400, bytes: 48, items: 40, rows: 20))
        let frames = inspector.frames(in: bytes)
        for (index, frame) in frames.enumerated() {
            if index > 0 { print() }
            for line in Layout.explanation(of: frame, in: bytes) { print(line) }
        }
        if let problem = frames.lazy.compactMap(\.problem).first { throw CaptureError(problem) }
    }
}
