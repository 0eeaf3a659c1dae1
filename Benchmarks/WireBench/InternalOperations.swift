import Bytes
import CassandraWire

/// What runs inside the library only. It is not generic, so it costs the same whoever depends on the package.
enum InternalOperations {
    static func all() throws -> [Operation] {
        [decodeVoid(), encodeExecute()] + compression()
    }

    /// A frame with a result that says nothing: cut, and decoded.
    private static func decodeVoid() -> Operation {
        let bytes: [UInt8] = [0x84, 0, 0, 1, 0x08, 0, 0, 0, 4, 0, 0, 0, 1]
        return Operation(name: "decode-void-result") { count in
            var decoder = FrameDecoder(direction: .response)
            var total = 0
            for _ in 0..<count {
                var offset = 0
                do {
                    let input = unsafe bytes.span.bytes
                    guard case .frame(let frame)? = try decoder.next(in: input, at: &offset) else {
                        return -1
                    }
                    guard case .result(.void) = try Response.decode(frame).response else { return -1 }
                    total &+= offset
                } catch {
                    return -1
                }
            }
            return total
        }
    }

    /// A whole EXECUTE frame around values that are encoded already.
    private static func encodeExecute() -> Operation {
        let id = ByteSlice((0..<16).map { UInt8($0) })
        let values = BoundValues(count: 4, bytes: ByteSlice((0..<148).map { UInt8($0) }))
        let encoder = FrameEncoder()
        return Operation(name: "encode-execute-frame") { count in
            var total = 0
            for index in 0..<count {
                let parameters = QueryParameters(
                    consistency: .localQuorum, values: values, timestamp: 1_700_000_000_000_000 + Int64(index))
                do {
                    total &+= try encoder.encode(.execute(Execute(id: id, parameters: parameters)), stream: 1).count
                } catch {
                    return -1
                }
            }
            return total
        }
    }

    private static func compression() -> [Operation] {
        guard Compression.lz4.isAvailable else { return [] }
        // Half of it repeats, as rows do.
        let body = ByteSlice((0..<1024).map { UInt8(truncatingIfNeeded: $0 % 2 == 0 ? $0 / 16 : $0 &* 37 % 5) })
        var writer = WireWriter()
        guard (try? Compression.lz4.compress(body, to: &writer)) != nil else { return [] }
        let compressed = writer.finish()
        return [
            Operation(name: "lz4-compress-1-kib") { count in
                var total = 0
                for _ in 0..<count {
                    var writer = WireWriter(capacity: 1_200)
                    do { try Compression.lz4.compress(body, to: &writer) } catch { return -1 }
                    total &+= writer.count
                }
                return total
            },
            Operation(name: "lz4-decompress-1-kib") { count in
                var total = 0
                for _ in 0..<count {
                    do {
                        total &+= try Compression.lz4.decompress(compressed, maximum: 1 << 20).count
                    } catch {
                        return -1
                    }
                }
                return total
            },
        ]
    }
}
