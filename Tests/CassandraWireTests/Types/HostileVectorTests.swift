import Bytes
import CassandraWire
import Testing

@Suite struct HostileVectorTests {
    @Test("A vector of vectors whose size is beyond 64 bits is refused, not multiplied (D-40)")
    func sizeBeyondAnInteger() throws {
        let inner = CQLType.vector(.float, dimension: 2_147_483_647)
        let type = CQLType.vector(inner, dimension: 2_147_483_647)
        for bytes: [UInt8] in [[1], [1, 2, 3, 4], [UInt8](repeating: 0, count: 64)] {
            var reader = WireReader(ByteSlice(bytes))
            #expect(throws: WireError.self) {
                try CQLValue(contents: &reader, count: bytes.count, plan: type)
            }
            var typed = WireReader(ByteSlice(bytes))
            let plan = try #require([[Float]].decodingPlan(for: type))
            #expect(throws: WireError.self) { try [[Float]](contents: &typed, count: bytes.count, plan: plan) }
        }
    }
}
