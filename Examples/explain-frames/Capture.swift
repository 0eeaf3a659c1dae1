import Foundation

/// Why there is nothing to explain.
struct CaptureError: Error {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// A frame that somebody captured.
struct CapturedFrame {
    var name: String
    var bytes: [UInt8]
}

/// Reads captured frames from files and from the command line.
enum Capture {
    /// The golden vectors of this checkout, from wherever in it the program is run.
    static func fixtures() throws(CaptureError) -> String {
        let path = "Tests/Fixtures/vectors/frames.jsonl"
        let checkout = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        for candidate in [path, checkout.appendingPathComponent(path).path] {
            if FileManager.default.fileExists(atPath: candidate) { return candidate }
        }
        throw CaptureError("\(path) is not here: run the program inside the checkout, or name a file")
    }

    static func frames(inFile path: String) throws(CaptureError) -> [CapturedFrame] {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw CaptureError("cannot read \(path): \(error.localizedDescription)")
        }
        let decoder = JSONDecoder()
        var frames: [CapturedFrame] = []
        for (index, text) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            if text.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) { continue }
            guard let line = try? decoder.decode(Line.self, from: Data(text)) else {
                throw CaptureError(
                    "line \(index + 1) of \(path) is no JSON object with the digits of a frame as \"hex\"")
            }
            do {
                frames.append(
                    CapturedFrame(name: line.name ?? "line \(index + 1)", bytes: try bytes(ofDigits: line.hex)))
            } catch {
                throw CaptureError("line \(index + 1) of \(path): \(error.description)")
            }
        }
        guard !frames.isEmpty else { throw CaptureError("\(path) has no frames") }
        return frames
    }

    /// What is read of a line; there may be more.
    private struct Line: Decodable {
        let name: String?
        let hex: String
    }

    /// Whether a command line's argument is meant as bytes and not as a file.
    static func isDigits(_ text: String) -> Bool {
        digits(of: text).allSatisfy { $0.isHexDigit || $0.isWhitespace } && !text.isEmpty
    }

    static func bytes(ofDigits text: String) throws(CaptureError) -> [UInt8] {
        let digits = digits(of: text).filter { !$0.isWhitespace }
        guard digits.allSatisfy(\.isHexDigit) else { throw CaptureError("a character that is no hexadecimal digit") }
        guard digits.count.isMultiple(of: 2) else {
            throw CaptureError("\(digits.count) hexadecimal digits: two make a byte, so one is missing")
        }
        let values = digits.compactMap(\.hexDigitValue)
        return stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
    }

    private static func digits(of text: String) -> Substring {
        text.hasPrefix("0x") ? text.dropFirst(2) : text[...]
    }
}
