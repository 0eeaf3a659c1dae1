import Bytes
import CassandraWire
import Foundation
import TestKit
import Testing

/// Null, empty and unset, which are three things.
@Suite struct NullTests {
    /// Every negative length is a null in what a server sends (D-26).
    static let nullLengths = ["ffffffff", "fffffffe", "fffffffd", "80000000"]

    @Test("D-26 a negative length is null, whichever it is", arguments: nullLengths)
    func negativeLengths(_ null: String) throws {
        for codec in Codec.scalars + Codec.composites {
            #expect(try codec.recodeOptional(null) == "ffffffff", "\(codec)")
            #expect(try read(null, as: codec.type) == CQLValue.null, "\(codec)")
        }
        // Inside tuples and user-defined types too.
        let pair = CQLType.tuple([.int, .text])
        let hex = "0000000d" + null + "0000000568656c6c6f"
        #expect(try read(hex, as: pair) == CQLValue.tuple([.null, .text("hello")]))
        let tuple: CQLTuple<Int32?, String?> = try read(hex, as: pair)
        #expect(tuple.elements == (nil, "hello"))
        let person: Person = try read("0000000b" + "00000003416461" + null, as: .person)
        #expect(person == Person(name: "Ada", age: nil))
    }

    @Test("D-26, D-44 a null collection is empty, where nothing but an optional can tell the two apart")
    func nullCollections() throws {
        #expect(try read("ffffffff", as: .list(.int)) == [Int32]())
        #expect(try read("ffffffff", as: .set(.int)) == [Int32]())
        #expect(try read("ffffffff", as: .set(.int)) == Set<Int32>())
        #expect(try read("ffffffff", as: .map(key: .int, value: .int)) == [Int32: Int32]())
        #expect(try read("ffffffff", as: .map(key: .int, value: .int)) == CQLMap<Int32, Int32>())
        #expect(try read("ffffffff", as: .list(.int), [Int32]?.self) == nil)
        #expect(try read("ffffffff", as: .set(.int), Set<Int32>?.self) == nil)
        #expect(try read("ffffffff", as: .map(key: .int, value: .int), [Int32: Int32]?.self) == nil)
        // An empty collection that was sent is one.
        #expect(try read("0000000400000000", as: .list(.int), [Int32]?.self) == [])
        #expect(try wire([Int32](), as: .list(.int)) == "0000000400000000")
        #expect(try wire(Set<Int32>(), as: .set(.int)) == "0000000400000000")
        #expect(try wire([Int32: Int32](), as: .map(key: .int, value: .int)) == "0000000400000000")
        // Neither vectors nor blobs are collections.
        #expect(throws: WireError.unexpectedNull) { try read("ffffffff", as: .blob, [UInt8].self) }
        #expect(throws: WireError.unexpectedNull) {
            try read("ffffffff", as: .vector(.float, dimension: 2), [Float].self)
        }
    }

    @Test("D-26, D-27 a null is an error where the Swift type has no room for it")
    func nullsWithoutRoom() {
        for codec in Codec.scalars + Codec.composites {
            switch codec.type.unfrozen {
            case .list, .set, .map: continue
            default: #expect(codec.failure("ffffffff") == .unexpectedNull, "\(codec)")
            }
        }
    }

    @Test("D-26 zero bytes are an empty text or blob, and of other types a value that is read as nil or .empty")
    func zeroBytes() throws {
        for codec in Codec.scalars + Codec.composites {
            let dynamic: CQLValue = try read("00000000", as: codec.type)
            switch codec.type.unfrozen {
            case .ascii, .blob, .custom, .text:
                #expect(try codec.recode("00000000") == "00000000", "\(codec)")
                #expect(try codec.recodeOptional("00000000") == "00000000", "\(codec)")
                #expect(dynamic != .empty && dynamic != .null, "\(codec)")
            case .tuple(let types):
                #expect(dynamic == .tuple(types.map { _ in .null }), "\(codec)")
                #expect(
                    try codec.recode("00000000") == cell([UInt8](repeating: 255, count: 4 * types.count)), "\(codec)")
            default:
                #expect(codec.failure("00000000") == .unexpectedEmpty, "\(codec)")
                #expect(try codec.recodeOptional("00000000") == "ffffffff", "\(codec)")
                #expect(dynamic == .empty, "\(codec)")
                #expect(try wire(dynamic, as: codec.type) == "00000000", "\(codec)")
            }
        }
        #expect(try read("00000000", as: .text, String?.self) == "")
        #expect(try read("00000000", as: .blob, [UInt8]?.self) == [])
        #expect(try read("00000000", as: .blob, Data?.self) == Data())
        #expect(try read("00000000", as: .ascii) == CQLValue.ascii(""))
        #expect(try read("00000000", as: .person) == CQLValue.udt(UDTValue(Person.type, values: [])!))
    }

    @Test("D-26 an error inside a value is none for the optional around it to hide")
    func innerErrors() {
        let optional = { (hex: String, type: CQLType) in
            failure { _ = try read(hex, as: type, [Int32]?.self) }
        }
        #expect(optional("00000008" + "00000001" + "00000000", .list(.int)) == .unexpectedEmpty)
        #expect(optional("00000008" + "00000001" + "ffffffff", .list(.int)) == .unexpectedNull)
        #expect(optional("00000003" + "000000", .list(.int)) == .truncated)
        #expect(throws: WireError.unexpectedNull) { try read("00000000", as: .tuple([.int]), CQLTuple<Int32>?.self) }
    }

    @Test("D-43 a null inside a collection is read, and refused when it is written")
    func nullElements() throws {
        let list = "00000010" + "00000002" + "0000000400000007" + "ffffffff"
        #expect(try read(list, as: .list(.int)) == [7, nil] as [Int32?])
        #expect(try read(list, as: .set(.int)) == [7, nil] as Set<Int32?>)
        #expect(try read(list, as: .list(.int)) == CQLValue.list([.int(7), .null]))
        let map = "00000010" + "00000001" + "0000000400000007" + "ffffffff"
        #expect(try read(map, as: .map(key: .int, value: .text)) == [7: nil] as [Int32: String?])

        let refused: [() throws -> String] = [
            { try wire([7, nil] as [Int32?], as: .list(.int)) },
            { try wire([7, nil] as Set<Int32?>, as: .set(.int)) },
            { try wire([7: nil] as [Int32: String?], as: .map(key: .int, value: .text)) },
            { try wire(CQLMap<Int32?, String>([.init(key: nil, value: "")]), as: .map(key: .int, value: .text)) },
            { try wire([1.5, nil] as [Float?], as: .vector(.float, dimension: 2)) },
            { try wire(["a", nil] as [String?], as: .vector(.text, dimension: 2)) },
            { try wire(CQLValue.list([.int(7), .null]), as: .list(.int)) },
            { try wire(CQLValue.set([.null]), as: .set(.int)) },
            { try wire(CQLValue.vector([.null]), as: .vector(.int, dimension: 1)) },
            { try wire(CQLValue.vector([.null]), as: .vector(.text, dimension: 1)) },
            { try wire(CQLValue.map([.init(key: .int(7), value: .null)]), as: .map(key: .int, value: .text)) },
            { try wire(CQLValue.map([.init(key: .null, value: .text(""))]), as: .map(key: .int, value: .text)) },
            { try wire(CQLTuple([nil] as [Int32?]), as: .tuple([.list(.int)])) },
        ]
        for (index, body) in refused.enumerated() {
            #expect(throws: WireError.nullInCollection, "row \(index)") { try body() }
        }
    }

    @Test("D-53 unset is a length of its own, nil is null, and only MaybeUnset and CQLValue.unset make the first")
    func unset() throws {
        #expect(try wire(MaybeUnset<Int32>.unset, as: .int) == "fffffffe")
        #expect(try wire(MaybeUnset<Int32?>.unset, as: .int) == "fffffffe")
        #expect(try wire(MaybeUnset<Int32?>.value(nil), as: .int) == "ffffffff")
        #expect(try wire(MaybeUnset<Int32?>.value(7), as: .int) == "0000000400000007")
        #expect(try wire(MaybeUnset<Int32>?.none, as: .int) == "ffffffff")
        #expect(try wire(CQLValue.unset, as: .int) == "fffffffe")
        #expect(try wire(CQLValue.null, as: .int) == "ffffffff")
        for codec in Codec.scalars + Codec.composites {
            #expect(try codec.recodeOptional("ffffffff") == "ffffffff", "\(codec)")
            #expect(try wire(CQLValue.unset, as: codec.type) == "fffffffe", "\(codec)")
        }
    }

    @Test("D-53 unset is refused inside another value")
    func nestedUnset() {
        let person = UDTValue(Person.type, values: [.unset])!
        let refused: [() throws -> String] = [
            { try wire([MaybeUnset<Int32>.unset], as: .list(.int)) },
            { try wire(Set([MaybeUnset<Int32>.unset]), as: .set(.int)) },
            { try wire([Int32(1): MaybeUnset<Int32>.unset], as: .map(key: .int, value: .int)) },
            { try wire([MaybeUnset<Int32>.unset], as: .vector(.int, dimension: 1)) },
            { try wire([MaybeUnset<String>.unset], as: .vector(.text, dimension: 1)) },
            { try wire(CQLTuple(MaybeUnset<Int32>.unset), as: .tuple([.int])) },
            { try wire(CQLTuple(CQLValue.unset), as: .tuple([.int])) },
            { try wire(CQLValue.list([.unset]), as: .list(.int)) },
            { try wire(CQLValue.set([.unset]), as: .set(.int)) },
            { try wire(CQLValue.map([.init(key: .int(1), value: .unset)]), as: .map(key: .int, value: .int)) },
            { try wire(CQLValue.vector([.unset]), as: .vector(.int, dimension: 1)) },
            { try wire(CQLValue.vector([.unset]), as: .vector(.text, dimension: 1)) },
            { try wire(CQLValue.tuple([.unset]), as: .tuple([.int])) },
            { try wire(CQLValue.udt(person), as: .person) },
        ]
        for (index, body) in refused.enumerated() {
            #expect(throws: WireError.nestedUnset, "row \(index)") { try body() }
        }
    }
}
