// swift-tools-version: 6.3
import PackageDescription

// A package that depends on the library as its users' packages do: it sees what is public, and nothing else. The
// operations are the same files that are measured inside the library's own package.
let package = Package(
    name: "consumer",
    platforms: [.macOS(.v26)],
    dependencies: [.package(name: "martlet", path: "../..")],
    targets: [
        .executableTarget(
            name: "consumer-bench", dependencies: [.product(name: "Cassandra", package: "martlet")])
    ]
)
