import CassandraWire
import TestKit
import Testing

@Suite struct CQLTemporalTests {
    @Test("D-36 dates are read as Cassandra reads them, and read back what they write")
    func dates() {
        for (text, days) in CassandraTextOracle.dates {
            #expect(CQLDate(text)?.daysSinceEpoch == days, "\(text)")
            if let days {
                let date = CQLDate(daysSinceEpoch: days)
                #expect(CQLDate(date.description) == date)
            }
        }
    }

    @Test("D-36 the wire's 2^31 is 1970, and nothing overflows at the ends")
    func dateLimits() {
        let limits: [(wire: UInt32, days: Int32, text: String)] = [
            (0, .min, "-5877641-06-23"), (0x7FFF_FFFF, -1, "1969-12-31"), (0x8000_0000, 0, "1970-01-01"),
            (0x8000_0001, 1, "1970-01-02"), (.max, .max, "+5881580-07-11"),
        ]
        for (wire, days, text) in limits {
            let date = CQLDate(wireValue: wire)
            #expect(date.daysSinceEpoch == days)
            #expect(date.wireValue == wire)
            #expect(date.description == text)
            #expect(CQLDate(text) == date)
        }
        for (year, month, day) in [
            (5_881_580, 7, 12), (-5_877_641, 6, 22), (2023, 2, 29), (2024, 0, 1), (2024, 13, 1), (2024, 1, 0),
            (2024, 4, 31), (Int.max, 1, 1), (Int.min, 12, 31), (1, Int.max, Int.max), (1, Int.min, Int.min),
        ] {
            #expect(CQLDate(year: year, month: month, day: day) == nil)
        }
    }

    @Test(
        "D-36 the calendar agrees with counting the days one by one",
        arguments: [
            (Int32.min, 150_000), (-800_000, 1_600_000), (Int32.max - 150_000, 150_000),
        ] as [(Int32, Int32)])
    func countedDays(first: Int32, count: Int32) throws {
        var (year, month, day) = CQLDate(daysSinceEpoch: first).components
        for days in first...(first + count) {
            let date = CQLDate(daysSinceEpoch: days)
            let parts = date.components
            if parts != (year, month, day) || CQLDate(year: year, month: month, day: day) != date {
                Issue.record("\(date) is \(parts) and not \((year, month, day))")
                return
            }
            let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
            let length = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
            day += 1
            if day > length { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
    }

    @Test("D-37 times are read as Cassandra reads them, and read back what they write")
    func times() {
        // Cassandra refuses bare numbers beyond a day, but does read and return such values.
        for (text, nanoseconds) in CassandraTextOracle.times {
            #expect(CQLTime(text)?.nanosecondsSinceMidnight == nanoseconds, "\(text)")
            if let nanoseconds {
                let time = CQLTime(nanosecondsSinceMidnight: nanoseconds)
                #expect(CQLTime(time.description) == time)
            }
        }
        for text in ["+1:02:03", "012:00:00", " 12:30:00", "-0:00:00", "+5"] {
            #expect(CQLTime(text) == nil, "\(text)")
        }
    }

    @Test("D-37 a time beyond a day is kept, and has no parts")
    func timeLimits() throws {
        for nanoseconds in [-1, 86_400_000_000_000, .max, .min] as [Int64] {
            let time = CQLTime(nanosecondsSinceMidnight: nanoseconds)
            #expect(time.nanosecondsSinceMidnight == nanoseconds)
            #expect(!time.isValid)
            #expect(time.components == nil)
            #expect(time.description == String(nanoseconds))
            #expect(CQLTime(time.description) == time)
            #expect(time.sinceMidnight == .nanoseconds(nanoseconds))
            #expect(CQLTime(sinceMidnight: time.sinceMidnight) == nil)
        }
        let last = try #require(CQLTime(hour: 23, minute: 59, second: 59, nanosecond: 999_999_999))
        #expect(last.nanosecondsSinceMidnight == 86_399_999_999_999)
        #expect(last.description == "23:59:59.999999999")
        #expect(last.components! == (23, 59, 59, 999_999_999))
        #expect(CQLTime(sinceMidnight: last.sinceMidnight) == last)
        #expect(CQLTime(sinceMidnight: .zero) == CQLTime(hour: 0, minute: 0))
        #expect(CQLTime(sinceMidnight: Duration(secondsComponent: 0, attosecondsComponent: 1)) == nil)
        #expect(CQLTime(sinceMidnight: .nanoseconds(-1)) == nil)
        for (hour, minute, second, nanosecond) in [
            (24, 0, 0, 0), (-1, 0, 0, 0), (0, 60, 0, 0), (0, 0, 60, 0), (0, 0, 0, 1_000_000_000), (0, 0, 0, -1),
            (Int.max, Int.min, Int.max, Int.min),
        ] {
            #expect(CQLTime(hour: hour, minute: minute, second: second, nanosecond: nanosecond) == nil)
        }
    }

    @Test("D-38 timestamps are read as Cassandra reads them")
    func timestamps() {
        for (text, milliseconds) in CassandraTextOracle.timestamps {
            #expect(CQLTimestamp(text)?.millisecondsSinceEpoch == milliseconds, "\(text)")
        }
        // Cassandra takes these: a day that there isn't for the last of its month, 24:00, one digit, a zone's name.
        for text in ["2023-02-29", "2024-04-31", "2024-01-01T24:00", "2024-01-01T1:2", "2024-01-01 04:05 PST"] {
            #expect(CQLTimestamp(text) == nil, "\(text)")
        }
        // And not these, the first instant of all and the one before it.
        #expect(CQLTimestamp("-292275055-05-16T16:47:04.192Z")?.millisecondsSinceEpoch == .min)
        #expect(CQLTimestamp("-292275055-05-16T16:47:04.191Z") == nil)
    }

    @Test("D-38 timestamps write ISO 8601 where it has a form, and read back what they write")
    func timestampTexts() {
        for (milliseconds, text) in PythonOracle.instants {
            let timestamp = CQLTimestamp(millisecondsSinceEpoch: milliseconds)
            #expect(timestamp.description == text)
            #expect(CQLTimestamp(text) == timestamp)
        }
        let first = CQLTimestamp("0001-01-01")!.millisecondsSinceEpoch
        for milliseconds in [first - 1, 253_402_300_800_000, .min, .max] {
            let timestamp = CQLTimestamp(millisecondsSinceEpoch: milliseconds)
            #expect(timestamp.description == String(milliseconds))
            #expect(CQLTimestamp(timestamp.description) == timestamp)
        }
    }

    @Test("D-38 the parts of an instant before 1970 are rounded down")
    func floors() {
        let before = CQLTimestamp(millisecondsSinceEpoch: -1)
        #expect(before.secondsSinceEpoch == -1)
        #expect(before.millisecondOfSecond == 999)
        #expect(before.date?.description == "1969-12-31")
        #expect(before.time.description == "23:59:59.999000000")
        for (milliseconds, seconds, rest) in [
            (-1_000, -1, 0), (-1_001, -2, 999), (0, 0, 0), (999, 0, 999),
            (.max, 9_223_372_036_854_775, 807), (.min, -9_223_372_036_854_776, 192),
        ] as [(Int64, Int64, Int)] {
            let timestamp = CQLTimestamp(millisecondsSinceEpoch: milliseconds)
            #expect(timestamp.secondsSinceEpoch == seconds)
            #expect(timestamp.millisecondOfSecond == rest)
            #expect(timestamp.time.isValid)
        }
        #expect(CQLTimestamp(millisecondsSinceEpoch: .max).date == nil)
        #expect(CQLTimestamp(millisecondsSinceEpoch: .min).date == nil)
        #expect(CQLTimestamp(millisecondsSinceEpoch: .min).time.description == "16:47:04.192000000")
    }

    @Test("D-25 any number is a date, a time and a timestamp that read back what they write")
    func roundTrip() {
        var random = Seed.forThisRun().generator
        for _ in 0..<5_000 {
            let number = random.anyMagnitude()
            let date = CQLDate(wireValue: UInt32(truncatingIfNeeded: number))
            #expect(CQLDate(date.description) == date)
            #expect(CQLDate(wireValue: date.wireValue) == date)
            let (year, month, day) = date.components
            #expect(CQLDate(year: year, month: month, day: day) == date)
            let time = CQLTime(nanosecondsSinceMidnight: number)
            #expect(CQLTime(time.description) == time)
            let timestamp = CQLTimestamp(millisecondsSinceEpoch: number)
            #expect(CQLTimestamp(timestamp.description) == timestamp)
            if let date = timestamp.date {
                let days = Int64(date.daysSinceEpoch) * 86_400_000
                #expect(days + timestamp.time.nanosecondsSinceMidnight / 1_000_000 == number)
            }
        }
    }

    @Test("D-25 random text is refused or read, but never a trap")
    func randomText() {
        var random = Seed.forThisRun().generator
        let alphabet = Array("0123456789:::---...TZ+ PYMDWHS'µ1e∞")
        for _ in 0..<20_000 {
            let length = Int.random(in: 0...30, using: &random)
            let text = String((0..<length).map { _ in alphabet.randomElement(using: &random)! })
            if let value = CQLDate(text) { #expect(CQLDate(value.description) == value) }
            if let value = CQLTime(text) { #expect(CQLTime(value.description) == value) }
            if let value = CQLTimestamp(text) { #expect(CQLTimestamp(value.description) == value) }
            if let value = CQLDuration(text) { #expect(CQLDuration(value.description) == value) }
            if let value = CQLInet(text) { #expect(CQLInet(value.description) == value) }
            if let value = CQLDecimal(text) { #expect(CQLDecimal(value.description) == value) }
        }
    }
}
