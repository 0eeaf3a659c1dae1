#if TLS
    import Foundation

    #if canImport(Glibc)
        import Glibc
    #else
        import Darwin
    #endif

    /// The `openssl` command: a client and a server that are not ours.
    enum TLSOpenSSLTool {
        static let whyNot: String? =
            path == nil ? "no openssl command in PATH" : isOurs ? nil : "the openssl command is not OpenSSL 3"
        static let path: String? = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":")
            .map { "\($0)/openssl" }.first { FileManager.default.isExecutableFile(atPath: $0) }

        /// Other programs have the same name.
        private static let isOurs: Bool = {
            guard let process = try? TLSProcess(["version"]) else { return false }
            return (try? process.wait(for: "OpenSSL 3")) != nil
        }()
    }

    /// A running `openssl`, which ends with this object at the latest.
    final class TLSProcess: @unchecked Sendable {  // `text` and `hasEnded` are guarded by `condition`
        struct Failure: Error, CustomStringConvertible {
            let description: String
        }

        private let process = Process()
        private let input = Pipe()
        private let condition = NSCondition()
        private var text = ""
        private var hasEnded = false

        init(_ arguments: [String], folder: URL? = nil) throws {
            guard let path = TLSOpenSSLTool.path else { throw Failure(description: "there is no openssl") }
            process.executableURL = URL(fileURLWithPath: path)
            process.arguments = arguments
            process.currentDirectoryURL = folder
            process.standardInput = input
            let output = Pipe()
            process.standardOutput = output
            process.standardError = output
            try process.run()
            // Ends when the process does.
            Thread.detachNewThread { [weak self] in
                while true {
                    let arrived = output.fileHandleForReading.availableData
                    guard let self, self.add(arrived) else { return }
                }
            }
        }

        deinit {
            try? input.fileHandleForWriting.close()
            stop()
        }

        private func add(_ arrived: Data) -> Bool {
            condition.withLock {
                text += String(decoding: arrived, as: UTF8.self)
                hasEnded = arrived.isEmpty
                condition.broadcast()
                return !hasEnded
            }
        }

        /// What the process has printed so far.
        var printed: String { condition.withLock { text } }

        /// All that it has printed, once that contains `wanted` so many times.
        @discardableResult func wait(for wanted: String, times: Int = 1) throws -> String {
            let deadline = Date(timeIntervalSinceNow: 20)
            return try condition.withLock {
                while text.components(separatedBy: wanted).count <= times {
                    if hasEnded || !condition.wait(until: deadline) {
                        throw Failure(description: "openssl does not say '\(wanted)', but: \(text)")
                    }
                }
                return text
            }
        }

        /// Types a line.
        func type(_ line: String) throws {
            try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
        }

        func endInput() throws {
            try input.fileHandleForWriting.close()
        }

        /// Kills it. It would not hear a request to end: on Linux it inherits the signal mask of the thread that started
        /// it, which here is a worker's that blocks most signals.
        func stop() {
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
            process.waitUntilExit()
        }

        /// `openssl s_server` on a port of its own, and that port.
        static func server(
            _ certificate: String, _ options: [String], folder: URL? = nil
        ) throws -> (TLSProcess, port: UInt16) {
            let process = try TLSProcess(
                [
                    "s_server", "-accept", "127.0.0.1:0", "-cert", TLSFixtures.path(certificate), "-cert_chain",
                    TLSFixtures.path(certificate), "-key", TLSFixtures.path("key"),
                ] + options, folder: folder)
            let line = try process.wait(for: "ACCEPT").split(separator: "\n").first { $0.hasPrefix("ACCEPT") }
            let port = line?.split(separator: " ").dropFirst().first?.split(separator: ":").last.flatMap { UInt16($0) }
            guard let port else { throw Failure(description: "openssl names no port: \(process.printed)") }
            return (process, port)
        }

        /// `openssl s_client`, which trusts the tests' authority and wants to see `localhost`.
        static func client(_ port: UInt16, _ options: [String]) throws -> TLSProcess {
            try TLSProcess(
                [
                    "s_client", "-connect", "127.0.0.1:\(port)", "-CAfile", TLSFixtures.path("authority"),
                    "-verify_return_error", "-verify_hostname", "localhost", "-servername", "localhost",
                ] + options)
        }
    }
#endif
