import Dispatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Waits for somebody to ask the program to end.
enum Signals {
    /// What `untilEnd` sees from now on. To be called before anybody is told that the program serves.
    static func watch() -> Watch {
        // A peer or a pipe that is gone is an error of the call, not the end of the program.
        _ = signal(SIGPIPE, SIG_IGN)
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        let queue = DispatchQueue(label: "signals")
        let sources = [SIGINT, SIGTERM].map { number in
            // Without this the program would end before its source hears of it.
            _ = signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { continuation.yield(number) }
            source.activate()
            return source
        }
        return Watch(stream: stream, sources: sources)
    }

    /// Signals that are watched for as long as this lives.
    struct Watch {
        fileprivate let stream: AsyncStream<Int32>
        fileprivate let sources: [any DispatchSourceSignal]

        /// Returns when SIGINT or SIGTERM has come.
        func untilEnd() async {
            for await _ in stream { break }
            for source in sources { source.cancel() }
        }
    }
}
