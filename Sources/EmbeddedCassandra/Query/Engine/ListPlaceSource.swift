import Bytes
import CassandraWire

/// Paths of list elements: timeuuids that go on rising behind the list, and falling in front of it.
final class ListPlaceSource: ListPlaces {
    private let source: ValueSource
    private unowned let cluster: Cluster
    private var lastBefore: UInt64 = .max

    /// 2010-01-01 in ticks of 100 ns since 1582-10-15: what is put in front lies as far before it as now is after it.
    private static let reference: UInt64 = 0x01DF_A6C1_9D0E_8000

    init(_ source: ValueSource, _ cluster: Cluster) {
        self.source = source
        self.cluster = cluster
    }

    func nextPlace() -> ByteSlice {
        Self.bytes(source.timeUUID(now: cluster.microseconds).uuid)
    }

    func previousPlace() -> ByteSlice {
        let now = source.timeUUID(now: cluster.microseconds)
        let ticks = now.timestamp100ns
        let mirrored = ticks > Self.reference ? Self.reference - min(Self.reference, ticks - Self.reference) : ticks
        lastBefore = min(mirrored, lastBefore - 1)
        let uuid = TimeUUID(timestamp100ns: lastBefore, clockSequenceAndNode: now.uuid.low)
        return Self.bytes(uuid.uuid)
    }

    private static func bytes(_ uuid: CQLUUID) -> ByteSlice {
        var writer = ByteWriter(capacity: 16)
        writer.write(uuid.high, uuid.low)
        return ByteSlice(writer.finish())
    }
}
