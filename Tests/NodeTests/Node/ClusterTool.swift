import Foundation

/// The program that starts and stops nodes of Apache Cassandra on this machine.
struct ClusterTool: Sendable {
    let path: String

    private static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// Where the program has to be: `CASSANDRA_HOME_TOOL`, or beside this checkout's folder.
    private static var wantedPath: String {
        environment["CASSANDRA_HOME_TOOL"]
            ?? URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../../shared/cassandra/cluster")
            .standardizedFileURL.path
    }

    /// The program, if it is there.
    static var found: ClusterTool? {
        FileManager.default.isExecutableFile(atPath: wantedPath) ? ClusterTool(path: wantedPath) : nil
    }

    /// Whether this environment promises a node; then tests that need one fail without it.
    static var isRequired: Bool { environment["REQUIRE_CASSANDRA"].map { !$0.isEmpty && $0 != "0" } ?? false }

    /// The folder of a cluster that somebody runs already, as the program itself takes it.
    static var runningFolder: String? { environment["CASSANDRA_RUN"] }

    static let whyNot = "no Apache Cassandra here: CASSANDRA_HOME_TOOL names no program that starts a cluster"

    /// A script that runs the program, `$1`, not started yet. It works in `folder`, and in a session of its own, so that
    /// it outlives those who stop the tests by stopping all that belongs to their session.
    func process(_ script: String, _ arguments: [String], folder: String) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["setsid", "bash", "-c", script, "cluster", path] + arguments
        process.environment = ClusterTool.environment.merging([
            "CASSANDRA_RUN": folder,
            "CASSANDRA_START_SECONDS": "100",
            // The quick compiler only: a node that lives for seconds starts in three quarters of the time.
            "CASSANDRA_JIT": ClusterTool.environment["CASSANDRA_JIT"] ?? "1",
        ]) { $1 }
        return process
    }

    /// The first node of the cluster in `folder`, when it is up.
    func runningNode(in folder: String) throws -> TestedNode? {
        let process = process("\"$1\" contact", [], folder: folder)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let address = text.split(whereSeparator: { $0 == "," || $0.isWhitespace }).first
        guard let node = address.map({ TestedNode(kind: .real, address: String($0)) }), node.isListening else {
            return nil
        }
        return node
    }
}
