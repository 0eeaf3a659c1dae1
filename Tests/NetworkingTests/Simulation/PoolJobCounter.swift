import Foundation
import Synchronization

/// Counts the jobs that the code on one thread hands to the global pool: the only thing that sees a task without
/// preference that nobody waits for. Not sleeps, not Dispatch, not another executor: those do not come this way.
///
/// The runtime asks a variable for each such job, and the variable is found by its name; nothing is there when the
/// runtime is linked in. Jobs of other threads, and so of other tests, are handed on and not counted.
enum PoolJobCounter {
    private typealias Original = @convention(c) (OpaquePointer) -> Void
    private typealias Hook = @convention(c) (OpaquePointer, Original) -> Void

    private static let thread = Atomic<UInt>(0)
    private static let jobs = Atomic<Int>(0)

    private static var variable: UnsafeMutablePointer<Hook?>? {
        unsafe dlsym(nil, "swift_task_enqueueGlobal_hook")?.assumingMemoryBound(to: Hook?.self)
    }

    static var isAvailable: Bool { unsafe variable != nil }

    /// Begins to count what the calling thread hands over.
    static func begin() {
        jobs.store(0, ordering: .relaxed)
        thread.store(UInt(pthread_self()), ordering: .relaxed)
        unsafe variable?.pointee = { job, original in
            if PoolJobCounter.thread.load(ordering: .relaxed) == UInt(pthread_self()) {
                PoolJobCounter.jobs.add(1, ordering: .relaxed)
            }
            unsafe original(job)
        }
    }

    static func end() -> Int {
        thread.store(0, ordering: .relaxed)
        return jobs.load(ordering: .relaxed)
    }
}
