import Networking

/// What deadlines cost, few or many of them pending.
enum Deadlines {
    private static let (few, many) = (100, 100_000)

    static var all: [Operation] {
        [few, many].flatMap { pending in
            [turn(pending)] + Place.allCases.flatMap { [cancel($0, pending), addAndCancel($0, pending)] }
        }
    }

    /// Where a deadline is kept: with others of its duration, or, when its duration is its own, in the heap.
    private enum Place: String, CaseIterable {
        case shared, own

        func add(_ index: Int, to loop: EventLoop, _ target: Nobody) -> DeadlineID {
            switch self {
            case .shared: loop.after(.seconds(1000), tell: target)
            case .own:
                // Scattered, so that the heap is none that sorts itself.
                loop.at(LoopInstant(nanoseconds: UInt64(3_000_000_000_000 + index * 7919 % 1_000_003)), tell: target)
            }
        }
    }

    private final class Nobody: TimerTarget {
        func deadlinePassed(_ tag: UInt64, on loop: EventLoop) {}
    }

    /// A turn in which none is due.
    private static func turn(_ pending: Int) -> Operation {
        Operation(name: "turn-with-deadlines-\(pending)", few: 1000, many: 11_000) { count in
            measured { loop, target in
                for index in 0..<pending { _ = (index % 2 == 0 ? Place.shared : .own).add(index, to: loop, target) }
                for _ in 0..<count { loop.waitAndTurn() }
            }
        }
    }

    private static func cancel(_ place: Place, _ pending: Int) -> Operation {
        Operation(name: "cancel-\(place)-\(pending)", few: pending / 10, many: pending / 2) { count in
            measured { loop, target in
                let ids = (0..<pending).map { place.add($0, to: loop, target) }
                for index in 0..<count { loop.cancel(ids[index * 2]) }
            }
        }
    }

    /// As a request does that is answered in time; all that calling off puts off is in it.
    private static func addAndCancel(_ place: Place, _ pending: Int) -> Operation {
        Operation(name: "add-and-cancel-\(place)-\(pending)", few: pending, many: pending * 2) { count in
            measured { loop, target in
                var ids = (0..<pending).map { place.add($0, to: loop, target) }
                for index in 0..<count {
                    loop.cancel(ids[index % pending])
                    ids[index % pending] = place.add(index, to: loop, target)
                }
            }
        }
    }

    private static func measured(_ body: (EventLoop, Nobody) -> Void) -> Int {
        StillWorld.run(connections: 0) { body($0, Nobody()) }
        return 0
    }
}
