/// Which name each key means. A type asks for its keys in the same order each time, so one comparison finds the name once
/// the order is known.
struct KeyOrder {
    struct Key {
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
    /// The keys in their order, and what each means.
    private(set) var keys: [Key] = []

    init(_ names: [String]) {
        self.names = names
    }

    /// The position of the first of the names that is `name`, and the place in the order behind it.
    @inline(never)
    mutating func search(_ name: String) -> (index: Int, next: Int)? {
        if let known = keys.firstIndex(where: { $0.has(name) }) { return (keys[known].index, known + 1) }
        guard let index = names.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }) else { return nil }
        keys.append(Key(name: name, isASCII: name.isASCII, index: index))
        return (index, keys.count)
    }
}
