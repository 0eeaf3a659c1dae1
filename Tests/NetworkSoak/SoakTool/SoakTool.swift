import Foundation
import SoakBody
import TestKit

/// `soak [seconds]`: connections made and broken off for so long, and nothing may have grown afterwards.
///
/// The status is 0 when nothing has, 1 when something has.
@main struct SoakTool {
    static func main() async throws {
        let seconds = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 60
        let outcome = try await Soak(seconds: max(2, seconds), seed: .forThisRun("soak")).run()
        print(outcome.text)
        for failure in outcome.failures { print("failed: \(failure)") }
        exit(outcome.failures.isEmpty ? 0 : 1)
    }
}
