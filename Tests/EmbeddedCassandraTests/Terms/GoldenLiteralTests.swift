import Bytes
import CassandraWire
import Foundation
import TestKit
import Testing

@testable import EmbeddedCassandra

/// Literals and bytes of every type, made by others.
@Suite struct GoldenLiteralTests {
    private static func lines(_ name: String) throws -> [JSON] {
        let text = try String(contentsOf: Fixtures.vectors.appendingPathComponent(name), encoding: .utf8)
        return try text.split(separator: "\n").map { try JSON(parsing: String($0)) }
    }

    /// The line's type, and a schema with the types that it is made of.
    private static func type(of line: JSON) throws -> (type: CQLType, context: TermContext) {
        var known: [String: UserDefinedType] = [:]
        var schema = Schema(version: .zero)
        for member in line["udts"]?.members ?? [] {
            let parts = member.name.split(separator: ".", maxSplits: 1).map { String($0) }
            let fields = try (member.value.elements ?? []).map { field in
                let pair = field.elements?.compactMap(\.text) ?? []
                return UserDefinedType.Field(
                    name: pair[0], type: try CQLType(cql: pair[1], keyspace: parts[0]) { known["\($0).\($1)"] })
            }
            let type = UserDefinedType(keyspace: parts[0], name: parts[1], fields: fields)
            known[member.name] = type
            let none = Keyspace(name: parts[0], replication: Replication(strategy: "SimpleStrategy", factors: [:]))
            schema.keyspaces[parts[0], default: none].types.append(type)
        }
        let type = try CQLType(cql: try #require(line["type"]?.text)) { known["\($0).\($1)"] }
        return (type, TermContext(keyspace: schema.keyspaces.keys.first ?? "ks", schema: schema))
    }

    @Test func everyLiteralGivesItsBytes() throws {
        var count = 0
        for line in try Self.lines("types.jsonl") where line["decode_only"]?.bool != true {
            guard let literal = line["literal"]?.text, let hex = line["hex"] else { continue }
            let (type, context) = try Self.type(of: line)
            // A null is no change of a counter, so it is refused as one.
            if type == .counter, literal == "NULL" { continue }
            let receiver = ColumnMetadata(keyspace: context.keyspace, table: "t", name: "c", type: type.frozenThrough)
            let found = Self.answer(literal, receiver, context)
            // A set or map may hold its elements in another order than the server's.
            var expected = hex.text ?? "null"
            if let text = hex.text {
                expected = try Self.inOrder(TermBench.bytes(text), type.frozenThrough).hexadecimal
            }
            #expect(found == expected, "\(literal) as \(type)")
            count += 1
        }
        #expect(count > 600)
    }

    /// The value with all sets and maps in it in their order, as a literal gives it.
    private static func inOrder(_ bytes: ByteSlice, _ type: CQLType) throws(ServerError) -> ByteSlice {
        func fields(_ types: [CQLType]) throws(ServerError) -> ByteSlice {
            var fields: [ByteSlice?] = []
            var reader = ElementCursor(bytes)
            for type in types where reader.remaining > 0 {
                guard case .bytes(let field) = reader.element() else {
                    fields.append(nil)
                    continue
                }
                fields.append(try inOrder(field, type))
            }
            return CollectionCodec.tuple(fields)
        }
        switch type.unfrozen {
        case .list(let element):
            var elements: [ByteSlice] = []
            for value in CollectionCodec.elements(of: bytes) { elements.append(try inOrder(value, element)) }
            return CollectionCodec.list(elements)
        case .set(let element):
            var elements: [ByteSlice] = []
            for value in CollectionCodec.elements(of: bytes) { elements.append(try inOrder(value, element)) }
            return CollectionCodec.set(elements, of: element)
        case .map(let key, let value):
            var entries: [(key: ByteSlice, value: ByteSlice)] = []
            for entry in CollectionCodec.entries(of: bytes) {
                entries.append((key: try inOrder(entry.key, key), value: try inOrder(entry.value, value)))
            }
            return CollectionCodec.map(entries, key: key)
        case .vector(let element, let dimension):
            var elements: [ByteSlice] = []
            for value in CollectionCodec.elements(ofVector: bytes, of: element, dimension: dimension) {
                elements.append(try inOrder(value, element))
            }
            return CollectionCodec.vector(elements, of: element)
        case .tuple(let types): return try fields(types)
        case .udt(let type): return try fields(type.fields.map(\.type))
        default: return try ValueValidator.validated(bytes, as: type)
        }
    }

    private static func answer(_ literal: String, _ receiver: ColumnMetadata, _ context: TermContext) -> String {
        do throws(ServerError) {
            let (term, names) = try TermBench.term(literal)
            var markers = MarkerSpecs(names: names)
            let prepared = try PreparedTerm.prepare(term, as: receiver, context, &markers)
            guard case .bytes(let bytes) = try prepared.evaluate(TermBench.input()) else { return "null" }
            return bytes.hexadecimal
        } catch {
            return error.message
        }
    }

    @Test func bytesThatAreNoValueAreRefused() throws {
        var refused = 0
        for line in try Self.lines("invalid-types.jsonl") {
            let (type, _) = try Self.type(of: line)
            let hex = try #require(line["hex"]?.text)
            var error: ServerError?
            do throws(ServerError) {
                _ = try ValueValidator.validated(TermBench.bytes(hex), as: type.frozenThrough)
            } catch let failure {
                error = failure
            }
            let isRefused = line["server"]?.isNull == false
            #expect((error != nil) == isRefused, "\(hex) as \(type): \(line["why"]?.text ?? "")")
            refused += isRefused ? 1 : 0
        }
        #expect(refused > 150)
    }
}
