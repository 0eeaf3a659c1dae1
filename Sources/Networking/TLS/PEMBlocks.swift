#if TLS
    import COpenSSL

    #if canImport(Darwin)
        import Darwin
    #else
        import Glibc
    #endif

    /// The text of certificates or a key, read into memory, and what OpenSSL makes of it.
    struct PEMBlocks: ~Copyable {
        private typealias Role = TLSConfigurationError.Role

        private let role: TLSConfigurationError.Role
        private let source: PEMSource
        private var text: [UInt8]

        /// No certificate file comes near this; a mistaken path may.
        private static let maximumLength = 16 << 20

        init(_ source: PEMSource, for role: TLSConfigurationError.Role) throws(TLSConfigurationError) {
            self.role = role
            self.source = source
            switch source {
            case .bytes(let bytes):
                text = bytes
            case .file(let path):
                do throws(Unreadable) {
                    text = try PEMBlocks.contents(of: path)
                } catch {
                    throw .unreadable(role, source, reason: error.reason)
                }
            }
        }

        deinit {
            // It may be a key.
            var text = text
            unsafe text.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
        }

        /// All certificates, at least one.
        func certificates() throws(TLSConfigurationError) -> [X509Certificate] {
            var certificates: [X509Certificate] = []
            try unsafe withReader { (reader) throws(TLSConfigurationError) in
                while let certificate = unsafe PEM_read_bio_X509(reader, nil, { _, _, _, _ in -1 }, nil) {
                    unsafe certificates.append(X509Certificate(owning: certificate))
                }
                let end = TLSLibraryError.last
                TLSLibraryError.clear()
                // The end of the text looks like text without a block in it.
                guard let end, end.library == ERR_LIB_PEM, end.reason == PEM_R_NO_START_LINE else {
                    throw .malformed(role, source, reason: end?.text ?? "unknown")
                }
            }
            if certificates.isEmpty { throw .nothingInside(role, source, looksLike: contentName) }
            return certificates
        }

        /// The private key, which the caller frees.
        func privateKey(passphrase: String?) throws(TLSConfigurationError) -> OpaquePointer {
            var answer = PassphraseAnswer(bytes: passphrase.map { Array($0.utf8) })
            var key: OpaquePointer?
            var failure: TLSLibraryError?
            try unsafe withReader { (reader) throws(TLSConfigurationError) in
                unsafe key = unsafe withUnsafeMutablePointer(to: &answer) { answer in
                    unsafe PEM_read_bio_PrivateKey(reader, nil, givePassphrase, answer)
                }
                failure = TLSLibraryError.last
                TLSLibraryError.clear()
            }
            if let key = unsafe key { return unsafe key }
            if answer.asked { throw passphrase == nil ? .passphraseNeeded(source) : .passphraseWrong(source) }
            if let failure, failure.library == ERR_LIB_PEM, failure.reason == PEM_R_NO_START_LINE {
                throw .nothingInside(role, source, looksLike: contentName)
            }
            throw .malformed(role, source, reason: failure?.text ?? "unknown")
        }

        private func withReader(
            _ body: (OpaquePointer) throws(TLSConfigurationError) -> Void
        ) throws(TLSConfigurationError) {
            TLSLibraryError.clear()
            try unsafe text.span.bytes.withUnsafeBytes { (bytes) throws(TLSConfigurationError) in
                let length = Int32(clamping: bytes.count)
                guard bytes.count > 0 else { throw .nothingInside(role, source, looksLike: "nothing") }
                guard let reader = unsafe BIO_new_mem_buf(bytes.baseAddress, length) else {
                    throw .library(reason: TLSLibraryError.takeText())
                }
                defer { unsafe BIO_free(reader) }
                try unsafe body(reader)
            }
        }

        /// What the text holds instead of what was looked for, if that can be told.
        private var contentName: String? {
            let start = Array("-----BEGIN ".utf8)
            if let range = text.firstRange(of: start) {
                let name = text[range.upperBound...].prefix(40).prefix { $0 != UInt8(ascii: "-") }
                return String(decoding: name, as: UTF8.self)
            }
            // The first byte of what is not armoured, and of Java's two formats.
            switch text.first {
            case .some(0x30): return "binary data, perhaps DER or PKCS#12"
            case .some(0xFE): return "binary data, perhaps a Java key store"
            default: return nil
            }
        }
    }

    /// A certificate of OpenSSL's with one owner.
    @safe final class X509Certificate {
        let pointer: OpaquePointer

        init(owning pointer: OpaquePointer) {
            unsafe self.pointer = pointer
        }

        deinit {
            unsafe X509_free(pointer)
        }
    }

    private struct PassphraseAnswer {
        let bytes: [UInt8]?
        var asked = false
    }

    /// OpenSSL calls this for an encrypted key; without it, it would ask at the terminal.
    private func givePassphrase(
        room: UnsafeMutablePointer<CChar>?, size: Int32, _: Int32, context: UnsafeMutableRawPointer?
    ) -> Int32 {
        guard let context = unsafe context, let room = unsafe room else { return -1 }
        let answer = unsafe context.assumingMemoryBound(to: PassphraseAnswer.self)
        unsafe answer.pointee.asked = true
        guard let bytes = unsafe answer.pointee.bytes, bytes.count <= Int(size) else { return -1 }
        unsafe UnsafeMutableRawBufferPointer(start: room, count: Int(size)).copyBytes(from: bytes)
        return Int32(truncatingIfNeeded: bytes.count)
    }

    extension PEMBlocks {
        private struct Unreadable: Error {
            let reason: String

            init(_ reason: String) {
                self.reason = reason
            }

            static var bySystem: Unreadable {
                let number = errno
                return unsafe Unreadable(strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)")
            }
        }

        private static func contents(of path: String) throws(Unreadable) -> [UInt8] {
            guard !path.utf8.contains(0), !path.isEmpty else { throw Unreadable("the path is not valid") }
            // A pipe that nobody writes to must not hang.
            let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
            guard file >= 0 else { throw .bySystem }
            defer { close(file) }
            var status = stat()
            guard unsafe fstat(file, &status) == 0 else { throw .bySystem }
            guard status.st_mode & S_IFMT == S_IFREG else { throw Unreadable("it is not a file") }
            guard status.st_size <= maximumLength else { throw Unreadable("it is too large") }
            var failed = false
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { room, count in
                while count < room.count {
                    let arrived = unsafe read(file, room.baseAddress.map { unsafe $0 + count }, room.count - count)
                    if arrived < 0 && errno == EINTR { continue }
                    failed = arrived < 0
                    if arrived <= 0 { break }
                    count += arrived
                }
            }
            if failed { throw .bySystem }
            return bytes
        }
    }
#endif
