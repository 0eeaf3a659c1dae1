import Bytes

/// What a counter's cell holds: for each node that counted, its clock and its part of the sum, in the order of the nodes.
/// 18 bytes a shard: node (UInt16), clock (Int64), value (Int64), big-endian.
enum CounterShards {
    struct Shard: Hashable, Sendable {
        var node: UInt16
        var clock: Int64
        var value: Int64
    }

    static func encode(_ shards: [Shard]) -> ByteSlice {
        var writer = ByteWriter(capacity: shards.count * 18)
        for shard in shards.sorted(by: { $0.node < $1.node }) {
            writer.write(shard.node)
            writer.write(shard.clock, shard.value)
        }
        return ByteSlice(writer.finish())
    }

    static func decode(_ bytes: ByteSlice) -> [Shard] {
        var reader = ByteReader(bytes)
        var shards: [Shard] = []
        while let node = reader.readInteger(as: UInt16.self), let clock = reader.readInteger(as: Int64.self),
            let value = reader.readInteger(as: Int64.self)
        {
            shards.append(Shard(node: node, clock: clock, value: value))
        }
        return shards
    }

    static func sum(_ bytes: ByteSlice) -> Int64 {
        decode(bytes).reduce(0) { $0 &+ $1.value }
    }

    /// `shards` after `node` has counted `delta` once more.
    static func adding(_ delta: Int64, by node: UInt16, to shards: ByteSlice?) -> ByteSlice {
        var all = shards.map(decode) ?? []
        if let index = all.firstIndex(where: { $0.node == node }) {
            all[index].clock &+= 1
            all[index].value &+= delta
        } else {
            all.append(Shard(node: node, clock: 1, value: delta))
        }
        return encode(all)
    }

    /// Of each node the shard with the later clock; of two that differ only in value the larger.
    static func merge(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> ByteSlice {
        unsafe merge(ByteSlice(ByteStorage.copying(left)), ByteSlice(ByteStorage.copying(right)))
    }

    static func merge(_ left: ByteSlice, _ right: ByteSlice) -> ByteSlice {
        var merged: [UInt16: Shard] = [:]
        for shard in decode(left) + decode(right) {
            if let other = merged[shard.node], (other.clock, other.value) >= (shard.clock, shard.value) { continue }
            merged[shard.node] = shard
        }
        return encode(Array(merged.values))
    }
}
