extension StreamChannel {
    /// How often a channel reads in one turn: enough to empty a kernel's buffer, not so much that others starve.
    private static var mostReadsATurn: Int { 4 }

    /// Reads what there is and hands it on.
    func receive() {
        for _ in 0..<Self.mostReadsATurn {
            guard isOpen, wantsInput, let result = unsafe socket?.receive(into: loop.receiveArea) else { return }
            guard let count = result.value else {
                guard let error = result.error, error != .wouldBlock else {
                    // That was all that came before the peer was gone, or before sending failed.
                    if isDetached { return close(because: .failed(sendFailure ?? .reset)) }
                    break
                }
                return close(because: .failed(sendFailure ?? IOError(error, in: .receive)))
            }
            // Nothing read is the end, whatever the error number says.
            if count == 0 { return streamEnded() }
            unsafe arrived(UnsafeRawBufferPointer(rebasing: loop.receiveArea[..<count]).bytes)
            // Less than there is room for: there is no more, and the driver says when there is.
            if unsafe count < loop.receiveArea.count { break }
        }
        // Nobody reports any more that there is something left to read.
        if isDetached, isOpen, wantsInput { loop.later { self.receive() } }
    }

    private func arrived(_ bytes: RawSpan) {
        #if TLS
            if let encryption { return receivedCiphertext(bytes, encryption) }
        #endif
        handler?.received(bytes, on: self)
    }

    /// Whether there is something that came before nobody received any more.
    var hasUndelivered: Bool {
        #if TLS
            encryption != nil
        #else
            false
        #endif
    }

    func receiveUndelivered() {
        #if TLS
            if let encryption { decrypt(encryption) }
        #endif
        if isDetached { receive() }
    }

    private func streamEnded() {
        #if TLS
            if let encryption { return ciphertextEnded(encryption) }
        #endif
        endInput()
    }

    /// The peer has ended its side, and all that it sent has been handed on.
    func endInput() {
        if let sendFailure { return close(because: .failed(sendFailure)) }
        input = .ended
        updateInterest()
        handler?.inputEnded(self)
        closeIfEnded()
    }

    /// The peer is gone while nobody receives.
    func hungUpUnread() {
        if input == .ended {
            let error = socket?.takeError()
            if output == .ended, error == nil { return close(because: .ended) }
            return close(because: .failed(sendFailure ?? error.map { IOError($0, in: .receive) } ?? .reset))
        }
        guard !isDetached, let descriptor = socket?.descriptor else { return }
        // What it sent before is still there for when somebody wants it.
        loop.driver.unregister(descriptor)
        isDetached = true
    }
}
