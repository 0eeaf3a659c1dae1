import Differential
import Foundation

/// The command line: a command, options that take a value, and the rest.
struct Arguments {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let command: String
    private var options: [String: String] = [:]
    private(set) var rest: [String] = []

    init(_ arguments: [String]) throws {
        guard let command = arguments.first else { throw Failure(description: CQLDifferential.usage) }
        self.command = command
        var remaining = arguments.dropFirst()
        while let argument = remaining.popFirst() {
            if argument.hasPrefix("--") {
                guard let value = remaining.popFirst() else { throw Failure(description: "\(argument) needs a value") }
                options[String(argument.dropFirst(2))] = value
            } else {
                rest.append(argument)
            }
        }
    }

    subscript(name: String) -> String? { options[name] }

    func contact(_ name: String) throws -> Contact {
        guard let contact = options[name].flatMap({ Contact($0) }) else {
            throw Failure(description: "--\(name) IP[:PORT] is missing")
        }
        return contact
    }

    func number<Number: FixedWidthInteger>(_ name: String, else usual: Number) throws -> Number {
        guard let text = options[name] else { return usual }
        guard let number = Number(text) else { throw Failure(description: "--\(name) takes a number") }
        return number
    }

    /// The files named, and those in the folders named.
    var groupFiles: [URL] {
        get throws {
            let files = try rest.flatMap { path -> [URL] in
                let url = URL(fileURLWithPath: path)
                guard try url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true
                else { return [url] }
                return try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
                    .filter { $0.pathExtension == "cql" }
                    .sorted { $0.lastPathComponent < $1.lastPathComponent }
            }
            guard !files.isEmpty else { throw Failure(description: "no groups are named") }
            return files
        }
    }
}
