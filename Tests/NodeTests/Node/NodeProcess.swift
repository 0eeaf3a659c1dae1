import Foundation

/// A node of our own, which ends with this process, however this process ends.
///
/// A shell starts the node and then waits for its input to end. That happens when `stop` closes it, and also when this
/// process crashes or is killed, so no node is left behind.
final class NodeProcess {
    struct DidNotStart: Error, CustomStringConvertible {
        let description: String
    }

    let node: TestedNode
    private let process: Process
    private let input = Pipe()
    private let output = Pipe()

    private static let script = """
        trap : INT TERM HUP PIPE
        said=$(timeout 120 "$1" start --topology dc1:1 --net "$2" "${@:3}" </dev/null 2>&1)
        if [ $? = 0 ]; then result=started; else result=failed; fi
        printf '%s\n%s\n' "$said" "$result"
        cat >/dev/null
        timeout 60 "$1" stop </dev/null || timeout 60 "$1" stop </dev/null
        rm -rf "$CASSANDRA_RUN"
        """

    /// Starts a node; returns when it serves.
    init(_ tool: ClusterTool, options: [String]) throws {
        let place = try NodeProcess.freePlace()
        node = TestedNode(
            kind: .real, address: "\(place.network).1", folder: place.folder.appendingPathComponent("tls").path)
        process = tool.process(NodeProcess.script, [place.network] + options, folder: place.folder.path)
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var text = ""
        var status: Substring?
        while status == nil {
            let arrived = output.fileHandleForReading.availableData
            text += String(decoding: arrived, as: UTF8.self)
            status = text.split(separator: "\n").last { $0 == "started" || $0 == "failed" }
            if arrived.isEmpty { break }
        }
        guard status == "started" else {
            stop()
            let said = text.split(separator: "\n").dropLast().joined(separator: "; ")
            throw DidNotStart(description: "the node did not start: \(said)")
        }
    }

    /// Stops the node and returns when it is gone.
    func stop() {
        try? input.fileHandleForWriting.close()
        _ = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
    }

    /// A loopback network where nobody listens, and a folder, which is also what keeps others from taking the same one.
    private static func freePlace() throws -> (network: String, folder: URL) {
        for number in 93...124 {
            let network = "127.0.\(number)"
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("martlet-cassandra-\(number)")
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
            } catch {
                continue  // somebody is there
            }
            if !TestedNode(kind: .real, address: "\(network).1").isListening { return (network, folder) }
            try? FileManager.default.removeItem(at: folder)
        }
        throw DidNotStart(description: "all loopback networks are taken")
    }
}
