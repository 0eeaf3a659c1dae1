import Glibc
import Networking
import SoakBody
import TestKit
import Testing

/// The short form of `make soak`, in a process of its own, whose descriptors and threads nobody else has.
@Suite struct SoakTests {
    @Test func `four seconds of connections that break off leave nothing behind`() async throws {
        let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            var failures = 0
            for driver in EventLoopGroup.Driver.allCases {
                let outcome = try await Soak(seconds: 2, seed: .forThisRun("soak"), driver: driver).run()
                print(outcome.text)
                for failure in outcome.failures { print("failed: \(failure)") }
                failures += outcome.failures.count
            }
            fflush(nil)
            exit(failures == 0 ? 0 : 1)
        }
        if let result, result.exitStatus != .exitCode(0) {
            print(String(decoding: result.standardOutputContent, as: UTF8.self))
        }
    }
}
