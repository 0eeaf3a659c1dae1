import Bytes

/// What is kept of a password.
///
/// A test double's: salted, and hashed some times over, so that no password can be read off. The salt comes from the
/// cluster's seed, and the rounds are few: nobody's real password belongs here. A server keeps bcrypt's hashes.
struct PasswordHash: Hashable, Sendable {
    private let salt: [UInt8]
    private let digest: [UInt8]

    private static let rounds = 100
    private static let prefix = "$martlet-sha256$"

    init(of password: String, salt: UInt64) {
        self.init(of: password, salt: (0..<8).map { UInt8(truncatingIfNeeded: salt >> ($0 * 8)) })
    }

    private init(of password: String, salt: [UInt8]) {
        self.salt = salt
        let secret = Array(password.utf8)
        var digest = SHA256.digest(salt + secret)
        for _ in 1..<Self.rounds { digest = SHA256.digest(digest + salt + secret) }
        self.digest = digest
    }

    /// Reads what `text` says.
    init?(_ text: String) {
        guard text.hasPrefix(Self.prefix) else { return nil }
        let parts = text.dropFirst(Self.prefix.count).split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 2, let salt = Self.bytes(parts[0]), let digest = Self.bytes(parts[1]), salt.count == 8,
            digest.count == 32
        else { return nil }
        (self.salt, self.digest) = (salt, digest)
    }

    /// As system_auth.roles shows it, and HASHED PASSWORD takes it.
    var text: String { Self.prefix + ByteSlice(salt).hexadecimal + "$" + ByteSlice(digest).hexadecimal }

    func accepts(_ password: String) -> Bool {
        let other = PasswordHash(of: password, salt: salt)
        return zip(digest, other.digest).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Whether it is a hash as bcrypt makes them: a server would take it.
    static func isBcrypt(_ text: String) -> Bool {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0].isEmpty && ["2", "2a", "2b", "2x", "2y"].contains(parts[1])
            && parts[2].count == 2 && Int(parts[2]) != nil && parts[3].utf8.count == 53
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count, digits.count % 2 == 0 else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
