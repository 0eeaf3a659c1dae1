// swift-tools-version: 6.3
import PackageDescription

/// Every target of the house is compiled with these; each line says why.
let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),  // each unsafe expression is visible in review
    .enableUpcomingFeature("ExistentialAny"),  // boxes are visible
    .enableUpcomingFeature("MemberImportVisibility"),  // a member is used only where its module is imported
    .enableUpcomingFeature("InternalImportsByDefault"),  // a `public import` is a decision
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // async functions stay on the caller's executor
    .enableUpcomingFeature("InferIsolatedConformances"),  // isolated types conform where they live
    .enableUpcomingFeature("ImmutableWeakCaptures"),  // a weak capture is not a variable
]

// Warnings are errors for us, never for those who build the package as a dependency.
let settings = Context.environment["MARTLET_STRICT"] == nil ? house : house + [.treatAllWarnings(as: .error)]

let lz4 = Target.Dependency.target(name: "CLZ4", condition: .when(traits: ["LZ4"]))
let openSSL = Target.Dependency.target(name: "COpenSSL", condition: .when(traits: ["TLS"]))
let linux = Target.Dependency.target(name: "CLinux", condition: .when(platforms: [.linux]))

let package = Package(
    name: "martlet",
    platforms: [.macOS(.v26)],
    products: [
        .library(name: "Cassandra", targets: ["Cassandra"]),
        .library(name: "EmbeddedCassandra", targets: ["EmbeddedCassandra"]),

        // A cluster by itself: `swift run embedded-cassandra --help`.
        .executable(name: "embedded-cassandra", targets: ["embedded-cassandra"]),

        // Examples: `swift run Examples/demo`, or shorter.
        .executable(name: "Examples/demo", targets: ["Demo"]),
        .executable(name: "demo", targets: ["Demo"]),
        .executable(name: "Examples/explain-frames", targets: ["ExplainFrames"]),
        .executable(name: "explain-frames", targets: ["ExplainFrames"]),

        // Tools of this checkout.
        .executable(name: "vectors", targets: ["VectorsTool"]),
        .executable(name: "every-byte", targets: ["EveryByte"]),
        .executable(name: "inbox-model", targets: ["InboxModel"]),
        .executable(name: "soak", targets: ["SoakTool"]),
    ],
    traits: [
        .trait(name: "LZ4", description: "Compressed frames, through the system's liblz4"),
        .trait(name: "TLS", description: "Encrypted connections, through the system's OpenSSL 3"),
        .default(enabledTraits: ["LZ4", "TLS"]),
    ],
    targets: [
        // System libraries: a module map and #include lines.
        .systemLibrary(
            name: "CLZ4", path: "Sources/System/CLZ4", pkgConfig: "liblz4",
            providers: [.apt(["liblz4-dev"]), .brew(["lz4"])]),
        .systemLibrary(
            name: "COpenSSL", path: "Sources/System/COpenSSL", pkgConfig: "openssl",
            providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
        .systemLibrary(name: "CLinux", path: "Sources/System/CLinux"),

        // The driver, from the bottom up.
        .target(name: "Bytes", swiftSettings: settings),
        .target(name: "Networking", dependencies: ["Bytes", openSSL, linux], swiftSettings: settings),
        .target(name: "CassandraWire", dependencies: ["Bytes", lz4], swiftSettings: settings),
        .target(name: "Cassandra", dependencies: ["CassandraWire", "Networking", "Bytes"], swiftSettings: settings),

        // Nodes in the process: the other side of the protocol.
        .target(
            name: "EmbeddedCassandra", dependencies: ["CassandraWire", "Networking", "Bytes"], swiftSettings: settings),

        .executableTarget(
            name: "embedded-cassandra", dependencies: ["EmbeddedCassandra"], path: "Sources/embedded-cassandra",
            packageAccess: false, swiftSettings: settings),

        // Examples, which see what users see.
        .executableTarget(
            name: "Demo", dependencies: ["Cassandra", "EmbeddedCassandra"], path: "Examples/demo", packageAccess: false,
            swiftSettings: settings),
        .executableTarget(
            name: "ExplainFrames", dependencies: ["Cassandra"], path: "Examples/explain-frames", packageAccess: false,
            swiftSettings: settings),

        // Measurements.
        .executableTarget(
            name: "wire-bench", dependencies: ["Cassandra", "CassandraWire", "Bytes"], path: "Benchmarks/WireBench",
            swiftSettings: settings),
        .executableTarget(
            name: "loop-bench", dependencies: ["Networking", "Bytes"], path: "Benchmarks/LoopBench",
            swiftSettings: settings),
        .executableTarget(
            name: "driver-bench", dependencies: ["Cassandra"], path: "Benchmarks/DriverBench", packageAccess: false,
            swiftSettings: settings),

        .executableTarget(
            name: "driver-cost", dependencies: ["Cassandra", "CassandraWire", "Bytes", "ScriptedNode"],
            path: "Benchmarks/DriverCost", swiftSettings: settings),

        // Tests.
        .target(name: "TestKit", path: "Tests/TestKit", swiftSettings: settings),
        .target(
            name: "ScriptedNode", dependencies: ["CassandraWire", "Networking", "Bytes"], path: "Tests/ScriptedNode",
            swiftSettings: settings),
        .target(
            name: "BlockingClient", dependencies: ["CassandraWire", "Bytes"], path: "Tests/BlockingClient",
            swiftSettings: settings),
        .target(
            name: "Differential", dependencies: ["BlockingClient", "CassandraWire", "Bytes", "TestKit"],
            path: "Tests/Differential/Library", swiftSettings: settings),
        .executableTarget(
            name: "cql-differential", dependencies: ["Differential"], path: "Tests/Differential/Tool",
            swiftSettings: settings),
        .testTarget(
            name: "DifferentialTests", dependencies: ["Differential", "EmbeddedCassandra"],
            path: "Tests/DifferentialTests", swiftSettings: settings),
        .target(
            name: "GoldenVectors", dependencies: ["TestKit", "Cassandra", "CassandraWire", "Bytes"],
            path: "Tests/GoldenVectors", swiftSettings: settings),
        .executableTarget(
            name: "VectorsTool", dependencies: ["GoldenVectors", "TestKit"], path: "Tests/VectorsTool",
            swiftSettings: settings),
        .target(
            name: "FuzzBodies", dependencies: ["EmbeddedCassandra", "CassandraWire", "Bytes", "TestKit"],
            path: "Tests/Fuzz/FuzzBodies", swiftSettings: settings),
        .executableTarget(
            name: "EveryByte", dependencies: ["FuzzBodies", "TestKit"], path: "Tests/EveryByte",
            swiftSettings: settings),
        .executableTarget(name: "InboxModel", path: "Tests/InboxModel", swiftSettings: settings),
        .testTarget(name: "BytesTests", dependencies: ["Bytes", "TestKit"], swiftSettings: settings),
        .target(
            name: "SimulationWorkload", dependencies: ["Networking", "Bytes"], path: "Tests/SimulationWorkload",
            swiftSettings: settings),
        .executableTarget(
            name: "SimulationTrace", dependencies: ["SimulationWorkload", "Networking"], path: "Tests/SimulationTrace",
            swiftSettings: settings),
        .target(
            name: "SoakBody", dependencies: ["Networking", "Bytes", "TestKit"], path: "Tests/NetworkSoak/SoakBody",
            swiftSettings: settings),
        .executableTarget(
            name: "SoakTool", dependencies: ["SoakBody", "TestKit"], path: "Tests/NetworkSoak/SoakTool",
            swiftSettings: settings),
        .testTarget(
            name: "NetworkingTests",
            dependencies: ["Networking", "Bytes", "TestKit", "SimulationWorkload", "SoakBody", linux],
            swiftSettings: settings),
        .testTarget(
            name: "CassandraWireTests", dependencies: ["CassandraWire", "Bytes", "TestKit", "FuzzBodies"],
            swiftSettings: settings),
        .testTarget(
            name: "GoldenVectorsTests", dependencies: ["GoldenVectors", "CassandraWire", "Bytes", "TestKit"],
            swiftSettings: settings),
        .testTarget(
            name: "CassandraTests",
            dependencies: ["Cassandra", "CassandraWire", "Networking", "Bytes", "ScriptedNode", "TestKit"],
            swiftSettings: settings),
        .testTarget(
            name: "EmbeddedCassandraTests",
            dependencies: ["EmbeddedCassandra", "CassandraWire", "Networking", "Bytes", "TestKit"],
            exclude: ["Server/Deviations.md"], swiftSettings: settings),
        .testTarget(
            name: "NodeTests",
            dependencies: [
                "BlockingClient", "Cassandra", "EmbeddedCassandra", "CassandraWire", "Networking", "Bytes", "TestKit",
            ],
            swiftSettings: settings),
    ]
)

// libFuzzer brings its own main, so these exist only when they are asked for: FUZZ=1 swift build --sanitize fuzzer.
if Context.environment["FUZZ"] != nil {
    func fuzzer(_ name: String, _ folder: String) -> Target {
        .executableTarget(
            name: name, dependencies: ["FuzzBodies"], path: "Tests/Fuzz/\(folder)", swiftSettings: settings)
    }
    package.targets += [
        fuzzer("fuzz-frame", "FuzzFrame"), fuzzer("fuzz-type-text", "FuzzTypeText"), fuzzer("fuzz-value", "FuzzValue"),
        fuzzer("fuzz-cql", "FuzzCQL"), fuzzer("fuzz-node", "FuzzNode"),
    ]
}
