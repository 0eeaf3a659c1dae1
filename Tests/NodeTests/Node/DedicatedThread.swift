import Dispatch

/// Runs tasks one after the other on a thread where they may block.
final class DedicatedThread: TaskExecutor {
    private let queue = DispatchQueue(label: "real cassandra")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async {
            unsafe job.runSynchronously(on: self.asUnownedTaskExecutor())
        }
    }
}
