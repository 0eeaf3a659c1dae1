import Bytes
import TestKit
import Testing

@Suite struct ByteSliceTests {
    @Test("a slice holds the bytes it was made of", arguments: [0, 1, 7, 8, 9, 255, 4096])
    func contents(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let slices = [
            ByteSlice(bytes), ByteSlice(bytes[...]), ByteSlice(bytes.lazy.map { $0 }), ByteSlice(ByteSlice(bytes)),
            ByteSlice([0xFF] + bytes + [0xFF]).slice(1..<count + 1),
        ]
        for slice in slices {
            #expect(slice.count == count && slice.elementsEqual(bytes) && Array(slice) == bytes)
            #expect(slice.isEmpty == bytes.isEmpty && slice.hexadecimal == bytes.hex)
            #expect(slice == slices[0] && slice.hashValue == slices[0].hashValue)
            unsafe slice.withUnsafeBytes { raw in #expect(unsafe Array(raw) == bytes) }
            #expect(unsafe slice.withContiguousStorageIfAvailable { unsafe Array($0) } == bytes)
        }
    }

    @Test func allEmptySlicesAreEqual() {
        let empties = [
            ByteSlice(), ByteSlice([]), [], ByteSlice([1, 2]).slice(1..<1), ByteSlice([1, 2]).slice(2..<2),
        ]
        for slice in empties {
            #expect(slice.isEmpty && slice == ByteSlice() && slice.hashValue == ByteSlice().hashValue)
            #expect(slice.hexadecimal.isEmpty && slice.description == "0x" && slice.first == nil)
            #expect(slice.detached().isEmpty)
        }
    }

    @Test("two slices differ when any byte does")
    func inequality() {
        for count in 1...40 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            for place in 0..<count {
                var other = bytes
                other[place] ^= 0x80
                #expect(ByteSlice(bytes) != ByteSlice(other), "byte \(place) of \(count)")
            }
            #expect(ByteSlice(bytes) != ByteSlice(bytes.dropLast()))
        }
    }

    @Test func slicesOfSlicesShareTheBlock() {
        let whole = ByteSlice((0..<100).map { UInt8($0) })
        let part = whole.slice(10..<90).slice(5..<20)
        #expect(Array(part) == (15..<30).map { UInt8($0) })
        #expect(part.storage === whole.storage)
        #expect(part[0] == 15 && part[14] == 29)
    }

    @Test func aDetachedSliceLetsTheBlockGo() {
        weak var block: ByteStorage?
        var kept: ByteSlice?
        do {
            let whole = ByteSlice(Array(repeating: 7, count: 1000))
            block = whole.storage
            kept = whole.slice(500..<502)
        }
        #expect(block != nil)
        kept = kept?.detached()
        #expect(block == nil && kept == [7, 7])
        #expect(kept?.storage?.room == 2)
    }

    @Test func aWholeSliceIsNotCopiedToBeDetached() {
        let slice = ByteSlice([1, 2, 3])
        #expect(slice.detached().storage === slice.storage)
    }

    @Test func aBlockOutlivesTheSliceItWasReadFrom() {
        func page() -> ByteSlice? {
            var reader = ByteReader(ByteSlice([0, 0, 0, 2, 8, 9]))
            return reader.skip(4) ? reader.readSlice(2) : nil
        }
        #expect(page() == [8, 9])
    }

    @Test func longDescriptionsAreCut() {
        #expect(ByteSlice(Array(repeating: 0xAB, count: 32)).description == "0x" + String(repeating: "ab", count: 32))
        let long = ByteSlice(Array(repeating: 0xAB, count: 33)).description
        #expect(long == "0x" + String(repeating: "ab", count: 32) + "… (33 bytes)")
    }

    // MARK: Invariants

    @Test func positionsAreInside() async {
        await #expect(processExitsWith: .failure) { _ = ByteSlice([1, 2, 3])[3] }
        await #expect(processExitsWith: .failure) { _ = ByteSlice([1, 2, 3])[-1] }
        await #expect(processExitsWith: .failure) { _ = ByteSlice()[0] }
        // The block goes on, the slice does not.
        await #expect(processExitsWith: .failure) { _ = ByteSlice([1, 2, 3]).slice(0..<2)[2] }
    }

    @Test func rangesAreInside() async {
        await #expect(processExitsWith: .failure) { _ = ByteSlice([1, 2, 3]).slice(0..<2).slice(0..<3) }
        await #expect(processExitsWith: .failure) { _ = ByteSlice([1, 2, 3]).slice(-1..<2) }
    }
}
