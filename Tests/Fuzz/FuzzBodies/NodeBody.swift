import EmbeddedCassandra

/// Any bytes to a node: it answers, or keeps quiet, and lets go of everything in the end.
package enum NodeBody {
    package static func check(_ input: [UInt8]) throws(BrokenProperty) {
        for reachesStatements in [false, true] {
            // The size of the pieces is taken from the bytes, so that whoever chooses the input chooses it too.
            let piece = 1 + Int(input.first ?? 0) * 8
            let answers = NodeFuzzing.answers(to: input, piece: piece, reachesStatements: reachesStatements)
            try expect(answers != nil, "the node, or its client, does not come to an end")
        }
    }
}
