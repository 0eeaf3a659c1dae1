import CassandraWire

/// What servers find wrong with the relations of clustering columns while they go through them in the order of the text.
enum ClusteringMerge {
    /// - Parameter support: Restrictions that an index answers may stand anywhere.
    static func check(_ restrictions: [Restriction], _ support: IndexSupport?) throws(ServerError) {
        for (index, restriction) in restrictions.enumerated() {
            let earlier = restrictions[..<index]
            guard let last = earlier.max(by: { $0.lastPosition < $1.lastPosition }) else { continue }
            if support?.answersAny(of: [restriction]) == true { continue }
            if last.comparison.isSlice, restriction.firstPosition > last.firstPosition {
                throw .invalid(
                    "Clustering column \"\(restriction.columns[0].name)\" cannot be restricted (preceding column "
                        + "\"\(last.columns[0].name)\" is restricted by a non-EQ relation)")
            }
            guard restriction.comparison.isSlice, restriction.firstPosition < last.firstPosition else { continue }
            let following = earlier.flatMap(\.columns).filter { $0.position > restriction.firstPosition }
            let next = following.min { $0.position < $1.position }
            throw .invalid(
                "PRIMARY KEY column \"\(next?.name ?? "")\" cannot be restricted (preceding column "
                    + "\"\(restriction.columns[0].name)\" is restricted by a non-EQ relation)")
        }
    }
}

extension Restriction {
    fileprivate var lastPosition: Int { columns[columns.count - 1].position }
}
