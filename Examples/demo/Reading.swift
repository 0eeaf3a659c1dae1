import Cassandra

/// Reads partitions back and sums up what they hold.
enum Reading {
    static func ledger(of partitions: [Ledger.Partition], in session: Session) async throws -> Ledger {
        var ledger = Ledger()
        for partition in partitions {
            // Values in the text are bound, never pasted. The next page is fetched while this one is read.
            let rows = session.rows(
                """
                SELECT ts, lat, lon, speed_kmh, battery_pct, temp_c FROM telemetry_by_device_day
                WHERE device_id = \(partition.vehicle) AND day = \(partition.day)
                """, as: (CQLTimestamp, Double, Double, Double, Int32, Double).self)
            for try await (at, latitude, longitude, speed, battery, temperature) in rows {
                ledger.add(
                    Position(
                        vehicle: partition.vehicle, day: partition.day, at: at, latitude: latitude,
                        longitude: longitude, speed: speed, battery: battery, temperature: temperature))
            }
        }
        return ledger
    }
}
