public import Foundation

/// The files that tests read.
public enum Fixtures {
    /// `Tests/Fixtures` of this checkout.
    public static var folder: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures")
    }

    /// The golden vectors: `VECTORS_DIR`, or the copy in this checkout.
    public static var vectors: URL {
        ProcessInfo.processInfo.environment["VECTORS_DIR"].map { URL(fileURLWithPath: $0) }
            ?? folder.appendingPathComponent("vectors")
    }
}
