import Dispatch
import Foundation
import FuzzBodies
import Synchronization
import TestKit

/// Cuts every golden frame at every byte and flips every byte in three ways: each time a value or an error has to come of
/// it, and no more memory than the bytes are worth. Over 30 billion bytes are decoded, so it wants a release build.
///
/// The status is 0 when all held, 1 when something did not; a trap ends the process as traps do.
@main struct EveryByte {
    /// Some frames have tens of thousands of bytes; parts of this many keep all cores busy to the end.
    private static let part = 256
    private static let memoryLimit = 512 << 20

    private struct Work: Sendable {
        var frame: GoldenFrame
        var places: Range<Int>
    }

    static func main() {
        let work = GoldenFrame.all.sorted { $0.bytes.count > $1.bytes.count }.flatMap { frame in
            stride(from: 0, to: frame.bytes.count, by: part).map { start in
                Work(frame: frame, places: start..<min(start + part, frame.bytes.count))
            }
        }
        let failures = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: work.count) { index in
            let found = check(work[index])
            if !found.isEmpty { failures.withLock { $0 += found } }
        }
        let broken = failures.withLock { $0 }
        for failure in broken.prefix(20) { print(failure) }
        if broken.count > 20 { print("… and \(broken.count - 20) more") }

        let bytes = GoldenFrame.all.reduce(0) { $0 + $1.bytes.count }
        let peak = ResidentMemory.peak
        print(
            "\(GoldenFrame.all.count) frames of \(bytes) bytes: \(bytes) cuts and \(bytes * GoldenFrame.masks.count) flips,"
                + " \(broken.count) broken, \(peak >> 20) MiB of memory at most")
        exit(broken.isEmpty && bytes > 0 && peak < memoryLimit ? 0 : 1)
    }

    private static func check(_ work: Work) -> [String] {
        var failures: [String] = []
        for place in work.places {
            do {
                try work.frame.checkCut(after: place)
                for mask in GoldenFrame.masks { try work.frame.checkFlip(at: place, mask: mask) }
            } catch {
                failures.append("\(work.frame.name), byte \(place): \(error)")
            }
        }
        return failures
    }
}
