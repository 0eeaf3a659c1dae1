import Networking
import Testing

@Suite struct ParkedTests {
    @Test func `a parked task goes on with the value that it is resumed with`() async {
        #expect(await park { $0.resume(7) } == 7)
        let text: String? = await park { $0.resume(nil) }
        #expect(text == nil)
    }

    @Test func `a parked task can be resumed later`() async throws {
        try await onLoop { loop, _ in
            let place = Place()
            let number = await park { (parked: consuming Parked<Int>) in
                place.parked = consume parked
                loop.later { place.parked.take()?.resume(7) }
            }
            #expect(number == 7)
        }
    }

    @Test func `a parked task that is dropped traps instead of hanging`() async throws {
        let result = try await #require(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            await park { (parked: consuming Parked<Void>) in _ = consume parked }
        }
        expectMessage(result)
    }

    @Test func `a parked task traps when what holds it is let go of`() async throws {
        let result = try await #require(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = await park { (parked: consuming Parked<Int>) in
                let place = Place()
                place.parked = consume parked
            }
        }
        expectMessage(result)
    }

    private func expectMessage(_ result: ExitTest.Result) {
        #if DEBUG  // without it a precondition says nothing
            let message = String(decoding: result.standardErrorContent, as: UTF8.self)
            #expect(message.contains("a suspended task is resumed exactly once, but this one was dropped"))
        #endif
    }
}

/// Keeps a parked task for a closure, which cannot hold one itself.
private final class Place {
    var parked: Parked<Int>?
}
