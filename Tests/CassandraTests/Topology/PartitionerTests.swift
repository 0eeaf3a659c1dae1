import Cassandra
import Testing

@Suite struct PartitionerTests {
    @Test(
        "Only Murmur3 makes token awareness, and no other partitioner is an error (D-98)",
        arguments: [
            ("org.apache.cassandra.dht.Murmur3Partitioner", true),
            ("Murmur3Partitioner", true),
            ("org.apache.cassandra.dht.RandomPartitioner", false),
            ("org.apache.cassandra.dht.ByteOrderedPartitioner", false),
            ("com.example.Murmur3Partitioner", false),
            ("", false),
        ])
    func awareness(className: String, isAware: Bool) {
        let partitioner = Partitioner(className: className)
        #expect(partitioner.isTokenAware == isAware)
        #expect(partitioner == (isAware ? .murmur3 : .other(className)))
    }

    @Test("Nodes that disagree share no partitioner (D-98)")
    func mixed() {
        #expect(Partitioner.shared(by: [.murmur3, .murmur3]) == .murmur3)
        #expect(Partitioner.shared(by: [.other("A"), .other("A")]) == .other("A"))
        #expect(Partitioner.shared(by: [.murmur3, .other("A")]) == nil)
        #expect(Partitioner.shared(by: [.other("A"), .murmur3, .murmur3]) == nil)
        #expect(Partitioner.shared(by: []) == nil)
    }
}
