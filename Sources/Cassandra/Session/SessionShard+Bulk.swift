import Networking

// Chunks of bulk loads: sent as far as there is room, behind the requests that wait.

extension SessionShard {
    func start(_ chunk: BulkChunk) {
        guard state == .open else {
            requestsUnderWay += 1
            return chunk.failUnsent(.sessionClosed)
        }
        requestsUnderWay += 1
        chunks.value.append(chunk)
        sendChunks()
    }

    func sendChunks() {
        while let chunk = chunks.value.first {
            guard chunk.hasUnsent else {
                chunks.value.removeFirst()
                if !chunk.window.isWanted { chunk.failUnsent(.cancelled) }
                continue
            }
            if chunk.state.isInDoubt {
                if chunk.state.isStale {
                    chunk.failUnsent(Self.staleStatement)
                    continue
                }
                // Goes on when it is known whether the statement is what it was.
                if preparing[ObjectIdentifier(chunk.state)] == nil { prepareAgain(chunk.state, for: []) }
                return
            }
            guard let connection = connectionWithRoom else { return }
            connection.send(chunk)
        }
    }

    /// All rows of a chunk are finished.
    func ended(_ chunk: BulkChunk) {
        requestsUnderWay -= 1
        if state == .draining { drainIfDone() }
    }
}
