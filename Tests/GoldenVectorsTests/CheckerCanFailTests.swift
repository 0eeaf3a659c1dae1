import Foundation
import GoldenVectors
import TestKit
import Testing

/// The checker itself: whatever is changed in a line, in its bytes or in its words, makes it miss.
@Suite struct CheckerCanFailTests {
    private static func lines(of file: VectorFile) throws -> [JSON] {
        try VectorFolder(Fixtures.folder.appendingPathComponent("vectors")).lines(of: file).map { try $0.content.get() }
    }

    /// Those of which every byte counts.
    private static func exactLines(of file: VectorFile) throws -> [JSON] {
        try lines(of: file).filter { line in
            let columns = line["columns"]?.elements ?? []
            // Of a user-defined type inside another the text of a column's type does not give the name.
            let isNested = columns.contains { $0["type"]?.text?.contains(".") == true }
            // Whether a single column names the global table or its own is the same in all bytes but that of the flag.
            return line["decode_only"] == nil && line["compression"] == nil && !isNested && columns.count != 1
        }
    }

    private static func isMissed(_ line: JSON, of file: VectorFile) -> Bool {
        var report = VectorReport()
        report.check([VectorLine(file: file, number: 1, json: line)], of: file)
        return !report.isComplete && !report.failures.isEmpty
    }

    /// The fields of each file in which every leaf means something.
    private static let fields: [(VectorFile, [String])] = [
        (.types, ["type", "option", "hex", "json", "udts"]),
        (
            .frames,
            [
                "direction", "opcode", "stream", "flags", "compression", "tracing_id", "warnings", "custom_payload",
                "message", "hex",
            ]
        ),
        (.murmur3, ["hex", "token", "components", "key"]),
        (.metadata, ["columns", "rows", "message", "warnings", "compression", "hex"]),
    ]

    @Test("A word of a line that says something else makes the line miss", arguments: fields)
    func words(file: VectorFile, fields: [String]) throws {
        var generator = Seed.forThisRun().generator
        for line in try Self.exactLines(of: file) {
            for _ in 0..<4 {
                guard let (changed, field) = line.changed(in: fields, using: &generator) else { continue }
                #expect(Self.isMissed(changed, of: file), "\(field) of \(changed.description.prefix(2_000))")
            }
        }
    }

    @Test(
        "A bit of a line's bytes that is another makes the line miss",
        arguments: [
            (VectorFile.types, "hex"), (.types, "option"), (.frames, "hex"), (.metadata, "hex"), (.murmur3, "hex"),
            (.murmur3, "key"),
        ])
    func bits(file: VectorFile, field: String) throws {
        var generator = Seed.forThisRun().generator
        for line in try Self.exactLines(of: file) {
            for _ in 0..<4 {
                guard let changed = line.flippingBit(of: field, using: &generator) else { continue }
                #expect(Self.isMissed(changed, of: file), "\(changed.description.prefix(2_000))")
            }
        }
    }

    @Test("Lines that only have to be decoded, and compressed ones, miss when they say something else")
    func lenientLines() throws {
        var generator = Seed.forThisRun().generator
        for line in try Self.lines(of: .types) where line["decode_only"] != nil {
            let (changed, _) = try #require(line.changed(in: ["json", "type"], using: &generator))
            #expect(Self.isMissed(changed, of: .types), "\(changed)")
        }
        for file in [VectorFile.frames, .metadata] {
            for line in try Self.lines(of: file) where line["compression"] != nil {
                let fields =
                    file == .frames ? ["flags", "stream", "opcode", "message"] : ["columns", "rows", "message"]
                guard let (changed, _) = line.changed(in: fields, using: &generator) else { continue }
                #expect(Self.isMissed(changed, of: file), "\(changed.description.prefix(2_000))")
                var bare = line
                bare["compression"] = nil
                #expect(Self.isMissed(bare, of: file))
            }
        }
    }

    @Test("Bytes that are a value are not refused, and so make a line of invalid ones miss")
    func validBytes() throws {
        let valid = Dictionary(
            try Self.lines(of: .types).compactMap { line in
                line["type"]?.text.flatMap { type in line["hex"]?.text.map { (type, $0) } }
            }, uniquingKeysWith: { first, _ in first })
        var count = 0
        for line in try Self.lines(of: .invalidTypes) {
            guard line["driver"]?.isNull == false, line["server"]?.isNull == false else { continue }
            guard let type = line["type"]?.text, let hex = valid[type] else { continue }
            var changed = line
            changed["hex"] = .string(hex)
            #expect(Self.isMissed(changed, of: .invalidTypes), "\(changed)")
            count += 1
        }
        #expect(count > 100)
    }

    @Test("A type that cannot be read is not taken for bytes that are refused")
    func unreadableType() throws {
        for line in try Self.lines(of: .invalidTypes) {
            guard line["driver"]?.isNull == false, line["server"]?.isNull == false else { continue }
            var changed = line
            changed["type"] = "nothing"
            #expect(Self.isMissed(changed, of: .invalidTypes))
            changed = line
            changed["option"] = "ffff"
            #expect(Self.isMissed(changed, of: .invalidTypes))
        }
    }

    @Test("Other replicas, one less, or another first one make a lookup miss")
    func replicas() throws {
        for line in try Self.lines(of: .rings) {
            let lookups = try #require(line["lookups"]?.elements)
            for lookup in lookups.prefix(8) {
                let replicas = try #require(lookup["replicas"]?.elements)
                var others: [[JSON]] = [replicas + ["another"]]
                if let last = replicas.indices.last {
                    others += [Array(replicas.dropLast()), replicas.dropLast() + ["another"]]
                    if last > 0 { others.append(replicas.reversed()) }
                }
                for other in others {
                    var changed = lookup
                    changed["replicas"] = .array(other)
                    var ring = line
                    ring["lookups"] = [changed]
                    #expect(Self.isMissed(ring, of: .rings), "\(other) for \(replicas)")
                }
            }
        }
    }

    @Test("Other nodes, or another replication, make lookups of a ring miss")
    func rings() throws {
        let line = try #require(try Self.lines(of: .rings).first { ($0["nodes"]?.elements?.count ?? 0) > 3 })
        for field in ["nodes", "replication", "lookups"] {
            var changed = line
            changed[field] = field == "replication" ? ["class": "LocalStrategy"] : []
            #expect(Self.isMissed(changed, of: .rings) == (field != "lookups"))
            changed[field] = nil
            #expect(Self.isMissed(changed, of: .rings))
        }
    }

    @Test("Options in another order make a frame miss")
    func order() throws {
        var count = 0
        for line in try Self.lines(of: .frames) {
            guard let options = line["message"]?["options"]?.members, options.count > 1 else { continue }
            var changed = line
            changed["message"] = ["options": .object(options.reversed())]
            #expect(Self.isMissed(changed, of: .frames))
            count += 1
        }
        #expect(count >= 3)
    }

    @Test("A line without a field, or that is no JSON, is missed and still counted", arguments: VectorFile.allCases)
    func brokenLines(file: VectorFile) throws {
        for text in ["{}", "[]", "{\"hex\":", "nonsense", "{\"hex\":\"0\"}"] {
            var report = VectorReport()
            report.check([VectorLine(file: file, number: 7, text: Array(text.utf8))], of: file)
            // An empty object does not say that both refuse it.
            if file == .invalidTypes, text.hasPrefix("{}") || text == "[]" || text.hasSuffix("}") { continue }
            #expect(!report.isComplete, "\(text)")
            #expect(report.failures.first?.line == 7)
        }
    }
}
