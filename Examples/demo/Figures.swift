import Foundation

// Numbers as text.

extension Int {
    /// With its thousands apart: `300,000`.
    var grouped: String {
        var digits = String(self)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return ([digits] + groups).joined(separator: ",")
    }

    /// So many in this time, each second.
    func perSecond(in duration: Duration) -> String {
        self > 0 && duration > .zero ? Int(Double(self) / (duration / .seconds(1))).grouped : "-"
    }
}

extension Duration {
    var inSeconds: String { String(format: "%.2f", self / .seconds(1)) }
    var inMilliseconds: String { String(format: "%.1f", self / .milliseconds(1)) }
}

extension [Duration] {
    /// The shortest time that so many in a hundred do not exceed; `nil` where there are none.
    func percentile(_ percent: Int) -> Duration? {
        guard !isEmpty else { return nil }
        return sorted()[(count * percent + 99) / 100 - 1]
    }
}

func rightAligned(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
}

func leftAligned(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}
