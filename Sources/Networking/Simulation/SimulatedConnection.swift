/// A connection between two simulated hosts, for whoever wants to do something to it.
package struct SimulatedConnection {
    let near: SimulatedSocket
    let far: SimulatedSocket

    package enum Side: Sendable {
        case near
        case far
        case both
    }

    private func sockets(_ side: Side) -> [SimulatedSocket] {
        switch side {
        case .near: [near]
        case .far: [far]
        case .both: [near, far]
        }
    }

    /// Something on the way resets the connection. A side that is not told learns it when it next sends something.
    package func reset(_ side: Side) {
        near.world.note("\(near.name) is reset (\(side))")
        for socket in sockets(side) { socket.wasReset() }
    }

    /// Something on the way ends the connection in order, and resets it when somebody still sends.
    package func end() {
        near.world.note("\(near.name) is ended")
        for socket in [near, far] {
            socket.isSevered = true
            socket.endWithoutPeer()
        }
    }

    /// Nothing arrives any more, on either side, and nobody is told.
    package func vanish() {
        near.world.note("\(near.name) vanishes")
        near.isMute = true
        far.isMute = true
    }
}
