// The loop as executor: `Task(executorPreference: loop)` runs on its thread, and so do its child tasks, its `async let`
// and the default actors it calls. `Task {}` does not. Priorities are ignored: jobs run in the order in which they became
// ready.

extension EventLoop: TaskExecutor {
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isCurrent {
            jobs.value.append(job)
        } else {
            push(JobMessage(job))
        }
    }

    func enqueueHere(_ job: UnownedJob) {
        jobs.value.append(job)
    }
}

extension EventLoop: SerialExecutor {
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        unsafe UnownedSerialExecutor(complexEquality: self)
    }

    public func isSameExclusiveExecutionContext(other: EventLoop) -> Bool {
        self === other
    }

    public func checkIsolated() {
        requireCurrent()
    }

    public func isIsolatingCurrentContext() -> Bool? {
        isCurrent
    }
}
