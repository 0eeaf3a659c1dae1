import Bytes
import CassandraWire
import Foundation
import TestKit
import Testing

/// Values as CQL writes them (D-58). That a server reads them back as the same values is tested against real ones.
@Suite struct LiteralTests {
    @Test("D-58 every scalar has a form that CQL reads back as the same value")
    func scalars() throws {
        let uuid = try #require(CQLUUID("01234567-89AB-1DEF-8123-456789ABCDEF"))
        let rows: [(value: CQLValue, literal: String)] = [
            (.null, "NULL"), (.text(""), "''"), (.text("it's"), "'it''s'"), (.text("''"), "''''''"),
            (.text("\"\\\n$$\0"), "'\"\\\n$$\0'"),
            (.text("e\u{301}é"), "'e\u{301}é'"), (.text("\u{301}"), "'\u{301}'"), (.ascii("a'b"), "'a''b'"),
            (.bigint(.min), "-9223372036854775808"),
            (.counter(7), "7"), (.blob([]), "0x"), (.blob([0, 0xAB]), "0x00ab"), (.boolean(true), "true"),
            (.boolean(false), "false"),
            (.date(CQLDate(daysSinceEpoch: 19_782)), "'2024-02-29'"),
            (.date(CQLDate(daysSinceEpoch: .max)), "'+5881580-07-11'"),
            (.date(CQLDate(daysSinceEpoch: .min)), "'-5877641-06-23'"), (.inet(CQLInet("10.1.2.3")!), "'10.1.2.3'"),
            (.inet(CQLInet("::1")!), "'::1'"),
            (.int(-1), "-1"), (.smallint(.min), "-32768"), (.tinyint(7), "7"),
            (.varint(-18_446_744_073_709_551_616), "-18446744073709551616"),
            (.time(CQLTime(nanosecondsSinceMidnight: 86_399_999_999_999)), "'23:59:59.999999999'"),
            (.timestamp(CQLTimestamp(millisecondsSinceEpoch: -1)), "'1969-12-31T23:59:59.999Z'"),
            (.timestamp(CQLTimestamp(millisecondsSinceEpoch: 253_402_300_800_000)), "253402300800000"),
            (.timestamp(CQLTimestamp(millisecondsSinceEpoch: -62_135_596_800_000)), "-62135596800000"),
            (.timestamp(CQLTimestamp(millisecondsSinceEpoch: .min)), "-9223372036854775808"),
            (.uuid(uuid), "01234567-89ab-1def-8123-456789abcdef"),
            (.timeuuid(uuid), "01234567-89ab-1def-8123-456789abcdef"), (.duration(.zero), "0s"),
            (.duration(CQLDuration(months: -14, days: -3, nanoseconds: -1)!), "-1y2mo3d1ns"),
            (.decimal(CQLDecimal("-1.50")!), "-1.50"),
            (.decimal(CQLDecimal(unscaled: 15, scale: -3)), "15E+3"),
            (.decimal(CQLDecimal(unscaled: 0, scale: -3)), "0E+3"),
            (.decimal(CQLDecimal(unscaled: 15, scale: .max)), "1.5E-2147483646"),
            (.decimal(CQLDecimal(unscaled: 17, scale: -307)), "17E+307"),
            (.double(0.1), "0.1"), (.double(-0.0), "-0.0"), (.double(1e300), "1e+300"),
            (.double(.leastNonzeroMagnitude), "5e-324"),
            (.double(.nan), "NaN"),
            (.double(.infinity), "Infinity"), (.double(-.infinity), "-Infinity"), (.float(0.1), "0.1"),
            (.float(16_777_216), "16777216.0"),
            (.float(.greatestFiniteMagnitude), "3.4028235e+38"), (.float(.nan), "NaN"),
            (.float(-.infinity), "-Infinity"),
        ]
        for (value, literal) in rows { #expect(value.cqlLiteral == literal, "\(value)") }
    }

    @Test("D-58 collections, tuples, vectors and user-defined types nest")
    func composites() throws {
        let type = UserDefinedType(
            keyspace: "k", name: "t",
            fields: [
                .init(name: "plain", type: .text), .init(name: "Mixed \"Case\"", type: .int),
                .init(name: "true", type: .list(.int)),
            ])
        let udt = CQLValue.udt(try #require(UDTValue(type, values: [.text("a'b"), .null, .list([.int(1)])])))
        let rows: [(value: CQLValue, literal: String)] = [
            (.list([]), "[]"), (.set([]), "{}"), (.map([]), "{}"), (.list([.int(1), .int(-2)]), "[1, -2]"),
            (.set([.text("a")]), "{'a'}"),
            (
                .map([.init(key: .int(1), value: .text("a")), .init(key: .int(-2), value: .text(""))]),
                "{1: 'a', -2: ''}"
            ),
            (.tuple([.int(1), .null]), "(1, NULL)"), (.tuple([.null]), "(NULL)"),
            (.vector([.float(1.5), .float(.nan)]), "[1.5, NaN]"),
            (udt, "{plain: 'a''b', \"Mixed \"\"Case\"\"\": NULL, \"true\": [1]}"),
            (.list([.tuple([udt])]), "[({plain: 'a''b', \"Mixed \"\"Case\"\"\": NULL, \"true\": [1]})]"),
        ]
        for (value, literal) in rows { #expect(value.cqlLiteral == literal) }
    }

    @Test("D-58 where CQL has no literal there is none, however deep inside")
    func withoutLiteral() {
        let none: [CQLValue] = [
            .unset, .empty, .custom([1]), .ascii("é"), .double(Double(bitPattern: 0x7FF8_0000_0000_0001)),
            .double(-.nan), .float(-.nan),
            .float(Float(bitPattern: 0x7FC0_0001)), .time(CQLTime(nanosecondsSinceMidnight: 86_400_000_000_000)),
            .time(CQLTime(nanosecondsSinceMidnight: -1)), .inet(CQLInet("::ffff:10.1.2.3")!),
            .timeuuid(CQLUUID(high: 0x4000, low: 0)),
            .decimal(CQLDecimal(unscaled: 1, scale: .min)), .decimal(CQLDecimal(unscaled: 15, scale: -.max)),
            .decimal(CQLDecimal(unscaled: 18, scale: -307)),
            .duration(CQLDuration(months: 0, days: 0, nanoseconds: .min)!),
            .duration(CQLDuration(months: .min, days: 0, nanoseconds: 0)!), .tuple([]),
        ]
        for value in none {
            #expect(value.cqlLiteral == nil, "\(value)")
            for outer in [
                CQLValue.list([.tuple([value])]), .map([.init(key: .int(1), value: value)]),
                .map([.init(key: value, value: .int(1))]),
            ] {
                #expect(outer.cqlLiteral == nil, "\(outer)")
            }
        }
        for outer in [
            CQLValue.list([.null]), .set([.null]), .vector([.null]), .map([.init(key: .null, value: .int(1))]),
        ] {
            #expect(outer.cqlLiteral == nil, "\(outer)")
        }
    }

    @Test("D-58 texts and blobs hold nothing that ends them early")
    func quoting() throws {
        var random = RandomValues(.forThisRun())
        for _ in 0..<500 {
            guard case .text(let text) = random.value(of: .text), let literal = CQLValue.text(text).cqlLiteral else {
                continue
            }
            #expect(literal.utf8.first == UInt8(ascii: "'") && literal.utf8.last == UInt8(ascii: "'"))
            let inner = Array(literal.utf8.dropFirst().dropLast())
            var unquoted: [UInt8] = []
            var rest = inner[...]
            while let byte = rest.popFirst() {
                if byte == UInt8(ascii: "'") { #expect(rest.popFirst() == UInt8(ascii: "'")) }
                unquoted.append(byte)
            }
            #expect(unquoted == Array(text.utf8))
        }
    }

    private struct Line: Decodable {
        let type: String
        let literal: String?
        let hex: String?
        let udts: [String: [[String]]]?
    }

    /// The literals of the golden vectors, all of which a real server has read. Ours are the same but for blanks, the
    /// notation of exponents and of IPv6, and empty collections, which the other driver makes of nulls.
    @Test("D-58 the literals are those that a real server has read as the same values")
    func vectors() throws {
        let text = try String(contentsOf: Fixtures.vectors.appendingPathComponent("types.jsonl"), encoding: .utf8)
        var same = 0
        for line in text.split(separator: "\n") {
            let line = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
            let type = try CQLType(cql: line.type, userTypes: Self.lookup(line.udts ?? [:]))
            let value: CQLValue = try read(line.hex.map { cell([UInt8](hex: $0)) } ?? "ffffffff", as: type)
            guard let expected = line.literal, line.hex != "" || value != .empty else { continue }
            let literal = try #require(value.cqlLiteral, "\(line.type): \(expected)")
            let (ours, theirs) = (Self.tokens(literal), Self.tokens(expected))
            same += ours == theirs ? 1 : 0
            #expect(
                ours.count == theirs.count && zip(ours, theirs).allSatisfy { Self.mean($0, $1, type.className) },
                "\(line.type): \(literal) for \(expected)")
        }
        #expect(same > 600)
    }

    /// Whether two tokens mean the same: floating-point numbers by their value, times by their milliseconds, and the
    /// empty collections that the other driver makes of nulls.
    private static func mean(_ ours: String, _ theirs: String, _ type: String) -> Bool {
        if ours == theirs || ours == "NULL" && ["{}", "[]"].contains(theirs) { return true }
        if type.contains("FloatType"), let number = Float(ours) { return number == Float(theirs) }
        if type.contains("DoubleType"), let number = Double(ours) { return number == Double(theirs) }
        return Int64(ours).map {
            CQLTimestamp(millisecondsSinceEpoch: $0) == CQLTimestamp(String(theirs.dropFirst().dropLast()))
        } ?? false
    }

    private static func lookup(_ udts: [String: [[String]]]) -> CQLType.UserTypeLookup {
        { keyspace, name in
            guard let fields = udts["\(keyspace).\(name)"] else { return nil }
            let types = fields.compactMap { field in
                (try? CQLType(cql: field[1], keyspace: keyspace, userTypes: lookup(udts))).map {
                    UserDefinedType.Field(name: field[0], type: $0)
                }
            }
            return types.count == fields.count ? UserDefinedType(keyspace: keyspace, name: name, fields: types) : nil
        }
    }

    /// The words and signs of a literal, with numbers and addresses in one notation.
    private static func tokens(_ literal: String) -> [String] {
        var tokens: [String] = []
        var rest = literal.unicodeScalars[...]
        while let next = rest.first {
            if next == "'" {
                // Texts as they are; a doubled quote gives two of them here, in both literals.
                let end = rest.dropFirst().firstIndex(of: "'").map { rest.index(after: $0) } ?? rest.endIndex
                let text = String(rest[rest.startIndex..<end])
                tokens.append(CQLInet(String(text.dropFirst().dropLast())).map { "'\($0)'" } ?? text)
                rest = rest[end...]
            } else if next == " " || next == "," {
                rest.removeFirst()
            } else if "[](){}:".unicodeScalars.contains(next) {
                let isClosing = next == "]" || next == "}"
                if isClosing, let last = tokens.last, last == "[" || last == "{" {
                    tokens[tokens.count - 1] += String(next)
                } else {
                    tokens.append(String(next))
                }
                rest.removeFirst()
            } else {
                let end = rest.firstIndex { " ,:]})".unicodeScalars.contains($0) } ?? rest.endIndex
                let word = String(rest[rest.startIndex..<end])
                tokens.append(CQLDecimal(word).map(\.description) ?? word)
                rest = rest[end...]
            }
        }
        return tokens
    }
}
