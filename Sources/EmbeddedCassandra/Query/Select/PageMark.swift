import Bytes
import CassandraWire

/// Where a page ended: what a paging state says.
struct PageMark: Equatable {
    /// The bytes of the last partition's key.
    var key: ByteSlice
    /// The clustering of the last row; `nil` when the partition is done with.
    var clustering: ByteSlice?
    /// How many rows of the LIMIT are left.
    var remaining: Int
    /// How many of PER PARTITION LIMIT are left in the partition.
    var remainingInPartition: Int

    /// Whether the partition has nothing more to give.
    var endsPartition: Bool { clustering == nil || remainingInPartition == 0 }

    private static let version: UInt8 = 1

    init(key: ByteSlice, clustering: ByteSlice?, remaining: Int, remainingInPartition: Int) {
        self.key = key
        self.clustering = clustering
        self.remaining = remaining
        self.remainingInPartition = remainingInPartition
    }

    init(_ state: ByteSlice) throws(ServerError) {
        let invalid = ServerError.protocolError("Invalid value for the paging state")
        var reader = WireReader(state)
        do {
            guard try reader.readInteger(as: UInt8.self) == Self.version, let key = try reader.readBytes() else {
                throw invalid
            }
            self.key = key
            clustering = try reader.readBytes()
            remaining = Int(try reader.readInteger(as: Int64.self))
            remainingInPartition = Int(try reader.readInteger(as: Int64.self))
        } catch {
            throw invalid
        }
        guard remaining >= 0, remainingInPartition >= 0, reader.remaining == 0 else { throw invalid }
    }

    var state: ByteSlice {
        var writer = ByteWriter(capacity: key.count + (clustering?.count ?? 0) + 32)
        writer.write(Self.version)
        writer.writeCell(key)
        writer.writeCell(clustering)
        writer.write(Int64(remaining), Int64(remainingInPartition))
        return ByteSlice(writer.finish())
    }
}
