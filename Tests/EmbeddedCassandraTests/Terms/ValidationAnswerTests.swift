import Bytes
import CassandraWire
import TestKit
import Testing

@testable import EmbeddedCassandra

@Suite struct ValidationAnswerTests {
    /// What Apache Cassandra 5.0.8 said of bound bytes: `ok`, the bytes that it stored, or `!` with the error.
    private static let answers = #"""
        i | 0102 => !2200 Expected 4 or 0 byte int (2)
        bi | 0102 => !2200 Expected 8 or 0 byte long (2)
        si | 01 => !2200 Expected 2 bytes for a smallint (1)
        si | '' => !2200 Expected 2 bytes for a smallint (0)
        ty | 0102 => !2200 Expected 1 byte for a tinyint (2)
        ty | '' => !2200 Expected 1 byte for a tinyint (0)
        bo | 0102 => !2200 Expected 1 or 0 byte value (2)
        bo | 05 => 05
        da | 0102 => !2200 Expected 4 byte long for date (2)
        da | '' => !2200 Expected 4 byte long for date (0)
        ti | 0102 => !2200 Expected 8 byte long for time (2)
        ti | '' => !2200 Expected 8 byte long for time (0)
        ts | 0102 => !2200 Expected 8 or 0 byte long for date (2)
        ts | '' => ok
        f | 0102 => !2200 Expected 4 or 0 byte value for a float (2)
        d | 0102 => !2200 Expected 8 or 0 byte value for a double (2)
        de | 0102 => !2200 Expected 0 or at least 4 bytes (2)
        de | 00000001 => ok
        de | '' => ok
        vi | '' => ok
        vi | 0000000001 => 0000000001
        u | 0102 => !2200 UUID should be 16 or 0 bytes (2)
        u | '' => ok
        tu | 0102 => !2200 UUID should be 16 or 0 bytes (2)
        tu | 550e8400e29b41d4a716446655440000 => !2200 Invalid version for TimeUUID type: 0x5
        tu | '' => ok
        ine | 0102 => !2200 Expected 4 or 16 byte inetaddress; got 0102
        ine | '' => ok
        te | ff => !2200 String didn't validate.
        te | eda080 => ok
        te | c080 => ok
        te | f4908080 => ok
        te | f8808080 => !2200 String didn't validate.
        te | f5808080 => ok
        te | c180 => !2200 String didn't validate.
        te | e08080 => !2200 String didn't validate.
        te | f0808080 => !2200 String didn't validate.
        te | 80 => !2200 String didn't validate.
        ac | 80 => !2200 Invalid byte for ascii: -128
        ac | 61ff => !2200 Invalid byte for ascii: -1
        du | 0102 => !2200 Expected at least 3 bytes for a duration (2)
        du | 010202 => !2200 The duration months, days and nanoseconds must be all of the same sign (-1, 1, 1)
        du | 02020202 => ok
        du | '' => !2200 Expected at least 3 bytes for a duration (0)
        du | f1ffffffff0000 => !2200 The duration months must be a 32 bits integer but was: -4294967296
        du | 00f1ffffffff00 => !2200 The duration days must be a 32 bits integer but was: -4294967296
        du | 0000ff => !0000 java.lang.AssertionError: Unexpected error
        l | 0102 => !2200 Not enough bytes to read a list
        l | '' => !2200 Not enough bytes to read a list
        l | ffffffff => !2200 The data cannot be deserialized as a list
        l | 00000001 => !2200 Not enough bytes to read a list
        l | 0000000100000004 => !2200 Not enough bytes to read a list
        l | 00000001000000020102 => !2200 Expected 4 or 0 byte int (2)
        l | 000000010000000401020304ff => !2200 Unexpected extraneous bytes after list value
        l | 00000001ffffffff => !0000 java.lang.NullPointerException: Cannot invoke "java.nio.ByteBuffer.remaining()" because "value" is null
        l | 00000001fffffffe => !0000 java.lang.NullPointerException: Cannot invoke "java.nio.ByteBuffer.remaining()" because "value" is null
        l | 0000000100000000 => !0000 java.lang.NullPointerException: Cannot invoke "java.nio.ByteBuffer.remaining()" because "value" is null
        l | 00000000 => ok
        fl | 00000001ffffffff => ok
        fl | 000000010000000401020304ff => !2200 Unexpected extraneous bytes after list value
        s | 0102 => !2200 Not enough bytes to read a set
        s | '' => !2200 Not enough bytes to read a set
        s | 00000001 => !2200 Not enough bytes to read a set
        s | 00000001ffffffff => !2200 Null value read when not allowed
        s | 0000000100000001ff => !2200 String didn't validate.
        s | 0000000100000001ff00 => !2200 String didn't validate.
        s | 000000010000000161ff => !2200 Unexpected extraneous bytes after set value
        s | ffffffff => !2200 The data cannot be deserialized as a set
        fs | 000000030000000400000002000000040000000100000004ffffffff => 0000000300000004ffffffff00000004000000010000000400000002
        fs | 0000000200000004000000020000000400000002 => 000000010000000400000002
        lfs | 000000010000001c000000030000000400000002000000040000000100000004ffffffff => 000000010000001c0000000300000004ffffffff00000004000000010000000400000002
        m | 0102 => !2200 Not enough bytes to read a map
        m | '' => !2200 Not enough bytes to read a map
        m | 00000001 => !2200 Not enough bytes to read a map
        m | 000000010000000161 => !2200 Not enough bytes to read a map
        m | 0000000100000001610000000101 => !2200 Expected 4 or 0 byte int (1)
        m | 000000010000000161ffffffff => !2200 Null value read when not allowed
        m | 00000001ffffffff0000000400000001 => !2200 Null value read when not allowed
        m | 0000000100000001610000000400000001ff => !2200 Unexpected extraneous bytes after map value
        m | ffffffff => !2200 The data cannot be deserialized as a map
        fm | 000000030000000400000002000000016100000004000000010000000162000000040000000200000000 => 0000000200000004000000010000000162000000040000000200000000
        t | 0000 => !2200 Not enough bytes to read size of 0th component
        t | 00000004 => !2200 Not enough bytes to read 0th component
        t | 00000004000000 => !2200 Not enough bytes to read 0th component
        t | 000000020001 => !2200 Expected 4 or 0 byte int (2)
        t | 0000000400000001 => ok
        t | '' => ok
        t | ffffffffffffffffffffffffff => !2200 Invalid remaining data after end of tuple value
        t | fffffffeffffffffffffffffff => !2200 Invalid remaining data after end of tuple value
        t | ffffffffffffffff0000000500000001ff => ok
        t | ffffffffffffffff00000006000000020101 => !2200 Expected 1 or 0 byte value (2)
        ud | 0000 => !0000 org.apache.cassandra.serializers.MarshalException: Not enough bytes to read size of 0th field street
        ud | 00000001ff => !0000 org.apache.cassandra.serializers.MarshalException: Failure validating the 0th field street; String didn't validate.
        ud | ffffffff00000001ff => !0000 org.apache.cassandra.serializers.MarshalException: Failure validating the 1th field zip; Expected 4 or 0 byte int (1)
        ud | ffffffffffffffffffffffff => !0000 org.apache.cassandra.serializers.MarshalException: Invalid remaining data after end of UDT value
        ud | '' => ok
        fud | ffffffffffffffffffffffff => !0000 org.apache.cassandra.serializers.MarshalException: Invalid remaining data after end of UDT value
        fud | 0000000161 => 0000000161
        fud | '' => ok
        v | 00 => !2200 Not enough bytes to read a vector<float, 3>
        v | '' => !2200 Invalid empty vector value
        v | 000000000000000000000000ff => !2200 Unexpected 1 extraneous bytes after vector<float, 3> value
        vt | 00 => !2200 Not enough bytes to read a vector<text, 2>
        vt | 0000 => ok
        vt | 0161 => !2200 Not enough bytes to read a vector<text, 2>
        vt | 016101ff => !2200 String didn't validate.
        vt | 0161016200 => !2200 Unexpected 1 extraneous bytes after vector<text, 2> value
        vt | ffffffffffffffffff => !0000 java.lang.AssertionError: Invalidate data at offset 0; saw size of -1 but only >= 0 is expected
        vt | '' => !2200 Invalid empty vector value
        vs | 0200010100 => !2200 Expected 2 bytes for a smallint (1)
        ln | 000000010000000500000001ff => !2200 Failure validating the 0th field a; Not enough bytes to read size of 0th field street
        i | '' => ok
        fs | 0000000200000004000000020000000000000000 => !2200 Unexpected extraneous bytes after set value
        t | 0000000000000000 => ok
        lfs | 0000000100000000 => !2200 Not enough bytes to read a set
        """#

    @Test func boundBytesAreJudgedAsTheServerJudgesThem() {
        let rows = LiteralAnswers.rows(Self.answers)
        #expect(rows.count > 80)
        for (column, bytes, answer) in rows {
            let value = TermBench.bytes(bytes == "''" ? "" : bytes)
            let found = TermBench.answer("?", in: TermBench.receiver(column), bound: [.bytes(value)])
            #expect(found == (answer == "ok" ? bytes : answer), "\(bytes) as \(column)")
        }
    }

    @Test func nullAndUnsetAreBoundAsTheyAre() {
        #expect(TermBench.answer("?", in: TermBench.receiver("i"), bound: [.null]) == "null")
        #expect(TermBench.answer("?", in: TermBench.receiver("l"), bound: [.unset]) == "unset")
        #expect(
            TermBench.answer("?", in: TermBench.receiver("i"), bound: []) == "!2200 Invalid amount of bind variables")
    }
}
