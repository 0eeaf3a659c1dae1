/// Latin letters without their accents.
enum ASCIIFolding {
    /// A letter of ASCII, or several, and what becomes it.
    private static let groups: [(plain: String, letters: String)] = [
        ("A", "ÀÁÂÃÄÅĀĂĄǍ"), ("a", "àáâãäåāăąǎ"), ("AE", "Æ"), ("ae", "æ"), ("C", "ÇĆĈĊČ"), ("c", "çćĉċč"),
        ("D", "ÐĎĐ"), ("d", "ðďđ"), ("E", "ÈÉÊËĒĔĖĘĚ"), ("e", "èéêëēĕėęě"), ("G", "ĜĞĠĢ"), ("g", "ĝğġģ"),
        ("H", "ĤĦ"), ("h", "ĥħ"), ("I", "ÌÍÎÏĨĪĬĮİ"), ("i", "ìíîïĩīĭįı"), ("J", "Ĵ"), ("j", "ĵ"), ("K", "Ķ"),
        ("k", "ķ"), ("L", "ĹĻĽĿŁ"), ("l", "ĺļľŀł"), ("N", "ÑŃŅŇ"), ("n", "ñńņň"), ("O", "ÒÓÔÕÖØŌŎŐǑ"),
        ("o", "òóôõöøōŏőǒ"), ("OE", "Œ"), ("oe", "œ"), ("R", "ŔŖŘ"), ("r", "ŕŗř"), ("S", "ŚŜŞŠȘ"), ("s", "śŝşšș"),
        ("ss", "ß"), ("T", "ŢŤŦȚ"), ("t", "ţťŧț"), ("TH", "Þ"), ("th", "þ"), ("U", "ÙÚÛÜŨŪŬŮŰŲǓ"),
        ("u", "ùúûüũūŭůűųǔ"), ("W", "Ŵ"), ("w", "ŵ"), ("Y", "ÝŶŸ"), ("y", "ýŷÿ"), ("Z", "ŹŻŽ"), ("z", "źżž"),
    ]

    private static let plain: [Character: String] = {
        var plain: [Character: String] = [:]
        for group in groups {
            for letter in group.letters { plain[letter] = group.plain }
        }
        return plain
    }()

    /// - Parameter composes: Whether a letter and an accent behind it count as the letter with the accent.
    static func folded(_ text: String, composes: Bool) -> String {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        var folded = ""
        if composes {
            for letter in text { folded += plain[letter] ?? String(letter) }
        } else {
            for scalar in text.unicodeScalars { folded += plain[Character(scalar)] ?? String(scalar) }
        }
        return folded
    }
}
