import Bytes
import CassandraWire
import Foundation
import GoldenVectors
import TestKit
import Testing

@Suite struct FuzzCorpusTests {
    @Test("Inputs are frames, readable type texts, values with their types in front, and statements; each is a file")
    func corpus() throws {
        let corpus = try FuzzCorpus(of: VectorFolder(Fixtures.folder.appendingPathComponent("vectors")))
        #expect(corpus.frames.count == 377 + 49)
        #expect(corpus.values.count == 725 - 21 + 187)
        #expect(corpus.statements.count > 300)
        for input in corpus.values {
            let length = Int(input[0]) << 8 | Int(input[1])
            let text = try #require(String(validating: input.dropFirst(2).prefix(length), as: UTF8.self))
            #expect(throws: Never.self) { try CQLType(cql: text) }
        }
        let target = try TemporaryFolder()
        try corpus.write(to: target.url)
        for (name, inputs) in [
            ("fuzz-frame", corpus.frames), ("fuzz-type-text", corpus.typeTexts), ("fuzz-value", corpus.values),
            ("fuzz-cql", corpus.statements),
        ] {
            let folder = target.url.appendingPathComponent(name)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == inputs.count)
            #expect(try Data(contentsOf: folder.appendingPathComponent("vector-0007")) == Data(inputs[7]))
        }
    }
}
