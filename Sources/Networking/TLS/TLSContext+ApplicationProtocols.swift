#if TLS
    import COpenSSL

    // Application-layer protocol negotiation, RFC 7301.
    extension TLSContext {
        /// Each name with its length in front.
        static func wireFormat(_ names: [String]) throws(TLSConfigurationError) -> [UInt8] {
            var list: [UInt8] = []
            for name in names {
                guard let length = UInt8(exactly: name.utf8.count), length > 0 else {
                    throw .invalidApplicationProtocol(name)
                }
                list.append(length)
                list += name.utf8
            }
            return list
        }

        func setApplicationProtocols() throws(TLSConfigurationError) {
            guard !applicationProtocols.isEmpty else { return }
            switch side {
            case .client:
                // 0 is success, here only.
                let length = UInt32(applicationProtocols.count)
                guard unsafe SSL_CTX_set_alpn_protos(pointer, applicationProtocols, length) == 0 else {
                    throw .library(reason: TLSLibraryError.takeText())
                }
            case .server:
                // Every engine keeps its context, so this is alive whenever it is called.
                let context = unsafe Unmanaged.passUnretained(self).toOpaque()
                unsafe SSL_CTX_set_alpn_select_cb(pointer, selectProtocol, context)
            }
        }
    }

    /// Chooses the first of the server's protocols that the client offers.
    private func selectProtocol(
        _: OpaquePointer?, chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
        chosenLength: UnsafeMutablePointer<UInt8>?, offered: UnsafePointer<UInt8>?, length: UInt32,
        context: UnsafeMutableRawPointer?
    ) -> Int32 {
        guard let context = unsafe context, let chosen = unsafe chosen, let chosenLength = unsafe chosenLength,
            let offered = unsafe offered
        else { return SSL_TLSEXT_ERR_ALERT_FATAL }
        let server = unsafe Unmanaged<TLSContext>.fromOpaque(context).takeUnretainedValue().applicationProtocols
        let client = unsafe UnsafeBufferPointer(start: offered, count: Int(length))
        var position = 0
        while position < server.count {
            let name = server[(position + 1)...].prefix(Int(server[position]))
            // The answer points into the client's offer, which OpenSSL keeps for long enough.
            var start = 0
            while start < client.count {
                let size = unsafe Int(client[start])
                guard start + 1 + size <= client.count else { break }
                let candidate = unsafe UnsafeBufferPointer(rebasing: client[(start + 1)..<(start + 1 + size)])
                if unsafe candidate.elementsEqual(name) {
                    unsafe chosen.pointee = candidate.baseAddress
                    unsafe chosenLength.pointee = UInt8(truncatingIfNeeded: size)
                    return SSL_TLSEXT_ERR_OK
                }
                start += 1 + size
            }
            position += 1 + Int(server[position])
        }
        return SSL_TLSEXT_ERR_ALERT_FATAL
    }
#endif
