/// How long to wait before the next attempt to connect: twice as long after each failure, a minute at most.
enum ReconnectionSchedule {
    private static let first = Duration.milliseconds(100)
    private static let longest = Duration.seconds(60)

    static func delay(afterFailures failures: Int) -> Duration {
        guard failures > 0 else { return .zero }
        // After ten doublings the longest delay is passed, so the shift never grows beyond that.
        return min(first * (1 << min(failures - 1, 10)), longest)
    }
}
