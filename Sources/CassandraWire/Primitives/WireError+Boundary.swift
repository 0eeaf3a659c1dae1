extension WireError {
    /// Runs `body` and gives its errors their type back.
    ///
    /// The codec throws untyped inside: where a thrown type is inlined into a protocol's requirement, the optimizer (6.3) no
    /// longer sees through the requirement. What the layers above call says what it throws.
    static func typed<Result>(_ body: () throws -> Result) throws(WireError) -> Result {
        do {
            return try body()
        } catch let error as WireError {
            throw error
        } catch {
            throw .refused
        }
    }
}
