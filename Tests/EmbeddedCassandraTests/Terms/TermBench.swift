import Bytes
import CassandraWire
import TestKit
import Testing

@testable import EmbeddedCassandra

/// A schema, and what terms come to in it.
enum TermBench {
    static let address = UserDefinedType(
        keyspace: "sh", name: "address",
        fields: [.init(name: "street", type: .text), .init(name: "zip", type: .int)])
    static let nested = UserDefinedType(
        keyspace: "sh", name: "nested",
        fields: [
            .init(name: "a", type: .frozen(.udt(address))), .init(name: "l", type: .list(.int)),
            .init(name: "s", type: .set(.text)),
        ])

    static let schema: Schema = {
        var keyspace = Keyspace(name: "sh", replication: Replication(strategy: "SimpleStrategy", factors: [:]))
        keyspace.types = [address, nested]
        return Schema(keyspaces: ["sh": keyspace], version: .zero)
    }()

    static let context = TermContext(keyspace: "sh", schema: schema, table: table)

    /// The columns that the recorded answers are about.
    static let table: Table = {
        let texts = [
            ("ac", "ascii"), ("bi", "bigint"), ("bl", "blob"), ("bo", "boolean"), ("da", "date"), ("de", "decimal"),
            ("d", "double"), ("du", "duration"), ("f", "float"), ("ine", "inet"), ("i", "int"), ("si", "smallint"),
            ("te", "text"), ("ti", "time"), ("ts", "timestamp"), ("tu", "timeuuid"), ("ty", "tinyint"), ("u", "uuid"),
            ("vi", "varint"), ("l", "list<int>"), ("s", "set<text>"), ("m", "map<text, int>"),
            ("t", "tuple<int, text, frozen<tuple<boolean, uuid>>>"), ("ud", "address"), ("fud", "frozen<address>"),
            ("v", "vector<float, 3>"), ("vt", "vector<text, 2>"), ("fl", "frozen<list<int>>"),
            ("fs", "frozen<set<int>>"), ("fm", "frozen<map<int, text>>"), ("lfs", "list<frozen<set<int>>>"),
            ("vs", "vector<smallint, 2>"), ("mu", "map<text, frozen<address>>"), ("ln", "list<frozen<nested>>"),
            ("c", "counter"),
        ]
        let key = Column(name: "k", type: .int, kind: .partitionKey, position: 0, isDescending: false, id: 0)
        let others = texts.enumerated().map { index, column in
            Column(
                name: column.0, type: type(column.1), kind: .regular, position: -1, isDescending: false, id: index + 1)
        }
        return Table(
            id: .zero, keyspace: "sh", name: "x", columns: [key] + others, options: TableOptions(),
            nextColumnID: others.count + 1)
    }()

    /// A type of the schema by its text.
    static func type(_ text: String) -> CQLType {
        do throws(ServerError) {
            return try resolved(text)
        } catch {
            Issue.record("\(text): \(error.message)")
            return .blob
        }
    }

    static func resolved(_ text: String) throws(ServerError) -> CQLType {
        guard let parsed = try? CQLParser.parse("CREATE TABLE t (k int PRIMARY KEY, c \(text))"),
            case .createTable(let statement) = parsed.statement
        else { throw .syntax("no type: \(text)") }
        return try TypeResolver.resolve(statement.columns[1].type, keyspace: "sh", schema: schema)
    }

    /// A term by its text, and the names of its markers.
    static func term(_ text: String) throws(ServerError) -> (term: Term, markers: [String?]) {
        let parsed: ParsedStatement
        do throws(ParseFailure) {
            parsed = try CQLParser.parse("INSERT INTO sh.x (k) VALUES (\(text))")
        } catch {
            throw .syntax(error.reason)
        }
        guard case .modification(let statement) = parsed.statement,
            case .insert(_, let values) = statement.action, values.count == 1
        else { throw .syntax("no term: \(text)") }
        return (values[0], parsed.markers)
    }

    static func input(_ values: [BoundValue] = []) -> EvaluationInput {
        EvaluationInput(values: values, now: 1_700_000_000_123_456, source: ValueSource(seed: 1))
    }

    static func receiver(_ column: String) -> ColumnMetadata {
        ColumnMetadata(keyspace: "sh", table: "x", name: column, type: table.column(column)?.type ?? .blob)
    }

    /// The value of a text in a column.
    static func value(
        _ text: String, in column: ColumnMetadata, bound values: [BoundValue] = []
    ) throws(ServerError) -> BoundValue {
        let (term, names) = try term(text)
        var markers = MarkerSpecs(names: names)
        let prepared = try PreparedTerm.prepare(term, as: column, context, &markers)
        return try prepared.evaluate(input(values))
    }

    /// The value in hexadecimal, `''` for no bytes, `null`, or `!` with the error's code and text.
    static func answer(_ text: String, in column: ColumnMetadata, bound values: [BoundValue] = []) -> String {
        do throws(ServerError) {
            switch try value(text, in: column, bound: values) {
            case .null: return "null"
            case .unset: return "unset"
            case .bytes(let bytes): return bytes.isEmpty ? "''" : bytes.hexadecimal
            }
        } catch {
            let code = String(error.code.rawValue, radix: 16)
            return "!" + String(repeating: "0", count: 4 - code.count) + code + " " + error.message
        }
    }

    static func bytes(_ hexadecimal: String) -> ByteSlice {
        (try? LiteralText.bytes(ofHexadecimal: hexadecimal[...])) ?? ByteSlice()
    }
}
