#if TLS
    import COpenSSL

    #if canImport(Darwin)
        import Darwin
    #else
        import Glibc
    #endif

    extension TLSCertificate {
        /// The summary of a certificate, which stays the caller's.
        init(x509: OpaquePointer) {
            subject = unsafe TLSCertificate.text(of: X509_get_subject_name(x509))
            issuer = unsafe TLSCertificate.text(of: X509_get_issuer_name(x509))
            notBefore = unsafe TLSCertificate.text(of: X509_get0_notBefore(x509))
            notAfter = unsafe TLSCertificate.text(of: X509_get0_notAfter(x509))
            hostNames = []
            ipAddresses = []
            unsafe readAlternativeNames(x509)
            // Without a name among the alternatives, the one of the subject counts.
            if hostNames.isEmpty, let name = unsafe TLSCertificate.commonName(x509) { hostNames = [name] }
        }

        private mutating func readAlternativeNames(_ x509: OpaquePointer) {
            guard let names = unsafe X509_get_ext_d2i(x509, NID_subject_alt_name, nil, nil) else { return }
            let stack = OpaquePointer(names)
            defer { unsafe GENERAL_NAMES_free(stack) }
            for index in 0..<max(0, unsafe OPENSSL_sk_num(stack)) {
                guard let name = unsafe OPENSSL_sk_value(stack, index) else { continue }
                var kind: Int32 = 0
                let generalName = unsafe name.assumingMemoryBound(to: GENERAL_NAME.self)
                guard let value = unsafe GENERAL_NAME_get0_value(generalName, &kind) else { continue }
                let string = unsafe value.assumingMemoryBound(to: ASN1_STRING.self)
                guard let start = unsafe ASN1_STRING_get0_data(string) else { continue }
                let bytes = unsafe Array(
                    UnsafeBufferPointer(start: start, count: max(0, Int(ASN1_STRING_length(string)))))
                switch kind {
                case GEN_DNS: hostNames.append(TLSCertificate.printable(bytes))
                case GEN_IPADD: ipAddresses.append(TLSCertificate.address(bytes))
                default: break
                }
            }
        }

        private static func commonName(_ x509: OpaquePointer) -> String? {
            let name = unsafe X509_get_subject_name(x509)
            let index = unsafe X509_NAME_get_index_by_NID(name, NID_commonName, -1)
            guard index >= 0, let entry = unsafe X509_NAME_get_entry(name, index),
                let value = unsafe X509_NAME_ENTRY_get_data(entry)
            else { return nil }
            var utf8: UnsafeMutablePointer<UInt8>?
            let length = unsafe ASN1_STRING_to_UTF8(&utf8, value)
            guard length >= 0, let utf8 = unsafe utf8 else { return nil }
            defer { unsafe CRYPTO_free(utf8, nil, 0) }
            return unsafe printable(Array(UnsafeBufferPointer(start: utf8, count: Int(length))))
        }

        /// A distinguished name, as `CN=node1, O=Example`.
        private static func text(of name: OpaquePointer?) -> String {
            // Escaped where it could be mistaken for the structure or harm a terminal; letters beyond ASCII stay.
            let flags = UInt(ASN1_STRFLGS_ESC_2253 | ASN1_STRFLGS_ESC_CTRL | ASN1_STRFLGS_UTF8_CONVERT | 2 << 16)
            guard let bio = unsafe BIO_new(BIO_s_mem()) else { return "?" }
            defer { unsafe BIO_free(bio) }
            guard unsafe X509_NAME_print_ex(bio, name, 0, flags) >= 0 else { return "?" }
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: min(Int(BIO_ctrl_pending(bio)), 512)) {
                room, count in
                let length = Int32(truncatingIfNeeded: room.count)
                count = unsafe max(0, Int(BIO_read(bio, room.baseAddress, length)))
            }
            let text = printable(bytes)
            return text.isEmpty ? "without a name" : text
        }

        /// A date, as `2031-01-02 03:04:05 UTC`.
        private static func text(of time: UnsafePointer<ASN1_TIME>?) -> String {
            var parts = unsafe tm()
            guard unsafe ASN1_TIME_to_tm(time, &parts) == 1 else { return "no valid date" }
            func digits(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
            let (year, month, day) = unsafe (parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday)
            let (hour, minute, second) = unsafe (parts.tm_hour, parts.tm_min, parts.tm_sec)
            return "\(year)-\(digits(month))-\(digits(day)) \(digits(hour)):\(digits(minute)):\(digits(second)) UTC"
        }

        private static func address(_ bytes: [UInt8]) -> String {
            guard bytes.count == 4 || bytes.count == 16 else { return "an address of \(bytes.count) bytes" }
            let family = bytes.count == 4 ? AF_INET : AF_INET6
            let text = unsafe [CChar](unsafeUninitializedCapacity: Int(INET6_ADDRSTRLEN)) { room, count in
                let length = socklen_t(room.count)
                let written = unsafe inet_ntop(family, bytes, room.baseAddress, length)
                count = unsafe written.map { unsafe strlen($0) } ?? 0
            }
            return String(decoding: text.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }

        /// The text, with `?` for whatever a terminal or a log could be harmed by.
        private static func printable(_ bytes: [UInt8]) -> String {
            let text = String(decoding: bytes.prefix(512), as: UTF8.self)
            return String(
                String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.isPrintable ? $0 : "?" }))
        }
    }

    extension Unicode.Scalar.Properties {
        fileprivate var isPrintable: Bool {
            switch generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
    }
#endif
