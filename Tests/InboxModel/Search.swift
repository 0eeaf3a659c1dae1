/// Looks for the shortest schedule that fails: all those of one step, then all of two.
struct Search {
    struct Found {
        let failure: Failure
        /// How many steps it takes.
        let length: Int
        /// A line for each operation.
        let lines: [String]
    }

    private struct Way {
        let from: Int
        let move: Model.Move
    }

    /// `nil`: no schedule fails.
    static func shortestFailure(_ model: Model) -> Found? {
        var ways: [Way] = []
        var known: Set<WideHash> = []
        var ignored = Schedule(model.variant)
        var layer: [(state: State, way: Int)]
        do throws(Failure) {
            let start = try model.start(&ignored)
            layer = [(start, -1)]
            known.insert(start.hash)
        } catch {
            return Found(failure: error, length: 0, lines: [])
        }
        while !layer.isEmpty {
            var following: [(state: State, way: Int)] = []
            for (state, way) in layer {
                for move in model.moves(in: state) {
                    var next = state
                    do throws(Failure) {
                        try model.perform(move, on: &next, &ignored)
                        _ = try model.checkIfQuiet(next)
                    } catch {
                        return found(error, by: moves(to: way, ways) + [move], model)
                    }
                    guard known.insert(next.hash).inserted else { continue }
                    ways.append(Way(from: way, move: move))
                    following.append((next, ways.count - 1))
                }
            }
            layer = following
        }
        return nil
    }

    private static func moves(to last: Int, _ ways: [Way]) -> [Model.Move] {
        var moves: [Model.Move] = []
        var way = last
        while way >= 0 {
            moves.append(ways[way].move)
            way = ways[way].from
        }
        return moves.reversed()
    }

    /// Does it once more, for the reader.
    private static func found(_ failure: Failure, by moves: [Model.Move], _ model: Model) -> Found {
        var schedule = Schedule(model.variant, wanted: true)
        do throws(Failure) {
            var state = try model.start(&schedule)
            for move in moves {
                schedule.beginStep()
                try model.perform(move, on: &state, &schedule)
            }
        } catch {
            // The last step throws what was found.
        }
        return Found(failure: failure, length: moves.count, lines: schedule.lines ?? [])
    }
}
