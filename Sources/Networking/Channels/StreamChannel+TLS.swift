#if TLS
    import Bytes

    /// What a channel needs to be encrypted.
    final class ChannelEncryption {
        let engine: TLSEngine
        /// What is encrypted and waits to be sent.
        let ciphertext: SendQueue
        /// Who waits for the end of the handshake.
        var handshaken: ((IOError?) -> Void)?
        var deadline: DeadlineID?

        init(_ engine: TLSEngine, pool: BlockPool) {
            self.engine = engine
            ciphertext = SendQueue(pool: pool)
        }
    }

    extension StreamChannel {
        /// Above this, what is to be sent waits unencrypted: the queue's marks count it there.
        private static var mostCiphertext: Int { 128 * 1024 }

        /// Starts the handshake of a new channel. `done` is called once, later: with nothing when the channel is encrypted
        /// and may be started, or with the reason for which it is closed.
        package func encrypt(with engine: TLSEngine, within limit: Duration, _ done: @escaping (IOError?) -> Void) {
            loop.requireCurrent()
            precondition(input == .notStarted && encryption == nil, "a channel is encrypted before it is used")
            guard isOpen else { return loop.later { done(self.closeReason?.error ?? .closed) } }
            let encryption = ChannelEncryption(engine, pool: loop.blocks)
            self.encryption = encryption
            encryption.handshaken = done
            encryption.deadline = loop.after(limit, tell: HandshakeDeadline(self, limit))
            input = .handshaking
            updateInterest()
            flushLater()
        }

        /// What the two ends agreed on; `nil` without TLS.
        package var tls: TLSEngine? { encryption?.engine }

        func receivedCiphertext(_ bytes: RawSpan, _ encryption: ChannelEncryption) {
            do throws(TLSError) {
                try encryption.engine.feed(bytes)
            } catch {
                return encryptionFailed(error, encryption)
            }
            decrypt(encryption)
        }

        /// Hands on what can be decrypted, as long as somebody wants it.
        func decrypt(_ encryption: ChannelEncryption) {
            do throws(TLSError) {
                reading: while isOpen, wantsInput {
                    switch try unsafe encryption.engine.read(into: loop.plaintextArea) {
                    case .plaintext(let count):
                        let bytes = unsafe UnsafeRawBufferPointer(rebasing: loop.plaintextArea[..<count])
                        unsafe handler?.received(bytes.bytes, on: self)
                    case .handshakeCompleted: handshakeCompleted(encryption)
                    case .closedByPeer: return endInput()
                    case .starved: break reading
                    }
                }
            } catch {
                return encryptionFailed(error, encryption)
            }
            // A request for new keys is answered without anybody having sent anything.
            if isOpen, encryption.engine.outputCount > 0 { flushLater() }
        }

        /// The peer has ended its side. What is not decrypted yet comes first; whether TLS too said that this is the end
        /// shows after it.
        func ciphertextEnded(_ encryption: ChannelEncryption) {
            do throws(TLSError) {
                try encryption.engine.endOfInput()
            } catch {
                return encryptionFailed(error, encryption)
            }
            decrypt(encryption)
        }

        private func handshakeCompleted(_ encryption: ChannelEncryption) {
            // Nothing is decrypted until somebody wants it.
            input = .notStarted
            updateInterest()
            finishHandshake(encryption, nil)
        }

        private func finishHandshake(_ encryption: ChannelEncryption, _ error: IOError?) {
            if let deadline = encryption.deadline { loop.cancel(deadline) }
            encryption.deadline = nil
            guard let handshaken = encryption.handshaken.take() else { return }
            loop.later { handshaken(error) }
        }

        private func encryptionFailed(_ error: TLSError, _ encryption: ChannelEncryption) {
            // The alert tells the peer why. When it cannot be sent now it is not sent: the connection is of no use.
            takeCiphertext(encryption)
            if !encryption.ciphertext.isEmpty { _ = unsafe encryption.ciphertext.withParts { unsafe socket?.send($0) } }
            close(because: .failed(sendFailure ?? .tls(error)))
        }

        /// Encrypts and writes until there is nothing more to send or the socket takes no more.
        func writeOutEncrypted(_ encryption: ChannelEncryption) -> Written {
            repeat {
                do throws(TLSError) {
                    try encryptOutgoing(encryption)
                } catch {
                    return .failed(.tls(error))
                }
                takeCiphertext(encryption)
                let written = write(encryption.ciphertext)
                guard case .all = written else { return written }
            } while !outgoing.isEmpty && encryption.engine.isEstablished
            return .all
        }

        private func encryptOutgoing(_ encryption: ChannelEncryption) throws(TLSError) {
            guard encryption.engine.isEstablished else { return }
            while !outgoing.isEmpty, encryption.ciphertext.count + encryption.engine.outputCount < Self.mostCiphertext {
                let encrypted = try unsafe outgoing.withParts { (parts) throws(TLSError) in
                    try unsafe encryption.engine.send(parts[0].bytes)
                    return unsafe parts[0].count
                }
                outgoing.drop(encrypted)
            }
        }

        private func takeCiphertext(_ encryption: ChannelEncryption) {
            let count = encryption.engine.outputCount
            guard count > 0 else { return }
            let room = unsafe encryption.ciphertext.room(for: count)
            let taken = unsafe encryption.engine.takeOutput(into: room)
            precondition(taken == count, "an engine gives out what it says it has")
        }

        /// The channel is being closed: tells the peer, if that can be done at once, and whoever waits for the handshake.
        func endEncryption(because reason: CloseReason) {
            guard let encryption else { return }
            if encryption.engine.isEstablished, encryption.ciphertext.isEmpty, outgoing.isEmpty {
                encryption.engine.close()
                takeCiphertext(encryption)
                if !encryption.ciphertext.isEmpty {
                    _ = unsafe encryption.ciphertext.withParts { unsafe socket?.send($0) }
                }
            }
            encryption.ciphertext.removeAll()
            finishHandshake(encryption, reason.error)
        }
    }

    /// Ends a handshake that takes too long.
    private final class HandshakeDeadline: TimerTarget {
        private let channel: StreamChannel
        private let limit: Duration

        init(_ channel: StreamChannel, _ limit: Duration) {
            self.channel = channel
            self.limit = limit
        }

        func deadlinePassed(_ tag: UInt64, on loop: EventLoop) {
            channel.close(because: .failed(loop.state == .running ? .handshakeTimedOut(limit) : .loopStopped))
        }
    }

    extension StreamChannel {
        /// Encrypts a new channel as a client that wants to talk to `endpoint`, or as a server when there is none.
        func encrypt(_ source: TLSContextSource, towards endpoint: Endpoint?, _ done: @escaping (IOError?) -> Void) {
            do throws(TLSError) {
                let context = source.current
                let role: TLSRole =
                    try endpoint.map { (endpoint) throws(TLSError) in
                        .client(peer: try TLSPeer(endpoint.certificateName))
                    } ?? .server
                let engine = try TLSEngine(context, role: role)
                encrypt(with: engine, within: context.configuration.handshakeTimeout, done)
            } catch {
                close(because: .failed(.tls(error)))
                loop.later { done(.tls(error)) }
            }
        }
    }

    extension Endpoint {
        /// Whose certificate a client wants to see.
        fileprivate var certificateName: String {
            switch self {
            case .name(let host, _): host
            // What listens at a path is on this machine.
            case .address(.unix): "localhost"
            case .address(let address): address.host
            }
        }
    }
#endif
