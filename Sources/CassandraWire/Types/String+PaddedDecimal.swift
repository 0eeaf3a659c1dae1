extension String {
    /// Appends a number with zeros before it, up to the given count of digits.
    mutating func append(_ value: some UnsignedInteger, paddedTo digits: Int) {
        let text = String(value)
        append(String(repeating: "0", count: Swift.max(0, digits - text.utf8.count)))
        append(text)
    }
}
