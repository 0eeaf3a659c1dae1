package import Bytes

/// The partition key of a request, as the server serializes it: what the token is made of.
///
/// A request without one is not wrong. It is sent to any node, and the server says what it thinks of the values.
package struct RoutingKey: Hashable, Sendable {
    /// The only component as it is; of several each with its length before and a zero byte after it.
    package let bytes: ByteSlice

    /// No request is longer, so no honest key is either; indices that a server repeats could make one of gigabytes.
    fileprivate static let longestComposite = 16 << 20

    /// Composes the key out of bound values.
    ///
    /// `nil` when the values do not tell the key: there are no indices, one is out of range, a component is null or
    /// unset, one of several is longer than the 65,535 bytes that its length can say, or the values have names and so
    /// stand in an order of their own.
    ///
    /// - Parameters:
    ///   - values: The values of the request.
    ///   - indices: For each component, in the key's order, the value that gives it, as a prepared statement says it.
    package init?(_ values: BoundValues, indices: [UInt16]) {
        guard let first = indices.first, !values.areNamed else { return nil }
        if indices.count == 1 {
            var cursor = ValueCursor(values)
            guard let component = cursor.value(at: Int(first)) else { return nil }
            bytes = component
            return
        }
        var writer = WireWriter()
        if zip(indices, indices.dropFirst()).allSatisfy({ $0 < $1 }) {
            var cursor = ValueCursor(values)
            for index in indices {
                guard let component = cursor.value(at: Int(index)), writer.appendComponent(component) else {
                    return nil
                }
            }
        } else {
            // In another order than the markers': all values are found in one pass, whatever the server makes up.
            guard let table = ValueCursor.table(of: values) else { return nil }
            for index in indices {
                guard Int(index) < table.count, let component = table[Int(index)], writer.appendComponent(component)
                else { return nil }
            }
        }
        bytes = ByteSlice(writer.finish())
    }

    /// The key's place on the ring of Murmur3Partitioner.
    package var token: Token { Token(Murmur3.token(of: bytes)) }

    /// The token of a request's partition, or `nil` when its values do not tell.
    package static func token(of values: BoundValues, indices: [UInt16]) -> Token? {
        RoutingKey(values, indices: indices)?.token
    }
}

/// Goes through bound values from front to back.
private struct ValueCursor {
    private var reader: WireReader
    private var next = 0
    private let count: Int

    init(_ values: BoundValues) {
        reader = WireReader(values.bytes)
        count = values.count
    }

    /// The bytes of the value at `index`, which lies ahead; `nil` when there are none, or no such value.
    mutating func value(at index: Int) -> ByteSlice? {
        guard index >= next, index < count else { return nil }
        do throws {
            while next < index {
                if let length = try reader.readValueLength() { try reader.skip(length) }
                next += 1
            }
            next += 1
            return try reader.readBytes()
        } catch {
            return nil
        }
    }

    static func table(of values: BoundValues) -> [ByteSlice?]? {
        var reader = WireReader(values.bytes)
        var table: [ByteSlice?] = []
        do throws {
            for _ in 0..<max(0, values.count) { table.append(try reader.readBytes()) }
        } catch {
            return nil
        }
        return table
    }
}

extension WireWriter {
    /// Appends a component of a composite key; `false` when it is too long for one.
    fileprivate mutating func appendComponent(_ component: ByteSlice) -> Bool {
        guard let length = UInt16(exactly: component.count), count + component.count + 3 <= RoutingKey.longestComposite
        else { return false }
        write(length)
        write(component)
        write(UInt8(0))
        return true
    }
}
