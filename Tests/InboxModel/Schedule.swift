/// What was done, in order: the lines for a reader when they are wanted, and always which statements were reached.
struct Schedule {
    /// `nil`: nobody wants to read them.
    private(set) var lines: [String]?
    private(set) var reached: UInt32 = 0
    let variant: Variant
    private var step = 0
    private var isNewStep = false

    init(_ variant: Variant, wanted: Bool = false) {
        self.variant = variant
        lines = wanted ? [] : nil
    }

    /// What is noted from here on belongs to the next step.
    mutating func beginStep() {
        step += 1
        isNewStep = true
    }

    /// A statement of the source.
    mutating func note(_ thread: Int, _ line: SourceLine, _ result: @autoclosure () -> String = "") {
        reached |= 1 << UInt32(line.rawValue)
        guard lines != nil else { return }
        add(thread, line.function, line.text(variant), result())
    }

    /// A step of the kernel's, or of a variant that is not in the source.
    mutating func note(_ thread: Int, _ place: String, _ text: @autoclosure () -> String) {
        guard lines != nil else { return }
        add(thread, place, text(), "")
    }

    private mutating func add(_ thread: Int, _ place: String, _ text: String, _ result: String) {
        let number = isNewStep ? "\(step)" : ""
        isNewStep = false
        let columns = Self.padded(number, 4) + Self.padded(Thread.name(thread), 12) + Self.padded(place, 24)
        lines?.append(columns + text + (result.isEmpty ? "" : "  → \(result)"))
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
