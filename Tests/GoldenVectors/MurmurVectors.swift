import Bytes
import CassandraWire
import TestKit

/// `murmur3.jsonl`: partition keys, what they are made of, and their tokens.
package enum MurmurVectors {
    static func check(_ line: VectorLine, _ report: inout VectorReport) {
        report.count(.murmur3, of: line) { json in
            let token = Token(try json.field("token").textInteger("token"))
            guard let components = json["components"]?.elements else {
                try expect("the token", Token(Murmur3.token(of: try json.bytesField("hex"))), is: token)
                return
            }
            var values: [BoundValue] = []
            for component in components { values.append(.bytes(ByteSlice(try component.bytes("component")))) }
            let key = try json.bytesField("key")
            try expect("the token of the key", Token(Murmur3.token(of: key)), is: token)
            let indices = values.indices.map { UInt16($0) }
            try check(values, indices, key, token)
            // The same key out of values that are bound in another order, among others.
            let mixed = [.null] + values.reversed() + [.unset]
            try check(mixed, indices.map { UInt16(values.count) - $0 }, key, token)
        }
    }

    private static func check(
        _ values: [BoundValue], _ indices: [UInt16], _ key: [UInt8], _ token: Token
    ) throws(Mismatch) {
        let bound = try step("binding the components") { () throws in try BoundValues(values) }
        guard let composed = RoutingKey(bound, indices: indices) else { throw Mismatch("no key is composed") }
        try expectBytes("the key", composed.bytes, are: key)
        try expect("the token of the components", composed.token, is: token)
    }
}
