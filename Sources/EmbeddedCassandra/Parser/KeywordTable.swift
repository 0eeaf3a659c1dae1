/// Finds keywords by their letters, without a string.
struct KeywordTable: Sendable {
    static let all = KeywordTable()

    /// A word of up to sixteen bytes, in lower case, the first byte lowest. All keywords are as short.
    struct Packed: Equatable, Sendable {
        static let capacity = 16

        var low: UInt64 = 0
        var high: UInt64 = 0

        mutating func set(_ byte: UInt8, at place: Int) {
            if place < 8 {
                low |= UInt64(byte) &<< UInt64(truncatingIfNeeded: place &* 8)
            } else {
                high |= UInt64(byte) &<< UInt64(truncatingIfNeeded: (place &- 8) &* 8)
            }
        }

        fileprivate var slot: Int {
            Int(truncatingIfNeeded: ((low ^ (high &* 0x9E37_79B9_7F4A_7C15)) &* 0xBF58_476D_1CE4_E5B9) &>> 55)
        }
    }

    private struct Slot: Sendable {
        var word: Packed
        var keyword: Keyword?
    }

    /// As many as nine bits can tell apart: three times the keywords, so that most are found at once.
    private var slots = [Slot](repeating: Slot(word: Packed(), keyword: nil), count: 512)

    private init() {
        for keyword in Keyword.allCases { insert(keyword.rawValue, keyword) }
        insert("columnfamily", .table)
        insert("columnfamilies", .tables)
    }

    private mutating func insert(_ text: String, _ keyword: Keyword) {
        var word = Packed()
        for (place, byte) in text.utf8.enumerated() { word.set(byte, at: place) }
        var slot = word.slot
        while slots[slot].keyword != nil { slot = (slot + 1) & 511 }
        slots[slot] = Slot(word: word, keyword: keyword)
    }

    func find(_ word: Packed) -> Keyword? {
        var slot = word.slot
        while let keyword = slots[slot].keyword {
            if slots[slot].word == word { return keyword }
            slot = (slot + 1) & 511
        }
        return nil
    }
}
