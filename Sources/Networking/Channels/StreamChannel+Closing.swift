extension StreamChannel: TimerTarget {
    /// Closes at once; what is queued is lost.
    package func close() {
        loop.requireCurrent()
        close(because: .local)
    }

    /// Closes and resets the connection, so that the peer knows that something is missing.
    package func reset() {
        loop.requireCurrent()
        // It fails only on a connection that is reset already.
        _ = socket?.set(.resetOnClose)
        close(because: .local)
    }

    /// Sends what is queued, ends this side, waits for the peer to end its own, and closes; at the latest after the
    /// close timeout.
    package func closeWhenSent() {
        loop.requireCurrent()
        guard isOpen, closeDeadline == nil else { return }
        closeDeadline = loop.after(options.closeTimeout, tell: self)
        endSending()
        closeIfEnded()
    }

    package func deadlinePassed(_ tag: UInt64, on loop: EventLoop) {
        closeDeadline = nil
        // All was sent, or it was not: that makes the difference.
        close(because: output == .ended ? .local : .failed(.peerSilent))
    }

    func closeIfEnded() {
        if input == .ended, output == .ended { close(because: .ended) }
    }

    func close(because reason: CloseReason) {
        guard isOpen else { return }
        hasClosed = true
        closeReason = reason
        // An end in order would pass for the end of what was to be sent.
        if case .failed = reason, hasUnsent { _ = socket?.set(.resetOnClose) }
        #if TLS
            endEncryption(because: reason)
        #endif
        if let registration, let descriptor = socket?.descriptor { loop.unregister(registration, descriptor) }
        registration = nil
        socket = nil
        outgoing.removeAll()
        if let closeDeadline { loop.cancel(closeDeadline) }
        closeDeadline = nil
        failWaitingSenders(reason.error)
        if handler != nil { submitClosed() }
    }

    /// Whether something was handed over that the peer will miss without noticing. With TLS it notices.
    private var hasUnsent: Bool {
        #if TLS
            if encryption != nil { return false }
        #endif
        return hasDropped || !outgoing.isEmpty
    }

    /// Not at once: whoever closes may stand in the middle of something that the handler wants to change.
    func submitClosed() {
        guard let reason = closeReason else { return }
        loop.later {
            let handler = self.handler
            self.handler = nil
            handler?.closed(self, because: reason)
        }
    }
}
