#if TLS
    import COpenSSL

    /// What all connections of one configuration share: trusted authorities, certificate and key, read once.
    ///
    /// A context never changes; `TLSContextSource` makes a new one when the files change.
    @safe package final class TLSContext: @unchecked Sendable {  // never changed once it is made
        enum Side: Sendable {
            case client
            case server
        }

        let side: Side
        let configuration: TLSConfiguration
        let pointer: OpaquePointer
        let transportMethod: TLSTransportMethod
        /// The list of application protocols, as it stands in a handshake.
        let applicationProtocols: [UInt8]
        /// Whose certificate a client wants to see, wherever it connects to.
        let serverName: TLSPeer?

        /// Reads everything that a client needs.
        package convenience init(client configuration: TLSConfiguration) throws(TLSError) {
            try self.init(configuration, .client)
        }

        /// Reads everything that a server needs.
        package convenience init(server configuration: TLSConfiguration) throws(TLSError) {
            try self.init(configuration, .server)
        }

        init(_ configuration: TLSConfiguration, _ side: Side) throws(TLSError) {
            do throws(TLSConfigurationError) {
                applicationProtocols = try TLSContext.wireFormat(configuration.applicationProtocols)
            } catch {
                throw .configuration(error)
            }
            if let name = configuration.serverName {
                serverName = try TLSPeer(name)
            } else {
                serverName = nil
            }
            TLSLibraryError.clear()
            guard let method = unsafe side == .client ? TLS_client_method() : TLS_server_method(),
                let pointer = unsafe SSL_CTX_new(method), let transportMethod = TLSTransportMethod()
            else { throw .configuration(.library(reason: TLSLibraryError.takeText())) }
            self.side = side
            self.configuration = configuration
            unsafe self.pointer = pointer
            self.transportMethod = transportMethod
            // From here on `deinit` frees.
            do throws(TLSConfigurationError) {
                try setUp()
                TLSLibraryError.clear()
            } catch {
                TLSLibraryError.clear()
                throw .configuration(error)
            }
        }

        deinit {
            unsafe SSL_CTX_free(pointer)
        }

        private func setUp() throws(TLSConfigurationError) {
            try setVersions()
            setModes()
            try setTrust()
            if let identity = configuration.identity {
                try unsafe identity.install(in: pointer)
            } else if side == .server {
                throw .identityMissing
            }
            try setApplicationProtocols()
        }

        private func setVersions() throws(TLSConfigurationError) {
            let (minimum, maximum) = (configuration.minimumVersion, configuration.maximumVersion)
            guard minimum <= maximum else { throw .versions(minimum: minimum, maximum: maximum) }
            // Both: what the system's configuration of OpenSSL says would count otherwise.
            unsafe SSL_CTX_ctrl(pointer, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(minimum.number), nil)
            unsafe SSL_CTX_ctrl(pointer, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(maximum.number), nil)
        }

        private func setModes() {
            // A peer could ask for one handshake after the other; TLS 1.3 no longer has it. The name is a macro with
            // arguments, which Swift does not import: SSL_OP_NO_RENEGOTIATION is bit 30.
            unsafe SSL_CTX_set_options(pointer, 1 << 30)
            // An idle connection keeps no buffers, which else are 34 KiB of each.
            unsafe SSL_CTX_ctrl(pointer, SSL_CTRL_MODE, Int(SSL_MODE_RELEASE_BUFFERS), nil)
            // Sessions are resumed from tickets, which the client keeps; a cache here would only grow.
            unsafe SSL_CTX_ctrl(pointer, SSL_CTRL_SET_SESS_CACHE_MODE, Int(SSL_SESS_CACHE_OFF), nil)
            if side == .server {
                // Without it OpenSSL fails a client that resumes and has shown a certificate.
                let name = Array("martlet".utf8)
                unsafe SSL_CTX_set_session_id_context(pointer, name, UInt32(name.count))
            }
        }

        private func setTrust() throws(TLSConfigurationError) {
            switch side {
            case .client:
                guard configuration.verification != .none else {
                    unsafe SSL_CTX_set_verify(pointer, SSL_VERIFY_NONE, nil)
                    return
                }
                unsafe SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER, noteFailedCheck)
            case .server:
                guard configuration.clientCertificate == .required else { return }
                let mode = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT
                unsafe SSL_CTX_set_verify(pointer, mode, noteFailedCheck)
            }
            switch configuration.trust {
            case .systemRoots:
                guard unsafe SSL_CTX_set_default_verify_paths(pointer) == 1 else {
                    throw .systemRoots(reason: TLSLibraryError.takeText())
                }
                TLSLibraryError.clear()
            case .authorities(let source):
                let authorities = try PEMBlocks(source, for: .authorities).certificates()
                let store = unsafe SSL_CTX_get_cert_store(pointer)
                // Whoever is named counts, also an authority below another, or a server's own certificate.
                unsafe X509_STORE_set_flags(store, UInt(X509_V_FLAG_PARTIAL_CHAIN))
                for authority in authorities {
                    guard unsafe X509_STORE_add_cert(store, authority.pointer) == 1 else {
                        throw .refused(.authorities, source, reason: TLSLibraryError.takeText())
                    }
                    // Tells a client which of its certificates will do.
                    if side == .server { unsafe SSL_CTX_add_client_CA(pointer, authority.pointer) }
                }
            }
        }
    }

    extension TLSVersion {
        /// OpenSSL's number, which is that of the protocol.
        var number: Int32 {
            switch self {
            case .tls12: TLS1_2_VERSION
            case .tls13: TLS1_3_VERSION
            }
        }
    }

    extension TLSIdentity {
        /// Reads certificate, chain and key, and makes them those of an `SSL_CTX`.
        fileprivate func install(in context: OpaquePointer) throws(TLSConfigurationError) {
            let chain = try PEMBlocks(certificateChain, for: .certificate).certificates()
            let key = try unsafe PEMBlocks(privateKey, for: .privateKey).privateKey(passphrase: passphrase)
            defer { unsafe EVP_PKEY_free(key) }
            guard let first = chain.first else { return }
            guard unsafe X509_check_private_key(first.pointer, key) == 1 else {
                let subject = unsafe TLSCertificate(x509: first.pointer).subject
                throw .keyDoesNotMatch(key: privateKey, certificate: certificateChain, subject: subject)
            }
            guard unsafe SSL_CTX_use_certificate(context, first.pointer) == 1 else {
                throw .refused(.certificate, certificateChain, reason: TLSLibraryError.takeText())
            }
            guard unsafe SSL_CTX_use_PrivateKey(context, key) == 1 else {
                throw .refused(.privateKey, privateKey, reason: TLSLibraryError.takeText())
            }
            for issuer in chain.dropFirst() {
                // 1: the context becomes an owner too.
                let issuer = unsafe UnsafeMutableRawPointer(issuer.pointer)
                guard unsafe SSL_CTX_ctrl(context, SSL_CTRL_CHAIN_CERT, 1, issuer) == 1 else {
                    throw .refused(.certificate, certificateChain, reason: TLSLibraryError.takeText())
                }
            }
        }
    }
#endif
