#if TLS
    import COpenSSL

    /// OpenSSL calls this for each certificate of a chain, with 0 for one that fails a check. The answer is always
    /// OpenSSL's own; only the certificate that failed, which it forgets, is looked at.
    func noteFailedCheck(passed: Int32, store: OpaquePointer?) -> Int32 {
        guard passed == 0 else { return passed }
        let ssl = unsafe X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx())
        guard let ssl = unsafe ssl, let transport = unsafe TLSTransport.of(SSL_get_rbio(OpaquePointer(ssl))) else {
            return 0
        }
        if transport.certificateError == nil {
            transport.certificateError = unsafe TLSCertificateError(store, expected: transport.expected)
        }
        return 0
    }

    extension TLSCertificateError {
        fileprivate init(_ store: OpaquePointer?, expected: TLSPeer?) {
            let code = unsafe X509_STORE_CTX_get_error(store)
            let current = unsafe X509_STORE_CTX_get_current_cert(store)
            guard let current = unsafe current, let first = unsafe X509_STORE_CTX_get0_cert(store) else {
                self = .refused(subject: "of the peer", reason: TLSCertificateError.text(code))
                return
            }
            let certificate = unsafe TLSCertificate(x509: current)
            let owner = unsafe TLSCertificate(x509: first).subject
            let subject = certificate.subject
            let issuer = certificate.issuer
            switch code {
            case X509_V_ERR_CERT_HAS_EXPIRED:
                self = .expired(subject: subject, since: certificate.notAfter)
            case X509_V_ERR_CERT_NOT_YET_VALID:
                self = .notYetValid(subject: subject, until: certificate.notBefore)
            case X509_V_ERR_HOSTNAME_MISMATCH:
                self = .hostName(expected: expected?.text ?? "", certificate: certificate)
            case X509_V_ERR_IP_ADDRESS_MISMATCH:
                self = .ipAddress(expected: expected?.text ?? "", certificate: certificate)
            case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
                self = .selfSigned(subject: subject)
            case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
                self = .unknownAuthority(subject: owner, issuer: issuer)
            case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
                X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
                self =
                    unsafe X509_STORE_CTX_get_error_depth(store) == 0
                    ? .issuerNotFound(subject: subject, issuer: issuer)
                    : .unknownAuthority(subject: owner, issuer: issuer)
            default:
                self = .refused(subject: subject, reason: TLSCertificateError.text(code))
            }
        }

        private static func text(_ code: Int32) -> String {
            unsafe X509_verify_cert_error_string(Int(code)).map { unsafe String(cString: $0) } ?? "check \(code) failed"
        }
    }
#endif
