extension CQLInet: LosslessStringConvertible {
    /// Reads a dotted quad, or IPv6 in any form of RFC 4291; host names, scope ids and old shorthands like `10.1` are
    /// refused.
    public init?(_ text: String) {
        // The longest form has 45 characters.
        guard text.utf8.count <= 45 else { return nil }
        if text.utf8.contains(UInt8(ascii: ":")) {
            self.init(ipv6: text)
        } else {
            var scanner = ASCIIScanner(text)
            guard let quad = Self.dottedQuad(&scanner), scanner.isAtEnd else { return nil }
            self.init(ipv4: quad)
        }
    }

    private static func dottedQuad(_ scanner: inout ASCIIScanner) -> UInt32? {
        var result: UInt32 = 0
        for index in 0..<4 {
            guard index == 0 || scanner.skip(".") else { return nil }
            // A zero before other digits would mean octal to some.
            let digits = scanner.next == UInt8(ascii: "0") ? 1...1 : 1...3
            guard let part = scanner.number(digits: digits), part <= 255 else { return nil }
            result = result << 8 | UInt32(part)
        }
        return result
    }

    private init?(ipv6 text: String) {
        var scanner = ASCIIScanner(text)
        var groups: [UInt16] = []
        /// Where `::` stands for the groups that are missing.
        var gap: Int?
        if scanner.skip(":") {
            guard scanner.skip(":") else { return nil }
            gap = 0
        }
        var needsGroup = gap == nil
        while needsGroup || !scanner.isAtEnd {
            guard groups.count < 8 else { return nil }
            var ahead = scanner
            if let quad = Self.dottedQuad(&ahead) {
                guard ahead.isAtEnd else { return nil }
                groups += [UInt16(truncatingIfNeeded: quad >> 16), UInt16(truncatingIfNeeded: quad)]
                scanner = ahead
                break
            }
            guard let group = Self.group(&scanner) else { return nil }
            groups.append(group)
            needsGroup = false
            if scanner.skip(":") {
                if scanner.skip(":") {
                    guard gap == nil else { return nil }
                    gap = groups.count
                } else {
                    needsGroup = true
                }
            } else if !scanner.isAtEnd {
                return nil
            }
        }
        if let gap {
            guard groups.count < 8 else { return nil }
            groups.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap)
        }
        guard groups.count == 8 else { return nil }
        let half = { (groups: ArraySlice<UInt16>) in groups.reduce(UInt64(0)) { $0 << 16 | UInt64($1) } }
        self.init(high: half(groups[..<4]), low: half(groups[4...]))
    }

    /// One to four hexadecimal digits.
    private static func group(_ scanner: inout ASCIIScanner) -> UInt16? {
        var result: UInt16 = 0
        var count = 0
        while count < 4, let digit = scanner.hexadecimalDigit() {
            result = result << 4 | UInt16(digit)
            count += 1
        }
        return count > 0 ? result : nil
    }

    /// The dotted quad, or the form of RFC 5952: lower case, the longest run of zero groups as `::`.
    public var description: String {
        guard isIPv6 else { return Self.dottedQuad(bytes) }
        if isIPv4Mapped {
            return "::ffff:" + Self.dottedQuad(bytes.suffix(4))
        }
        let groups = groups
        guard let gap = Self.longestZeroRun(groups) else { return Self.hexadecimal(groups[...]) }
        return Self.hexadecimal(groups[..<gap.lowerBound]) + "::" + Self.hexadecimal(groups[gap.upperBound...])
    }

    private static func dottedQuad(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { String($0) }.joined(separator: ".")
    }

    private static func hexadecimal(_ groups: ArraySlice<UInt16>) -> String {
        groups.map { String($0, radix: 16) }.joined(separator: ":")
    }

    /// The first of the longest runs of at least two zeros.
    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int>? {
        var longest = 0..<1
        var start = 0
        for (index, group) in groups.enumerated() {
            if group != 0 {
                start = index + 1
            } else if index + 1 - start > longest.count {
                longest = start..<(index + 1)
            }
        }
        return longest.count > 1 ? longest : nil
    }
}
