import Bytes
import Testing

@testable import EmbeddedCassandra

@Suite struct PasswordHashTests {
    // FIPS 180-4's examples, and messages around the lengths where a block more is needed.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (String(repeating: "a", count: 55), "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
        (String(repeating: "a", count: 64), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
    ])
    func digests(message: String, digest: String) {
        #expect(ByteSlice(SHA256.digest(Array(message.utf8))).hexadecimal == digest)
    }

    @Test("A password is kept so that it can be checked and not read")
    func hashes() throws {
        let hash = PasswordHash(of: "secret", salt: 7)
        #expect(hash.accepts("secret"))
        #expect(!hash.accepts("Secret") && !hash.accepts("") && !hash.accepts("secret "))
        #expect(!hash.text.contains("secret"))
        #expect(hash != PasswordHash(of: "secret", salt: 8))
        #expect(try #require(PasswordHash(hash.text)) == hash)
        #expect(PasswordHash(String(hash.text.dropLast())) == nil)
        #expect(PasswordHash("$martlet-sha256$zz$") == nil && PasswordHash("") == nil)
    }
}
