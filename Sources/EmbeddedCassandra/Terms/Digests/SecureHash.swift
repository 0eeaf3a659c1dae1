/// The digests of FIPS 180-4. Here they hide values; nothing depends on their strength.
enum SecureHash {
    /// The first two are of words of 32 bits, the others of 64.
    enum Form {
        case sha1
        case sha224
        case sha256
        case sha384
        case sha512
        case sha512Slash224
        case sha512Slash256
    }

    static func digest(_ bytes: some Collection<UInt8>, _ form: Form) -> [UInt8] {
        switch form {
        case .sha1: sha1(bytes)
        case .sha224: narrow(bytes, laterRoots.map { UInt32(truncatingIfNeeded: $0) }, count: 28)
        case .sha256: narrow(bytes, roots.map { UInt32(truncatingIfNeeded: $0 >> 32) }, count: 32)
        case .sha384: wide(bytes, laterRoots, count: 48)
        case .sha512: wide(bytes, roots, count: 64)
        case .sha512Slash224: wide(bytes, start("SHA-512/224"), count: 28)
        case .sha512Slash256: wide(bytes, start("SHA-512/256"), count: 32)
        }
    }

    /// What a shortened form of SHA-512 starts from: a digest of its name.
    private static func start(_ name: String) -> [UInt64] {
        let state = wide(Array(name.utf8), roots.map { $0 ^ 0xA5A5_A5A5_A5A5_A5A5 }, count: 64)
        return (0..<8).map { word in state[(8 * word)..<(8 * word + 8)].reduce(0) { $0 << 8 | UInt64($1) } }
    }

    /// A bit behind the message, zeros, and the length in bits fill up the last block.
    private static func padded(_ bytes: some Collection<UInt8>, block: Int, lengthBytes: Int) -> [UInt8] {
        var message = Array(bytes)
        let length = UInt64(message.count) &* 8
        message.append(0x80)
        while (message.count + lengthBytes) % block != 0 { message.append(0) }
        message += [UInt8](repeating: 0, count: lengthBytes - 8)
        message += big(length)
        return message
    }

    private static func big<Word: FixedWidthInteger>(_ word: Word) -> [UInt8] {
        (0..<Word.bitWidth / 8).reversed().map { UInt8(truncatingIfNeeded: word >> Word(8 * $0)) }
    }

    private static func words<Word: FixedWidthInteger>(
        _ message: [UInt8], _ start: Int, as type: Word.Type
    ) -> [Word] {
        let size = Word.bitWidth / 8
        return (0..<16).map { word in
            message[(start + word * size)..<(start + (word + 1) * size)].reduce(0) { $0 << 8 | Word($1) }
        }
    }

    private static func rotated<Word: FixedWidthInteger>(_ word: Word, _ count: Int) -> Word {
        word >> Word(count) | word << Word(Word.bitWidth - count)
    }

    // MARK: SHA-2

    private static func narrow(_ bytes: some Collection<UInt8>, _ start: [UInt32], count: Int) -> [UInt8] {
        let rounds = constants.prefix(64).map { UInt32(truncatingIfNeeded: $0 >> 32) }
        let turns = Turns(low: (7, 18, 3), high: (17, 19, 10), first: (2, 13, 22), second: (6, 11, 25))
        return hash(padded(bytes, block: 64, lengthBytes: 8), start, rounds, turns, count)
    }

    private static func wide(_ bytes: some Collection<UInt8>, _ start: [UInt64], count: Int) -> [UInt8] {
        let turns = Turns(low: (1, 8, 7), high: (19, 61, 6), first: (28, 34, 39), second: (14, 18, 41))
        return hash(padded(bytes, block: 128, lengthBytes: 16), start, constants, turns, count)
    }

    /// By how many bits words are turned; the last of the first two are shifts.
    private struct Turns {
        let low: (Int, Int, Int)
        let high: (Int, Int, Int)
        let first: (Int, Int, Int)
        let second: (Int, Int, Int)
    }

    private static func hash<Word: FixedWidthInteger>(
        _ message: [UInt8], _ start: [Word], _ rounds: [Word], _ turns: Turns, _ count: Int
    ) -> [UInt8] {
        func shifting(_ word: Word, _ by: (Int, Int, Int)) -> Word {
            rotated(word, by.0) ^ rotated(word, by.1) ^ word >> Word(by.2)
        }
        func turning(_ word: Word, _ by: (Int, Int, Int)) -> Word {
            rotated(word, by.0) ^ rotated(word, by.1) ^ rotated(word, by.2)
        }
        var state = start
        for block in stride(from: 0, to: message.count, by: Word.bitWidth * 2) {
            var schedule = words(message, block, as: Word.self)
            for index in 16..<rounds.count {
                let low = shifting(schedule[index - 15], turns.low)
                let high = shifting(schedule[index - 2], turns.high)
                schedule.append(schedule[index - 16] &+ low &+ schedule[index - 7] &+ high)
            }
            var work = state
            for (constant, word) in zip(rounds, schedule) {
                let choice = (work[4] & work[5]) ^ (~work[4] & work[6])
                let sum = work[7] &+ turning(work[4], turns.second) &+ choice &+ constant &+ word
                let majority = (work[0] & work[1]) ^ (work[0] & work[2]) ^ (work[1] & work[2])
                let other = turning(work[0], turns.first) &+ majority
                work = [sum &+ other, work[0], work[1], work[2], work[3] &+ sum, work[4], work[5], work[6]]
            }
            state = zip(state, work).map { $0 &+ $1 }
        }
        return Array(state.flatMap { big($0) }.prefix(count))
    }

    // MARK: SHA-1

    private static func sha1(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        let message = padded(bytes, block: 64, lengthBytes: 8)
        for block in stride(from: 0, to: message.count, by: 64) {
            var schedule = words(message, block, as: UInt32.self)
            for index in 16..<80 {
                let mixed = schedule[index - 3] ^ schedule[index - 8] ^ schedule[index - 14] ^ schedule[index - 16]
                schedule.append(rotated(mixed, 31))
            }
            var work = state
            for (index, word) in schedule.enumerated() {
                let (mixed, constant): (UInt32, UInt32) =
                    switch index / 20 {
                    case 0: ((work[1] & work[2]) | (~work[1] & work[3]), 0x5A82_7999)
                    case 1: (work[1] ^ work[2] ^ work[3], 0x6ED9_EBA1)
                    case 2: ((work[1] & work[2]) | (work[1] & work[3]) | (work[2] & work[3]), 0x8F1B_BCDC)
                    default: (work[1] ^ work[2] ^ work[3], 0xCA62_C1D6)
                    }
                let sum = rotated(work[0], 27) &+ mixed &+ work[4] &+ constant &+ word
                work = [sum, work[0], rotated(work[1], 2), work[2], work[3]]
            }
            state = zip(state, work).map { $0 &+ $1 }
        }
        return state.flatMap { big($0) }
    }

    // MARK: Constants

    /// The fractions of the square roots of the first eight primes; those of 32 bits are their upper halves.
    private static let roots: [UInt64] = [
        0x6A09_E667_F3BC_C908, 0xBB67_AE85_84CA_A73B, 0x3C6E_F372_FE94_F82B, 0xA54F_F53A_5F1D_36F1,
        0x510E_527F_ADE6_82D1, 0x9B05_688C_2B3E_6C1F, 0x1F83_D9AB_FB41_BD6B, 0x5BE0_CD19_137E_2179,
    ]

    /// Of the next eight.
    private static let laterRoots: [UInt64] = [
        0xCBBB_9D5D_C105_9ED8, 0x629A_292A_367C_D507, 0x9159_015A_3070_DD17, 0x152F_ECD8_F70E_5939,
        0x6733_2667_FFC0_0B31, 0x8EB4_4A87_6858_1511, 0xDB0C_2E0D_64F9_8FA7, 0x47B5_481D_BEFA_4FA4,
    ]

    /// The fractions of the cube roots of the first eighty primes.
    private static let constants: [UInt64] = [
        0x428A_2F98_D728_AE22, 0x7137_4491_23EF_65CD, 0xB5C0_FBCF_EC4D_3B2F, 0xE9B5_DBA5_8189_DBBC,
        0x3956_C25B_F348_B538, 0x59F1_11F1_B605_D019, 0x923F_82A4_AF19_4F9B, 0xAB1C_5ED5_DA6D_8118,
        0xD807_AA98_A303_0242, 0x1283_5B01_4570_6FBE, 0x2431_85BE_4EE4_B28C, 0x550C_7DC3_D5FF_B4E2,
        0x72BE_5D74_F27B_896F, 0x80DE_B1FE_3B16_96B1, 0x9BDC_06A7_25C7_1235, 0xC19B_F174_CF69_2694,
        0xE49B_69C1_9EF1_4AD2, 0xEFBE_4786_384F_25E3, 0x0FC1_9DC6_8B8C_D5B5, 0x240C_A1CC_77AC_9C65,
        0x2DE9_2C6F_592B_0275, 0x4A74_84AA_6EA6_E483, 0x5CB0_A9DC_BD41_FBD4, 0x76F9_88DA_8311_53B5,
        0x983E_5152_EE66_DFAB, 0xA831_C66D_2DB4_3210, 0xB003_27C8_98FB_213F, 0xBF59_7FC7_BEEF_0EE4,
        0xC6E0_0BF3_3DA8_8FC2, 0xD5A7_9147_930A_A725, 0x06CA_6351_E003_826F, 0x1429_2967_0A0E_6E70,
        0x27B7_0A85_46D2_2FFC, 0x2E1B_2138_5C26_C926, 0x4D2C_6DFC_5AC4_2AED, 0x5338_0D13_9D95_B3DF,
        0x650A_7354_8BAF_63DE, 0x766A_0ABB_3C77_B2A8, 0x81C2_C92E_47ED_AEE6, 0x9272_2C85_1482_353B,
        0xA2BF_E8A1_4CF1_0364, 0xA81A_664B_BC42_3001, 0xC24B_8B70_D0F8_9791, 0xC76C_51A3_0654_BE30,
        0xD192_E819_D6EF_5218, 0xD699_0624_5565_A910, 0xF40E_3585_5771_202A, 0x106A_A070_32BB_D1B8,
        0x19A4_C116_B8D2_D0C8, 0x1E37_6C08_5141_AB53, 0x2748_774C_DF8E_EB99, 0x34B0_BCB5_E19B_48A8,
        0x391C_0CB3_C5C9_5A63, 0x4ED8_AA4A_E341_8ACB, 0x5B9C_CA4F_7763_E373, 0x682E_6FF3_D6B2_B8A3,
        0x748F_82EE_5DEF_B2FC, 0x78A5_636F_4317_2F60, 0x84C8_7814_A1F0_AB72, 0x8CC7_0208_1A64_39EC,
        0x90BE_FFFA_2363_1E28, 0xA450_6CEB_DE82_BDE9, 0xBEF9_A3F7_B2C6_7915, 0xC671_78F2_E372_532B,
        0xCA27_3ECE_EA26_619C, 0xD186_B8C7_21C0_C207, 0xEADA_7DD6_CDE0_EB1E, 0xF57D_4F7F_EE6E_D178,
        0x06F0_67AA_7217_6FBA, 0x0A63_7DC5_A2C8_98A6, 0x113F_9804_BEF9_0DAE, 0x1B71_0B35_131C_471B,
        0x28DB_77F5_2304_7D84, 0x32CA_AB7B_40C7_2493, 0x3C9E_BE0A_15C9_BEBC, 0x431D_67C4_9C10_0D4C,
        0x4CC5_D4BE_CB3E_42B6, 0x597F_299C_FC65_7E2A, 0x5FCB_6FAB_3AD6_FAEC, 0x6C44_198C_4A47_5817,
    ]
}
