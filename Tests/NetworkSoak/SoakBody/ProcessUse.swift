import Foundation

/// What this process has of the machine, as the kernel tells it; `nil` where it does not.
package struct ProcessUse: Sendable, CustomStringConvertible {
    package let descriptors: Int
    package let threads: Int
    package let memory: Int

    package static var now: ProcessUse? {
        let folder = "/proc/self/fd/"
        let files = FileManager.default
        guard let open = try? files.contentsOfDirectory(atPath: folder),
            let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let threads = number("Threads:", in: status), let kibibytes = number("VmRSS:", in: status)
        else { return nil }
        // The one of the folder is closed again. Those of timers are Dispatch's, which makes them when it first needs them.
        let ours = open.compactMap { try? files.destinationOfSymbolicLink(atPath: folder + $0) }
            .filter { !$0.contains("timerfd") }
        return ProcessUse(descriptors: ours.count, threads: threads, memory: kibibytes << 10)
    }

    private static func number(_ name: String, in status: String) -> Int? {
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split { !$0.isNumber }.first.flatMap { Int($0) }
    }

    package var description: String {
        "\(descriptors) descriptors, \(threads) threads, \(memory >> 20) MiB"
    }
}
