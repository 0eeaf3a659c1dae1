import Bytes

extension EventLoop {
    /// Reports the readiness of a descriptor to `handler`, which is kept until `remove`. The id that comes back is part
    /// of each report, so that a descriptor's number that is used again brings nobody another one's events.
    func register(
        _ descriptor: Int32, for interest: Readiness, _ handler: any ReadinessHandler
    ) throws(IOError) -> SlotID {
        requireCurrent()
        guard state == .running else { throw .loopStopped }
        let id = handles.insert(handler)
        do {
            try driver.register(descriptor, token: id.word, for: interest)
        } catch {
            handles.remove(id)
            throw error
        }
        return id
    }

    func change(_ id: SlotID, _ descriptor: Int32, to interest: Readiness) throws(IOError) {
        try driver.change(descriptor, token: id.word, to: interest)
    }

    func unregister(_ id: SlotID, _ descriptor: Int32) {
        guard handles.remove(id) != nil else { return }
        driver.unregister(descriptor)
    }
}
