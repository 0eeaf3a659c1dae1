#if TLS
    import COpenSSL

    #if canImport(Darwin)
        import Darwin
    #else
        import Glibc
    #endif

    /// What OpenSSL takes for the network: two queues of ciphertext.
    ///
    /// OpenSSL's own BIOs in memory would do, but what one of these has once held it holds for ever, and it clears every
    /// block that it grows out of.
    final class TLSTransport {
        var input = TLSByteQueue()
        var output = TLSByteQueue()
        /// What the look at the peer's certificate found wrong first.
        var certificateError: TLSCertificateError?
        /// What a client expects of the certificate.
        let expected: TLSPeer?

        init(expecting expected: TLSPeer?) {
            self.expected = expected
        }

        /// The transport of a connection in progress. OpenSSL's callbacks have nothing else to find it by.
        static func of(_ bio: OpaquePointer?) -> TLSTransport? {
            guard let data = unsafe BIO_get_data(bio) else { return nil }
            return unsafe Unmanaged<TLSTransport>.fromOpaque(data).takeUnretainedValue()
        }

        /// A BIO over this transport, which the caller keeps alive for longer than the BIO.
        func makeBIO(_ method: TLSTransportMethod) -> OpaquePointer? {
            guard let bio = unsafe BIO_new(method.pointer) else { return nil }
            unsafe BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
            unsafe BIO_set_init(bio, 1)
            return unsafe bio
        }
    }

    /// How OpenSSL reads and writes a transport. One for each context; its BIOs must not live longer.
    @safe final class TLSTransportMethod {
        let pointer: OpaquePointer

        init?() {
            guard let pointer = unsafe BIO_meth_new(BIO_TYPE_SOURCE_SINK, "queues in memory") else { return nil }
            unsafe self.pointer = pointer
            unsafe BIO_meth_set_read(pointer) { bio, room, length in
                unsafe BIO_clear_flags(bio, TLSTransportMethod.retryFlags)
                guard let transport = unsafe TLSTransport.of(bio), let room = unsafe room, length > 0 else { return -1 }
                let target = unsafe UnsafeMutableRawBufferPointer(start: room, count: Int(length))
                let moved = unsafe transport.input.move(to: target)
                if moved > 0 { return Int32(truncatingIfNeeded: moved) }
                // Not the end: more may come.
                unsafe BIO_set_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY)
                return -1
            }
            unsafe BIO_meth_set_write(pointer) { bio, bytes, length in
                unsafe BIO_clear_flags(bio, TLSTransportMethod.retryFlags)
                guard let transport = unsafe TLSTransport.of(bio), let bytes = unsafe bytes, length > 0 else {
                    return 0
                }
                unsafe transport.output.append(UnsafeRawBufferPointer(start: bytes, count: Int(length)))
                return length
            }
            unsafe BIO_meth_set_ctrl(pointer) { _, command, _, _ in
                command == BIO_CTRL_FLUSH ? 1 : 0
            }
        }

        deinit {
            unsafe BIO_meth_free(pointer)
        }

        private static let retryFlags =
            BIO_FLAGS_READ | BIO_FLAGS_WRITE | BIO_FLAGS_IO_SPECIAL | BIO_FLAGS_SHOULD_RETRY
    }
#endif
