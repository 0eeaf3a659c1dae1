import Bytes
import TestKit
import Testing

@Suite struct SlotTableTests {
    @Test func `an element is found by its id until it is removed`() {
        var table = SlotTable<String>()
        let (first, second) = (table.insert("first"), table.insert("second"))
        #expect(table[first] == "first" && table[second] == "second" && table.count == 2)
        #expect(table.remove(first) == "first")
        #expect(table[first] == nil && table.remove(first) == nil && table.count == 1)
        #expect(table[second] == "second")
    }

    @Test func `the id of an element that is gone does not find the one in its place`() {
        var table = SlotTable<Int>()
        var gone: [SlotID] = []
        for number in 0..<100 {
            let id = table.insert(number)
            #expect(id.index == 0, "a place that is free is used before a new one is made")
            #expect(gone.allSatisfy { table[$0] == nil && table.remove($0) == nil })
            #expect(table[id] == number && table.count == 1)
            table.remove(id)
            gone.append(id)
        }
        #expect(Set(gone).count == 100)
    }

    @Test func `ids that no table gave out find nothing`() {
        var table = SlotTable<Int>()
        let id = table.insert(1)
        for wrong in [
            SlotID(index: 1, generation: 1), SlotID(index: .max, generation: .max),
            SlotID(index: 0, generation: id.generation + 1), SlotID(index: 0, generation: 0),
        ] {
            #expect(table[wrong] == nil && table.remove(wrong) == nil)
        }
        // The id that the place's next element will have.
        table.remove(id)
        let next = SlotID(index: 0, generation: id.generation + 1)
        #expect(table[next] == nil && table.remove(next) == nil && table.count == 0)
        #expect(table.insert(2) == next)
    }

    @Test("an id goes through one word and back", arguments: [0, 1, .max] as [UInt32], [0, 1, .max] as [UInt32])
    func word(index: UInt32, generation: UInt32) {
        let id = SlotID(index: index, generation: generation)
        #expect(SlotID(word: id.word) == id)
    }

    @Test func `elements come in the order of their places`() {
        var table = SlotTable<Int>()
        let ids = (0..<5).map { table.insert($0) }
        for place in [3, 1] { table.remove(ids[place]) }
        #expect(table.elements == [0, 2, 4])
        _ = table.insert(5)  // takes the place that was left last
        #expect(table.elements == [0, 5, 2, 4])
    }

    @Test func `an element is let go of when it is removed`() {
        final class Kept {}
        var table = SlotTable<Kept>()
        let id = table.insert(Kept())
        weak let kept = table[id]
        #expect(kept != nil)
        table.remove(id)
        #expect(kept == nil)
    }

    @Test func `a random walk does what a dictionary does`() {
        var generator = Seed.forThisRun().generator
        for _ in 0..<50 {
            var (table, dictionary) = (SlotTable<Int>(), [SlotID: Int]())
            var given: [SlotID] = []
            let share = Int.random(in: 3...6, using: &generator)
            for number in 0..<500 {
                if Int.random(in: 0..<10, using: &generator) < share {
                    let id = table.insert(number)
                    #expect(dictionary.updateValue(number, forKey: id) == nil, "an id was given out twice")
                    given.append(id)
                } else if let id = given.randomElement(using: &generator) {
                    #expect(table.remove(id) == dictionary.removeValue(forKey: id))
                }
                if let id = given.randomElement(using: &generator) { #expect(table[id] == dictionary[id]) }
                #expect(table.count == dictionary.count)
            }
            #expect(given.allSatisfy { table[$0] == dictionary[$0] })
            #expect(table.elements.sorted() == dictionary.values.sorted())
            #expect(given.allSatisfy { $0.index < 500 })
        }
    }
}
