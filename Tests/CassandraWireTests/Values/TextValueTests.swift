import Bytes
import CassandraWire
import TestKit
import Testing

/// Texts are bytes for Cassandra. Swift calls two of them equal when they look the same, so these tests compare UTF-8.
@Suite struct TextValueTests {
    static let composed = "\u{E9}"
    static let decomposed = "e\u{301}"

    @Test("D-31 texts go through byte for byte")
    func exactBytes() throws {
        let texts = [
            "", "\0", "a\0b", "\u{7F}", "\u{80}", "\u{7FF}", "\u{800}", "\u{FFFD}", "\u{FFFF}", "\u{FEFF}BOM",
            "\u{10000}",
            "\u{10FFFF}", "😀", "👩\u{200D}🚀", "🇦🇹", Self.composed, Self.decomposed, "\u{1100}\u{1161}\u{11A8}",
            "\u{212B}", "\u{C5}",
            "\r\n", "\u{202E}abc", String(repeating: "\u{301}", count: 100), String(repeating: "中", count: 70_000),
        ]
        for text in texts {
            let bytes = Array(text.utf8)
            let hex = cell(bytes)
            #expect(try wire(text, as: .text) == hex)
            #expect(try wire(CQLValue.text(text), as: .text) == hex)
            #expect(try Array(read(hex, as: .text, String.self).utf8) == bytes)
            guard case .text(let copy) = try read(hex, as: .text, CQLValue.self) else {
                Issue.record("no text")
                continue
            }
            #expect(Array(copy.utf8) == bytes)
        }
    }

    @Test("D-31 what is not UTF-8 is an error, not replaced: surrogates, overlong forms, bytes that stand alone")
    func invalidBytes() {
        let texts = [
            "80", "bf", "c0", "c080", "c1bf", "e0", "e080", "e08080", "eda080", "edbfbf", "eda0bdedb880", "f0",
            "f0808080",
            "f4908080", "f5808080", "f8888080", "fe", "ff", "c3", "61c3", "c328", "e28228", "f0288c28", "6180", "efbf",
        ]
        for hex in texts {
            let hex = cell([UInt8](hex: hex))
            #expect(throws: WireError.invalidText, "\(hex)") { try read(hex, as: .text, String.self) }
            #expect(throws: WireError.invalidText, "\(hex)") { try read(hex, as: .text, String?.self) }
            #expect(throws: WireError.invalidText, "\(hex)") { try read(hex, as: .text, CQLValue.self) }
        }
    }

    @Test("D-31 dynamic texts are equal when their bytes are")
    func dynamicEquality() {
        #expect(Self.composed == Self.decomposed)
        #expect(CQLValue.text(Self.composed) != .text(Self.decomposed))
        #expect(CQLValue.ascii("a") == .ascii("a") && CQLValue.ascii("a") != .text("a"))
        let values: Set<CQLValue> = [.text(Self.composed), .text(Self.decomposed), .text(Self.composed)]
        #expect(values.count == 2)
        #expect(CQLValue.list([.text(Self.composed)]) != .list([.text(Self.decomposed)]))
        #expect(CQLValue.double(0) != .double(-0.0) && CQLValue.double(.nan) == .double(.nan))
        #expect(CQLValue.decimal(CQLDecimal("1.0")!) != .decimal(CQLDecimal("1.00")!))
    }

    @Test(
        "D-31, D-45 keys and elements that Swift calls equal are an error in dictionaries and sets, and kept by others")
    func equalInSwift() throws {
        let keys = [Self.composed, Self.decomposed]
        let map = CQLMap<String, Int32>(keys.enumerated().map { .init(key: $0.element, value: Int32($0.offset)) })
        let mapType = CQLType.map(key: .text, value: .int)
        let bytes = try wire(map, as: mapType)
        #expect(throws: WireError.duplicateKey) { try read(bytes, as: mapType, [String: Int32].self) }
        #expect(throws: WireError.duplicateKey) { try read(bytes, as: mapType, [String: Int32]?.self) }
        let entries = try read(bytes, as: mapType, CQLMap<String, Int32>.self).entries
        #expect(entries.map { Array($0.key.utf8) } == keys.map { Array($0.utf8) } && entries.map(\.value) == [0, 1])
        let byValue: [CQLValue: Int32] = try read(bytes, as: mapType)
        #expect(byValue == [.text(Self.composed): 0, .text(Self.decomposed): 1])
        #expect(
            try read(bytes, as: mapType)
                == CQLValue.map(keys.enumerated().map { .init(key: .text($0.element), value: .int(Int32($0.offset))) }))

        let setBytes = try wire(keys, as: .set(.text))
        #expect(throws: WireError.duplicateKey) { try read(setBytes, as: .set(.text), Set<String>.self) }
        #expect(
            try read(setBytes, as: .set(.text), [String].self).map { Array($0.utf8) } == keys.map { Array($0.utf8) })
        #expect(try read(setBytes, as: .set(.text), Set<CQLValue>.self).count == 2)
    }

    @Test("D-45 the same key twice on the wire is an error in a dictionary, and no trap")
    func duplicateKeys() throws {
        let hex = "0000001d" + "00000002" + "0000000400000007" + "0000000161" + "0000000400000007" + "ffffffff"
        let type = CQLType.map(key: .int, value: .text)
        #expect(throws: WireError.duplicateKey) { try read(hex, as: type, [Int32: String?].self) }
        #expect(
            try read(hex, as: type, CQLMap<Int32, String?>.self)
                == CQLMap([.init(key: 7, value: "a"), .init(key: 7, value: nil)]))
        let set = "00000014" + "00000002" + "0000000400000007" + "0000000400000007"
        #expect(throws: WireError.duplicateKey) { try read(set, as: .set(.int), Set<Int32>.self) }
        #expect(try read(set, as: .set(.int)) == [7, 7] as [Int32])
        // Two zeros are one for Swift, two for the server.
        let zeros = try wire([0.0, -0.0], as: .set(.double))
        #expect(throws: WireError.duplicateKey) { try read(zeros, as: .set(.double), Set<Double>.self) }
    }

    @Test("D-31 a name of a field is a name byte for byte")
    func fieldNames() {
        let type = UserDefinedType(
            keyspace: "k", name: "t",
            fields: [.init(name: Self.composed, type: .int), .init(name: Self.decomposed, type: .int)])
        #expect(type.index(of: Self.composed) == 0)
        #expect(type.index(of: Self.decomposed) == 1)
        let value = UDTValue(type, named: [Self.decomposed: .int(7)])
        #expect(value?.values == [.null, .int(7)])
        #expect(value?[Self.composed] == .null)
        let other = UserDefinedType(keyspace: "k", name: "t", fields: type.fields.reversed())
        #expect(throws: WireError.typeMismatch) { try wire(CQLValue.udt(value!), as: .udt(other)) }
    }
}
