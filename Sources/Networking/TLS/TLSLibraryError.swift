#if TLS
    import COpenSSL

    /// One entry of OpenSSL's queue of errors, of which each thread has one.
    ///
    /// Whoever calls OpenSSL clears the queue before and takes what is in it afterwards: an old entry would be taken
    /// for the cause of a later failure.
    struct TLSLibraryError {
        let code: UInt

        static func clear() {
            ERR_clear_error()
        }

        /// The oldest entry of TLS itself, which knows what went wrong, or else the oldest one. None is left.
        static func takeAll() -> TLSLibraryError? {
            var first: TLSLibraryError?
            while true {
                let code = ERR_get_error()
                if code == 0 { return first }
                let error = TLSLibraryError(code: code)
                if error.library == ERR_LIB_SSL {
                    clear()
                    return error
                }
                if first == nil { first = error }
            }
        }

        /// The latest entry, without taking it.
        static var last: TLSLibraryError? {
            let code = ERR_peek_last_error()
            return code == 0 ? nil : TLSLibraryError(code: code)
        }

        var library: Int32 { ERR_GET_LIB(code) }
        var reason: Int32 { ERR_GET_REASON(code) }

        /// The peer's alert, when this is what OpenSSL makes of one.
        var alert: TLSAlert? {
            guard library == ERR_LIB_SSL, reason >= SSL_AD_REASON_OFFSET else { return nil }
            return UInt8(exactly: reason - SSL_AD_REASON_OFFSET).map { TLSAlert(code: $0) }
        }

        /// OpenSSL's words.
        var text: String {
            guard let text = unsafe ERR_reason_error_string(code) else { return "error \(String(code, radix: 16))" }
            return unsafe String(cString: text)
        }

        /// What a failed call left in the queue, in words. None is left.
        static func takeText() -> String {
            takeAll()?.text ?? "for no reason that it names"
        }
    }

    extension TLSError {
        /// What a failure of OpenSSL's means for a connection with this configuration.
        init(_ cause: TLSLibraryError, _ configuration: TLSConfiguration) {
            guard cause.library == ERR_LIB_SSL else {
                self = .library(cause.text)
                return
            }
            switch cause.reason {
            case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
                self = .certificate(.missing)
            case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_VERSION_TOO_LOW, SSL_R_WRONG_SSL_VERSION:
                self = .protocolVersion(
                    allowed: configuration.minimumVersion...configuration.maximumVersion)
            case SSL_R_NO_SHARED_CIPHER:
                self = .noSharedCipher
            case SSL_R_NO_APPLICATION_PROTOCOL:
                self = .noSharedApplicationProtocol(offered: configuration.applicationProtocols)
            case SSL_R_DECRYPTION_FAILED_OR_BAD_RECORD_MAC, SSL_R_DECRYPTION_FAILED:
                self = .badRecord
            default:
                self = .malformed(cause.text)
            }
        }
    }
#endif
