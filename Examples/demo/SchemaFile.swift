import Cassandra
import Foundation

/// The files with the tables of the example applications.
enum SchemaFile {
    /// Executes the statements of a file of the folder `schema`, and returns how many there are.
    ///
    /// They are text made at run time, so they have to be called unsafe. `USE` is left out, because it would change one
    /// connection of many: the keyspace is the configuration's.
    static func execute(_ name: String, in session: Session) async throws -> Int {
        let statements = try statements(of: name).filter { !$0.hasPrefix("USE ") }
        for statement in statements { try await session.execute(CQL(unsafe: statement)) }
        return statements.count
    }

    /// Cut at semicolons, which is good for files without semicolons in texts and at the ends of lines with code.
    private static func statements(of name: String) throws -> [String] {
        try String(contentsOf: folder().appendingPathComponent(name), encoding: .utf8)
            .split(separator: "\n").filter { !$0.hasPrefix("--") }.joined(separator: "\n")
            .split(separator: ";").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty }
    }

    /// The folder of this checkout, from wherever in it the program is run.
    private static func folder() throws -> URL {
        let checkout = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let candidates = [URL(fileURLWithPath: "schema"), checkout.appendingPathComponent("schema")]
        for folder in candidates where FileManager.default.fileExists(atPath: folder.path) { return folder }
        throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: "schema"])
    }
}
