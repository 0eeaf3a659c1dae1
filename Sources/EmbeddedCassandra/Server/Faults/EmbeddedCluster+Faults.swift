extension EmbeddedCluster {
    /// Puts a rule in force: from now on what it describes goes wrong.
    ///
    /// ```swift
    /// let slow = await cluster.addFault(FaultRule(.init(operation: .execute, every: 3), .delay(.seconds(2))))
    /// …
    /// await cluster.removeFault(slow)
    /// ```
    @discardableResult
    public func addFault(_ rule: FaultRule) async -> FaultID {
        await onLoop { $0.faults.add(rule) }
    }

    /// Takes a rule out of force. Returns whether it was in force.
    @discardableResult
    public func removeFault(_ id: FaultID) async -> Bool {
        await onLoop { $0.faults.remove(id) }
    }

    /// Takes all rules out of force.
    public func removeAllFaults() async {
        await onLoop { $0.faults.removeAll() }
    }

    /// A rule that is in force.
    public struct Fault: Hashable, Sendable {
        /// What `removeFault` takes.
        public let id: FaultID
        /// The rule.
        public let rule: FaultRule
        /// How often it has applied.
        public let applications: Int
    }

    /// The rules that are in force, in the order in which requests meet them.
    public var faults: [Fault] {
        get async {
            await onLoop { cluster in
                cluster.faults.entries.map { Fault(id: $0.id, rule: $0.rule, applications: $0.applications) }
            }
        }
    }
}
