import Networking

// All nodes at once: the beginning and the end.

extension Cluster {
    /// Starts all nodes. Where their port is 0 they get a free one, the same for all that have an address of their own.
    func startAll() throws(IOError) {
        var left = Self.mostTries
        while true {
            do throws(IOError) {
                return try startTogether()
            } catch {
                left -= 1
                guard left > 0, nodes.contains(where: { $0.address.port == 0 }) else { throw error }
            }
        }
    }

    /// A port that is free at one address may be taken at the next.
    private static let mostTries = 20

    private func startTogether() throws(IOError) {
        let wanted = nodes.map(\.address)
        let sharesPort = Set(wanted.map(\.host)).count == wanted.count
        do throws(IOError) {
            for node in nodes {
                if sharesPort, node.address.port == 0, let port = nodes.first?.address.port {
                    node.address = node.address.with(port: port)
                }
                try start(node)
            }
        } catch {
            for node in nodes { kill(node) }
            for node in nodes { node.address = wanted[node.index] }
            throw error
        }
    }

    /// Ends everything, for good. Requests that wait get no answer: their connections end. `done` is called when those
    /// of all nodes are gone, those of nodes that were being stopped included, or have had `endTolerance`.
    func shutDown(_ done: @escaping () -> Void = {}) {
        guard !isShutDown else { return endings.whenOver(on: loop, atMost: options.endTolerance, done) }
        isShutDown = true
        forgetWaiting { _ in true }
        purges.stop()
        hintDelivery.stop()
        for node in nodes {
            if let detection = node.detection { loop.cancel(detection) }
            node.detection = nil
            guard let frontend = node.frontend else { continue }
            node.state = .down
            node.frontend = nil
            endings.wait(on: loop, atMost: options.endTolerance, {}, { frontend.stop(grace: .zero, $0) })
        }
        standings = standings.map { Standing(datacenter: $0.datacenter) }
        allAnswer = false
        endings.whenOver(on: loop, atMost: options.endTolerance, done)
    }
}
