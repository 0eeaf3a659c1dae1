import Cassandra

/// Where a vehicle was at some time: a row of `telemetry_by_device_day`.
struct Position {
    let vehicle: String
    let day: CQLDate
    let at: CQLTimestamp
    let latitude: Double
    let longitude: Double
    let speed: Double
    let battery: Int32
    let temperature: Double
}

extension Position {
    /// What a statement that inserts a position binds.
    typealias Values = (String, CQLDate, CQLTimestamp, Double, Double, Double, Int32, Double)

    var values: Values { (vehicle, day, at, latitude, longitude, speed, battery, temperature) }

    /// The statement is parsed and its types are compared once, here; other values than `Values` do not compile.
    static func insert(in session: Session) async throws -> PreparedStatement<Values> {
        try await session.prepare(
            """
            INSERT INTO telemetry_by_device_day (device_id, day, ts, lat, lon, speed_kmh, battery_pct, temp_c)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, binding: Values.self)
    }
}

/// A fleet whose vehicles report every 15 seconds.
///
/// All of a position follows from the vehicle's number and the report's, so what a table must hold can be computed
/// without a look at it.
struct Fleet {
    /// The vehicles of the bulk load, which report in turn.
    static let size = 50
    /// One vehicle more, whose positions are written one by one.
    static let single = 50

    private let names = (0...size).map { $0 < 9 ? "van-0\($0 + 1)" : "van-\($0 + 1)" }
    /// 2026-03-01 at 18:00 UTC: the reports of a longer run go over midnight, into the next partition.
    private let start: Int64 = 1_772_388_000_000

    /// The position with this number in the bulk load.
    func position(_ number: Int) -> Position {
        position(of: number % Self.size, report: number / Self.size)
    }

    func position(of vehicle: Int, report: Int) -> Position {
        let milliseconds = start + Int64(report) * 15_000
        var chance = Chance(seed: UInt64(vehicle) << 32 | UInt64(report))
        return Position(
            vehicle: names[vehicle],
            day: CQLDate(daysSinceEpoch: Int32(milliseconds / 86_400_000)),
            at: CQLTimestamp(millisecondsSinceEpoch: milliseconds),
            latitude: .random(in: 48.0...48.3, using: &chance),
            longitude: .random(in: 11.3...11.8, using: &chance),
            speed: .random(in: 0...130, using: &chance),
            battery: .random(in: 5...100, using: &chance),
            temperature: .random(in: -5...35, using: &chance))
    }
}

/// SplitMix64: the same numbers for the same seed, on every machine.
private struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return state.mixed
    }
}

extension UInt64 {
    /// A number that depends on all bits of this one.
    var mixed: UInt64 {
        var bits = self
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }
}
