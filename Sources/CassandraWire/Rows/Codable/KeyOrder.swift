/// Which name each key means. A type asks for its keys in the same order each time, so one comparison finds the name once
/// the order is known.
struct KeyOrder {
    private struct Key {
        let name: String
        let isASCII: Bool
        let index: Int

        /// Swift takes two texts for one that differ in how an accent is composed; the server does not.
        @inline(__always)
        func has(_ other: String) -> Bool {
            guard name == other, name.utf8.count == other.utf8.count else { return false }
            return isASCII || name.utf8.elementsEqual(other.utf8)
        }
    }

    let names: [String]
    private var keys: [Key] = []

    init(_ names: [String]) {
        self.names = names
    }

    /// The position of the first of the names that is `name`. `next` is the place in the order of the keys, moved on.
    @inline(__always)
    mutating func index(of name: String, _ next: inout Int) -> Int? {
        if next < keys.count, keys[next].has(name) {
            next &+= 1
            return keys[next &- 1].index
        }
        return search(name, &next)
    }

    @inline(never)
    private mutating func search(_ name: String, _ next: inout Int) -> Int? {
        if let known = keys.firstIndex(where: { $0.has(name) }) {
            next = known + 1
            return keys[known].index
        }
        guard let index = names.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }) else { return nil }
        keys.append(Key(name: name, isASCII: name.isASCII, index: index))
        next = keys.count
        return index
    }
}
