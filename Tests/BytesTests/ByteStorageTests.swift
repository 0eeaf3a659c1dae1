import Bytes
import TestKit
import Testing

@Suite struct ByteStorageTests {
    @Test("a new block has the room it was asked for, and nothing in it", arguments: [0, 1, 15, 4096, 1 << 20])
    func allocation(capacity: Int) {
        let block = ByteStorage.allocate(capacity: capacity)
        #expect(block.count == 0 && block.room == capacity)
        #expect(ByteSlice(block).isEmpty)
    }

    @Test func copyingNothingGivesAnEmptyBlock() {
        let block = unsafe ByteStorage.copying(UnsafeRawBufferPointer(start: nil, count: 0))
        #expect(block.count == 0 && block.room == 0)
    }

    @Test func appendingGoesOnWhereItStopped() {
        let input: [UInt8] = [1, 2, 3, 4, 5, 6]
        let block = ByteStorage.allocate(capacity: 5)
        var offset = 1
        block.append(unsafe input.span.bytes, at: &offset, upTo: 0)
        block.append(unsafe input.span.bytes, at: &offset, upTo: 2)
        #expect(offset == 3 && block.count == 2)
        block.append(unsafe input.span.bytes, at: &offset, upTo: 3)
        #expect(offset == 6 && ByteSlice(block) == [2, 3, 4, 5, 6])
    }

    @Test("a body that arrives in pieces is never held in more than twice its bytes", arguments: [1, 3, 100, 4096])
    func arrival(piece: Int) {
        let total = 10_000
        let input = (0..<total + 5).map { UInt8(truncatingIfNeeded: $0) }
        var block = ByteStorage.allocate(capacity: 0)
        var arrived = 0
        while block.count < total {
            let end = min(arrived + piece, input.count)
            var offset = 0
            block = block.appending(unsafe input.span.bytes.extracting(arrived..<end), at: &offset, total: total)
            arrived += offset
            #expect(block.count == arrived && block.room <= min(total, 2 * arrived))
        }
        // What follows the body stays in the input.
        #expect(arrived == total && block.room == total)
        #expect(ByteSlice(block).elementsEqual(input[..<total]))
    }

    @Test func bytesOfASpan() {
        let input: [UInt8] = [5, 6]
        #expect(unsafe input.span.bytes.byte(at: 0) == 5)
        #expect(unsafe input.span.bytes.byte(at: 1) == 6)
    }

    // MARK: Invariants

    @Test func aBlockHoldsAtMostFourGibibytes() async {
        await #expect(processExitsWith: .failure) { _ = ByteStorage.allocate(capacity: 1 << 32) }
        await #expect(processExitsWith: .failure) { _ = ByteStorage.allocate(capacity: -1) }
    }

    @Test func nothingIsAppendedBeyondTheRoom() async {
        await #expect(processExitsWith: .failure) {
            let input: [UInt8] = [1, 2, 3]
            var offset = 0
            ByteStorage.allocate(capacity: 2).append(unsafe input.span.bytes, at: &offset, upTo: 3)
        }
    }

    @Test func nothingIsAppendedThatIsNotThere() async {
        await #expect(processExitsWith: .failure) {
            let input: [UInt8] = [1, 2, 3]
            var offset = 2
            ByteStorage.allocate(capacity: 9).append(unsafe input.span.bytes, at: &offset, upTo: 2)
        }
        await #expect(processExitsWith: .failure) {
            let input: [UInt8] = [1, 2, 3]
            _ = unsafe input.span.bytes.byte(at: 3)
        }
    }
}
