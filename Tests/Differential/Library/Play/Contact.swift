/// Where a node listens.
package struct Contact: Sendable, CustomStringConvertible {
    package let address: String
    package let port: UInt16

    /// `IP` or `IP:PORT`.
    package init?(_ text: String) {
        let parts = text.split(separator: ":")
        guard let address = parts.first, parts.count <= 2 else { return nil }
        guard let port = parts.count == 2 ? UInt16(parts[1]) : 9042 else { return nil }
        self.address = String(address)
        self.port = port
    }

    package var description: String { "\(address):\(port)" }
}
