#if TLS
    import COpenSSL

    /// What a call of `TLSEngine.read` did.
    package enum TLSProgress: Equatable, Sendable {
        /// So many bytes of plaintext were written to the front of the caller's room.
        case plaintext(Int)
        /// From now on `send` may be called. Comes once, before any plaintext.
        case handshakeCompleted
        /// More ciphertext is needed. All that arrived has been used.
        case starved
        /// The peer said that it sends nothing more.
        case closedByPeer
    }

    /// One end of one encrypted connection: ciphertext in and out on one side, plaintext on the other.
    ///
    /// It knows neither socket nor clock nor thread; whoever drives it moves the bytes. After each call there may be
    /// ciphertext to take (`outputCount`), after a thrown error too: that is the alert which tells the peer.
    /// An error is final: every later call throws it again. Confined to one thread at a time.
    @safe package final class TLSEngine {
        private let context: TLSContext
        private let transport: TLSTransport
        private let ssl: OpaquePointer
        private let isClient: Bool

        private var failure: TLSError?
        /// The first bytes that came, as long as they may not be TLS.
        private var firstBytes: [UInt8] = []
        private var looksLikeTLS = false
        private var hasReceivedPlaintext = false
        private var hasClosed = false
        private var isClosedByPeer = false
        private var inputHasEnded = false
        /// Nothing came since OpenSSL asked for more.
        private var isStarved = false
        /// Whether the handshake is complete, as far as this side can know.
        package private(set) var isEstablished = false

        /// A client has its first message ready at once.
        package init(_ context: TLSContext, role: TLSRole) throws(TLSError) {
            TLSLibraryError.clear()
            self.context = context
            switch role {
            case .client(let peer):
                precondition(context.side == .client, "a client's engine needs a client's context")
                isClient = true
                transport = TLSTransport(expecting: context.serverName ?? peer)
            case .server:
                precondition(context.side == .server, "a server's engine needs a server's context")
                isClient = false
                transport = TLSTransport(expecting: nil)
            }
            guard let ssl = unsafe SSL_new(context.pointer) else { throw .library(TLSLibraryError.takeText()) }
            unsafe self.ssl = ssl
            guard let bio = unsafe transport.makeBIO(context.transportMethod) else {
                throw .library(TLSLibraryError.takeText())
            }
            // Both directions; the one reference becomes that of `ssl`.
            unsafe SSL_set_bio(ssl, bio, bio)
            if let expected = transport.expected {
                unsafe SSL_set_connect_state(ssl)
                try expect(expected)
                guard case .starved = try handshake() else { throw .library("a handshake without a peer") }
            } else {
                unsafe SSL_set_accept_state(ssl)
            }
        }

        deinit {
            unsafe SSL_free(ssl)
        }

        /// Has the certificate checked for the name or the address, and a name sent to the server.
        private func expect(_ peer: TLSPeer) throws(TLSError) {
            var succeeded = true
            if context.configuration.verification == .full {
                let checks = unsafe SSL_get0_param(ssl)
                if peer.isAddress {
                    succeeded = unsafe X509_VERIFY_PARAM_set1_ip_asc(checks, peer.text) == 1
                } else {
                    // `*.example.com` is a pattern, `node*.example.com` none.
                    unsafe X509_VERIFY_PARAM_set_hostflags(checks, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
                    succeeded = unsafe X509_VERIFY_PARAM_set1_host(checks, peer.text, peer.text.utf8.count) == 1
                }
            }
            // Addresses have no place in the list of names: RFC 6066 §3.
            if succeeded, !peer.isAddress {
                var name = Array(peer.text.utf8CString)
                succeeded = unsafe name.withUnsafeMutableBytes { name in
                    let kind = Int(TLSEXT_NAMETYPE_host_name)
                    return unsafe SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, kind, name.baseAddress) == 1
                }
            }
            if !succeeded {
                TLSLibraryError.clear()
                throw .configuration(.invalidServerName(peer.text))
            }
        }

        // MARK: Input

        /// Takes bytes that came from the peer, cut anywhere. They are used by `read`.
        package func feed(_ ciphertext: RawSpan) throws(TLSError) {
            precondition(!inputHasEnded, "nothing comes after the end of the input")
            if let failure { throw failure }
            guard ciphertext.byteCount > 0 else { return }
            try unsafe ciphertext.withUnsafeBytes { (bytes) throws(TLSError) in
                if !looksLikeTLS { try unsafe judgeFirst(bytes) }
                unsafe transport.input.append(bytes)
            }
            isStarved = false
        }

        /// Throws at the first byte that cannot be TLS's. OpenSSL waits for more than a peer of another protocol may
        /// send, and then has no word for it.
        private func judgeFirst(_ bytes: UnsafeRawBufferPointer) throws(TLSError) {
            unsafe firstBytes += bytes.prefix(8 - firstBytes.count)
            // A record begins with its type and a version that is 3 and something: RFC 8446 §5.1.
            guard (0x14...0x17).contains(firstBytes[0]), firstBytes.count < 2 || firstBytes[1] == 3 else {
                if !isClient {
                    // The answer that lets a plain client see what it talks to: a fatal alert, protocol_version.
                    let alert: [UInt8] = [0x15, 3, 3, 0, 2, 2, TLSAlert.protocolVersion.code]
                    unsafe alert.withUnsafeBytes { unsafe transport.output.append($0) }
                }
                throw fail(.notTLS(TLSError.ForeignAnswer(firstBytes: firstBytes), firstBytes: firstBytes))
            }
            looksLikeTLS = firstBytes.count >= 2
        }

        /// The transport said that nothing more comes. Throws when TLS did not say so before; when there is still
        /// something to read, `read` throws after it.
        package func endOfInput() throws(TLSError) {
            inputHasEnded = true
            if let failure { throw failure }
            let isAllRead = unsafe isStarved || transport.input.count == 0 && SSL_has_pending(ssl) == 0
            if isAllRead && !isClosedByPeer { throw fail(endedEarly) }
        }

        private var endedEarly: TLSError {
            isEstablished
                ? .truncated(beforeAnyData: !hasReceivedPlaintext)
                : .closedDuringHandshake(beforeAnyAnswer: firstBytes.isEmpty)
        }

        /// Goes on with the handshake, or decrypts as much as there is and as `room` takes. To be called until it says
        /// `starved` or `closedByPeer`. Plaintext that came before an error is given before it is thrown.
        package func read(into room: UnsafeMutableRawBufferPointer) throws(TLSError) -> TLSProgress {
            unsafe precondition(!room.isEmpty, "there must be room to read into")
            if let failure { throw failure }
            if isClosedByPeer { return .closedByPeer }
            if isStarved && !inputHasEnded { return .starved }
            guard isEstablished else { return try handshake() }
            var total = 0
            while total < room.count {
                var count = 0
                TLSLibraryError.clear()
                let start = unsafe room.baseAddress.map { unsafe $0 + total }
                let status = unsafe SSL_read_ex(ssl, start, room.count - total, &count)
                guard status != 1 else {
                    total += count
                    hasReceivedPlaintext = true
                    continue
                }
                switch outcome(of: status) {
                case .starved: isStarved = true
                case .closed: isClosedByPeer = true
                case .failed(let error): failure = error
                }
                break
            }
            if total > 0 { return .plaintext(total) }
            if let failure { throw failure }
            if isClosedByPeer { return .closedByPeer }
            if inputHasEnded { throw fail(endedEarly) }
            return .starved
        }

        private func handshake() throws(TLSError) -> TLSProgress {
            TLSLibraryError.clear()
            let status = unsafe SSL_do_handshake(ssl)
            guard status != 1 else {
                isEstablished = true
                TLSLibraryError.clear()
                return .handshakeCompleted
            }
            switch outcome(of: status) {
            case .starved:
                if inputHasEnded { throw fail(endedEarly) }
                isStarved = true
                return .starved
            case .closed: throw fail(endedEarly)
            case .failed(let error): throw fail(error)
            }
        }

        // MARK: Output

        /// Encrypts all of it.
        package func send(_ plaintext: RawSpan) throws(TLSError) {
            if let failure { throw failure }
            precondition(isEstablished, "nothing is sent before the handshake is complete")
            precondition(!hasClosed, "nothing is sent after the end")
            guard plaintext.byteCount > 0 else { return }
            // A record holds 16 KiB, and has at most so much around it.
            let records = plaintext.byteCount >> 14 + 1
            transport.output.reserve(plaintext.byteCount + records * 64)
            TLSLibraryError.clear()
            var written = 0
            let status = unsafe plaintext.withUnsafeBytes { bytes in
                unsafe SSL_write_ex(ssl, bytes.baseAddress, bytes.count, &written)
            }
            if status == 1 { return }
            // The transport takes everything, so OpenSSL has no reason to wait.
            switch outcome(of: status) {
            case .failed(let error): throw fail(error)
            case .starved, .closed: throw fail(.library("a write was not finished"))
            }
        }

        /// How much ciphertext waits for being taken to the peer.
        package var outputCount: Int { transport.output.count }

        /// Moves ciphertext for the peer to the front of `room`, as much as fits; how much that was.
        package func takeOutput(into room: UnsafeMutableRawBufferPointer) -> Int {
            unsafe transport.output.move(to: room)
        }

        /// Tells the peer, once, that nothing more will be sent. Before the handshake is complete TLS has no way to say
        /// so, and nothing happens. Reading goes on as before.
        package func close() {
            guard isEstablished, !hasClosed, failure == nil else { return }
            hasClosed = true
            TLSLibraryError.clear()
            unsafe SSL_shutdown(ssl)
            TLSLibraryError.clear()
        }

        /// Changes the key that this side encrypts with, and asks the peer to change its own too if so wished: it does
        /// so before its next data. Only TLS 1.3 can; the older version goes on as it is.
        package func updateKeys(ofPeerToo: Bool) throws(TLSError) {
            if let failure { throw failure }
            precondition(isEstablished, "there are no keys before the handshake is complete")
            guard negotiatedVersion == .tls13, !hasClosed else { return }
            TLSLibraryError.clear()
            let kind = ofPeerToo ? SSL_KEY_UPDATE_REQUESTED : SSL_KEY_UPDATE_NOT_REQUESTED
            guard unsafe SSL_key_update(ssl, kind) == 1, unsafe SSL_do_handshake(ssl) == 1 else {
                throw fail(.library(TLSLibraryError.takeText()))
            }
        }

        // MARK: Failures

        private enum Outcome {
            case starved
            case closed
            case failed(TLSError)
        }

        /// Why a call of OpenSSL did not succeed. Its queue of errors is empty afterwards.
        private func outcome(of status: Int32) -> Outcome {
            let kind = unsafe SSL_get_error(ssl, status)
            let cause = TLSLibraryError.takeAll()
            switch kind {
            case SSL_ERROR_WANT_READ: return .starved
            case SSL_ERROR_ZERO_RETURN: return .closed
            default: break
            }
            if let error = transport.certificateError { return .failed(.certificate(error)) }
            guard let cause else { return .failed(.library("status \(kind) without a reason")) }
            if let alert = cause.alert {
                // A server of TLS 1.3 judges the client's certificate when the client thinks that all is done.
                let isJudgement = !isEstablished || isClient && !hasReceivedPlaintext && negotiatedVersion == .tls13
                return .failed(isJudgement ? .refusedByPeer(alert) : .alert(alert))
            }
            return .failed(TLSError(cause, context.configuration))
        }

        private func fail(_ error: TLSError) -> TLSError {
            failure = error
            return error
        }
    }

    // What was agreed on.
    extension TLSEngine {
        /// `nil` until the handshake is complete.
        package var negotiatedVersion: TLSVersion? {
            guard isEstablished else { return nil }
            return unsafe SSL_version(ssl) == TLS1_3_VERSION ? .tls13 : .tls12
        }

        /// OpenSSL's name of the cipher, such as `TLS_AES_256_GCM_SHA384`.
        package var cipherName: String? {
            guard isEstablished, let name = unsafe SSL_CIPHER_get_name(SSL_get_current_cipher(ssl)) else { return nil }
            return unsafe String(cString: name)
        }

        /// The protocol that both sides chose, if they negotiated one.
        package var applicationProtocol: String? {
            var name: UnsafePointer<UInt8>?
            var length: UInt32 = 0
            unsafe SSL_get0_alpn_selected(ssl, &name, &length)
            guard isEstablished, let name = unsafe name, length > 0 else { return nil }
            return unsafe String(decoding: UnsafeBufferPointer(start: name, count: Int(length)), as: UTF8.self)
        }

        /// Always there in a client; in a server, when it asked for one.
        package var peerCertificate: TLSCertificate? {
            guard let x509 = unsafe SSL_get1_peer_certificate(ssl) else { return nil }
            defer {
                unsafe X509_free(x509)
                TLSLibraryError.clear()
            }
            return unsafe TLSCertificate(x509: x509)
        }
    }
#endif
