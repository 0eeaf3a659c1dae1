import Bytes
import Testing

@testable import EmbeddedCassandra

@Suite struct MD5Tests {
    /// The vectors of RFC 1321, A.5.
    @Test(arguments: [
        ("", "d41d8cd98f00b204e9800998ecf8427e"), ("a", "0cc175b9c0f1b6a831c399e269772661"),
        ("abc", "900150983cd24fb0d6963f7d28e17f72"), ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
        ("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "d174ab98d277d9f5a5611c2c9f419d9f"),
        (String(repeating: "1234567890", count: 8), "57edf4a22be3c955ac49da2e2107b67a"),
    ])
    func `digests are those of the standard`(text: String, digest: String) {
        #expect(MD5.digest(Array(text.utf8)).bytes.hexadecimal == digest)
    }

    @Test(arguments: [
        (55, "ef1772b6dff9a122358552954ad0df65"), (56, "3b0c8ac703f828b04c6c197006d17218"),
        (63, "b06521f39153d618550606be297466d5"), (64, "014842d480b571495a4a0363793f7367"),
        (1000, "cabe45dcc9ae5b66ba86600cca6b8ba8"),
    ])
    func `messages around the end of a block are padded right`(count: Int, digest: String) {
        #expect(MD5.digest([UInt8](repeating: UInt8(ascii: "a"), count: count)).bytes.hexadecimal == digest)
    }

    @Test func `a real node gave this statement this id`() {
        let id = StatementID(of: "SELECT * FROM a.t2 WHERE k=?", keyspace: nil)
        #expect(id.bytes.hexadecimal == "19875e694a90aff45cac3906b774933a")
        #expect(StatementID(id.bytes) == id)
    }

    @Test func `a statement's id depends on the keyspace in use`() {
        #expect(StatementID(of: "SELECT a FROM t", keyspace: nil) == MD5.digest(Array("SELECT a FROM t".utf8)))
        #expect(StatementID(of: "SELECT a FROM t", keyspace: "ks") == MD5.digest(Array("ksSELECT a FROM t".utf8)))
    }
}
