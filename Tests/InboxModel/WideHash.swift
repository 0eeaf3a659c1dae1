/// 128 bits of a state: so many that two states among a hundred million share them with a chance below 10⁻²².
struct WideHash: Hashable {
    private var first: UInt64 = 0x9E37_79B9_7F4A_7C15
    private var second: UInt64 = 0xC2B2_AE3D_27D4_EB4F

    mutating func add(_ word: UInt64) {
        first = Self.mix(first ^ word, 0xA076_1D64_78BD_642F)
        second = Self.mix(second &+ word, 0xE703_7ED1_A0B4_28DB)
    }

    mutating func add(_ bytes: [6 of UInt8]) {
        var word: UInt64 = 0
        for index in bytes.indices { word = word << 8 | UInt64(bytes[index]) }
        add(word)
    }

    mutating func add(_ view: View) {
        add([view.oldest[0], view.oldest[1], view.oldest[2], 0, 0, 0])
        add(UInt64(view.writes) << 16 | UInt64(view.reads))
    }

    private static func mix(_ word: UInt64, _ factor: UInt64) -> UInt64 {
        let product = word.multipliedFullWidth(by: factor)
        return (product.high ^ product.low) &+ (word << 1 | word >> 63)
    }

    // It is one already.
    func hash(into hasher: inout Hasher) { hasher.combine(first) }
}
