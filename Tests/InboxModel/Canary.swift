/// A weakening that the model must notice, or another way to build an inbox that it must let pass: a check that never
/// complains, or always does, shows nothing.
struct Canary {
    let name: String
    let variant: Variant
    /// `nil`: it holds.
    let expected: Failure.Kind?
    /// Whether the loop may end. The inboxes of two words know nothing of that.
    let ends: Bool

    private init(
        _ name: String, _ expected: Failure.Kind?, ends: Bool = true, _ change: (inout Variant) -> Void
    ) {
        self.name = name
        self.expected = expected
        self.ends = ends
        var variant = Variant.real
        change(&variant)
        self.variant = variant
    }

    var scenario: Scenario { Scenario(producers: [1, 1], ends: ends) }

    static let all = [
        Canary("a push is relaxed", .race) { $0.pushSucceeds = .relaxed },
        Canary("a push only acquires", .race) { $0.pushSucceeds = .acquiring },
        Canary("taking is relaxed", .race) { $0.takeExchanges = .relaxed },
        Canary("falling asleep is relaxed", .endNotSeen) { $0.fallsAsleep = .relaxed },
        Canary("a push only releases", .endNotSeen) { $0.pushSucceeds = .releasing },
        // What is handed on by the release sequence alone.
        Canary("a push only releases, and the loop does not end", nil, ends: false) { $0.pushSucceeds = .releasing },
        Canary("the loop falls asleep by a look and a plain store", .lostMessage) { $0.sleep = .lookThenStore },
        Canary("a push wakes when it replaced awake", .needlessWakeUp) { $0.wakesAfter = Word.awake },
        Canary("a message is linked after it was pushed", .race) { $0.linksLate = true },
        Canary("two words, no second look", .lostWakeUp, ends: false) {
            $0.sleep = .secondWord(.sequentiallyConsistent, secondLook: false)
        },
        Canary("two words, acquiring and releasing", .lostWakeUp, ends: false) {
            $0.sleep = .secondWord(.acquiringAndReleasing, secondLook: true)
        },
        Canary("two words, sequentially consistent", nil, ends: false) {
            $0.sleep = .secondWord(.sequentiallyConsistent, secondLook: true)
            $0.pushSucceeds = .sequentiallyConsistent
        },
    ]
}
