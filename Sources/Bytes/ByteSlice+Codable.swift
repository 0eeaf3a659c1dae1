extension ByteSlice: Codable {
    /// Reads bytes one by one. A column is read by the driver's codec instead.
    public init(from decoder: any Decoder) throws {
        self.init(try [UInt8](from: decoder))
    }

    /// Writes bytes one by one. A marker's value is written by the driver's codec instead.
    public func encode(to encoder: any Encoder) throws {
        try Array(self).encode(to: encoder)
    }
}
