import ScriptedNode
import Testing

@testable import Cassandra

/// A node that follows `script`, and a session with it.
func withNode(
    _ configuration: Configuration = .with { _ in }, keepsRequests: Bool = true, script: Script = .usual,
    _ body: @escaping @Sendable (ScriptedNode, Session) async throws -> Void
) async throws {
    let node = try await ScriptedNode.start(keepsRequests: keepsRequests, script)
    var configuration = configuration
    configuration.contactPoints = [node.contactPoint]
    try await within(.seconds(40)) { [configuration] in
        try await Session.withSession(configuration) { session in try await body(node, session) }
    }
    await node.stop()
}

func configuration(
    for nodes: ScriptedNode..., change: (inout Configuration) -> Void = { _ in }
) -> Configuration {
    var configuration = Configuration.with(change)
    configuration.contactPoints = nodes.map(\.contactPoint)
    return configuration
}

extension Configuration {
    /// The defaults but for what `change` says. A test that leaves requests behind does not wait for them.
    static func with(_ change: (inout Configuration) -> Void) -> Configuration {
        var configuration = Configuration()
        configuration.timeouts.close = .milliseconds(100)
        change(&configuration)
        return configuration
    }
}

extension ExecutionProfile {
    static func timeout(_ timeout: Duration) -> ExecutionProfile {
        ExecutionProfile().with { $0.timeout = timeout }
    }
}

/// Why `body` failed; `nil` when it did not.
func failure<Success>(of body: () async throws -> Success) async -> CassandraError? {
    do {
        _ = try await body()
        return nil
    } catch let error as CassandraError {
        return error
    } catch {
        Issue.record("\(error) is no error of the driver's")
        return nil
    }
}

/// Runs `body` in a task of its own.
func begin<Success: Sendable>(
    _ body: @escaping @Sendable () async throws -> Success
) -> Task<Result<Success, CassandraError>, Never> {
    Task {
        do {
            return .success(try await body())
        } catch {
            return .failure(error as! CassandraError)
        }
    }
}

extension Result where Failure == CassandraError {
    var error: CassandraError? {
        if case .failure(let error) = self { error } else { nil }
    }
}

extension CassandraError {
    /// The kind without what belongs to it.
    enum Name: Equatable {
        case server, timedOut, cancelled, overloaded, noConnection, connectionLost, authentication, binding
        case notApplied, invalidStatement, decoding, protocolViolation, configuration, sessionClosed
    }

    var name: Name {
        switch kind {
        case .server: .server
        case .timedOut: .timedOut
        case .cancelled: .cancelled
        case .overloaded: .overloaded
        case .noConnection: .noConnection
        case .connectionLost: .connectionLost
        case .authentication: .authentication
        case .notApplied: .notApplied
        case .binding: .binding
        case .invalidStatement: .invalidStatement
        case .decoding: .decoding
        case .protocolViolation: .protocolViolation
        case .configuration: .configuration
        case .sessionClosed: .sessionClosed
        }
    }
}
