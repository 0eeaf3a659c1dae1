import CassandraWire
import ScriptedNode
import Testing

@testable import Cassandra

extension OneNode {
    /// Connections that are lost, and made anew.
    @Suite struct ReconnectTests {
        @Test("D-130: a node that ends each connection as soon as it is ready is not asked again and again at once")
        func endsEach() async throws {
            try await withNode { node, session in
                node.follow { $0.opcode == .startup ? [.usual, .close] : nil }
                await node.perform([.close])
                // The clock of this test is the timeout of a request to somebody else.
                try await withNode(script: Script { $0.isStatement ? .nothing : nil }) { _, other in
                    _ = await failure { try await other.execute("SELECT 1", profile: .timeout(.milliseconds(400))) }
                }
                let connections = node.log.value.connections
                #expect(connections > 1)
                #expect(connections < 10)
                node.follow(.usual)
                while await failure(of: { try await session.execute("SELECT 1") }) != nil {}
            }
        }

        @Test("D-121: a node that was restarted is found again, by itself, and its statements are prepared there")
        func restarted() async throws {
            try await withNode { node, session in
                let insert = try await session.prepare("INSERT ?", binding: Int32.self)
                try await insert(1)
                let address = node.address
                await node.stopListening()
                await node.perform([.reset])
                // Whatever is asked meanwhile fails or waits, but does not hang.
                let meanwhile = await failure { try await insert.execute(2, profile: .timeout(.milliseconds(50))) }
                #expect(meanwhile != nil)
                node.forgetStatements()
                try await node.listen(at: address)
                while await failure(of: { try await insert(3) }) != nil {}
                #expect(node.log.value.connections == 2)
            }
        }

        @Test(
            "D-142: requests under way when a connection ends fail at once, and say whether they may have been applied",
            arguments: [true, false])
        func lost(inOrder: Bool) async throws {
            let gate = Gate()
            let script = Script { $0.isStatement ? .hold(gate) : nil }
            try await withNode(script: script) { node, session in
                let write = begin { try await session.execute("INSERT 1") }
                let read = begin { try await session.execute("SELECT 1") }
                try await gate.reached(2)
                node.follow(.usual)
                await node.perform([inOrder ? .close : .reset])
                let (lostWrite, lostRead) = (await write.value.error, await read.value.error)
                #expect(lostWrite?.name == .connectionLost)
                #expect(lostWrite?.mayHaveBeenApplied == true)
                #expect(lostRead?.name == .connectionLost)
                #expect(lostRead?.mayHaveBeenApplied == false)
                try await session.execute("INSERT 2")
                #expect(node.log.value.connections == 2)
            }
        }
    }
}
