import CassandraWire
import Networking

// What happens to nodes, and when the others notice.

extension Cluster {
    /// Starts a node that is down: it listens, learns the schema, begins to get what others kept for it, and is announced.
    func start(_ node: Node) throws(IOError) {
        guard node.state == .down, !isShutDown else { return }
        let frontend = makeFrontend(self, node)
        node.address = try frontend.startListening(at: node.address)
        node.frontend = frontend
        node.generation = Int32(clamping: seconds)
        node.missedEvents = []
        comeBack(node)
    }

    /// Stops a node in order: the others are told at once, and its own clients before their connections end.
    /// `done` is called when those are gone, or have had `endTolerance`.
    func stop(_ node: Node, _ done: @escaping () -> Void = {}) {
        guard node.state == .up || node.state == .paused else { return done() }
        if node.state == .up { node.frontend?.publish(.statusChange(change: "DOWN", node: node.endpoint)) }
        endings.wait(on: loop, atMost: options.endTolerance, done) { done in
            let hasClients = node.frontend != nil
            end(node) { $0.stop(grace: .zero, done) }
            if !hasClients { done() }
        }
        markDown(node)
        standingsChanged()
    }

    /// Kills a node's process: its clients notice at once, the other nodes a little later.
    func kill(_ node: Node) {
        guard node.state == .up || node.state == .paused else { return }
        end(node) { $0.kill() }
        notice(node, after: options.resetTolerance)
        standingsChanged()
    }

    /// Freezes a node's process: nobody notices until it has not answered for a while.
    func pause(_ node: Node) {
        guard node.state == .up else { return }
        node.state = .paused
        node.silentSince = loop.now
        node.frontend?.pause()
        notice(node, after: options.silenceTolerance)
        standingsChanged()
    }

    /// Lets a frozen node go on.
    func resume(_ node: Node) {
        guard node.state == .paused else { return }
        node.frontend?.resume()
        let missed = node.missedEvents
        node.missedEvents = []
        comeBack(node)
        node.frontend?.publish(missed)
    }

    // MARK: Steps

    private func end(_ node: Node, _ tell: (any NodeFrontend) -> Void) {
        node.state = .down
        node.silentSince = node.silentSince ?? loop.now
        if let frontend = node.frontend { tell(frontend) }
        node.frontend = nil
        node.missedEvents = []
        forgetWaiting { $0.node === node }
    }

    private func notice(_ node: Node, after delay: Duration) {
        if let detection = node.detection { loop.cancel(detection) }
        node.detection = loop.after(delay) { [weak self, weak node] in
            guard let self, let node else { return }
            node.detection = nil
            self.markDown(node)
            self.standingsChanged()
        }
    }

    private func markDown(_ node: Node) {
        if let detection = node.detection { loop.cancel(detection) }
        node.detection = nil
        guard standings[node.index].isBelievedAlive else { return }
        standings[node.index].isBelievedAlive = false
        publish(.statusChange(change: "DOWN", node: node.endpoint), except: node)
    }

    private func comeBack(_ node: Node) {
        if let detection = node.detection { loop.cancel(detection) }
        node.detection = nil
        node.state = .up
        node.silentSince = nil
        node.schema = schema
        let wasBelievedDown = !standings[node.index].isBelievedAlive
        standings[node.index].isBelievedAlive = true
        // What others kept for it, and what it kept for others; and for itself, of requests that it carried out while it
        // was being stopped.
        hintDelivery.begin()
        if wasBelievedDown { publish(.statusChange(change: "UP", node: node.endpoint), except: node) }
        standingsChanged()
    }

    /// Brings up to date what requests look at, and has those tried again that wait.
    func standingsChanged() {
        allAnswer = true
        for node in nodes {
            standings[node.index].isResponsive = node.isResponsive
            if node.isMember, !node.isResponsive { allAnswer = false }
        }
        retryWaiting()
    }
}
