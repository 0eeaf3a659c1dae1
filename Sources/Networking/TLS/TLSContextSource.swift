#if TLS
    import Synchronization

    #if canImport(Darwin)
        import Darwin
    #else
        import Glibc
    #endif

    /// Gives each new connection the context of the files as they were read last.
    ///
    /// Certificates are replaced while programs run. Connections that exist keep the context they began with.
    package final class TLSContextSource: Sendable {
        private let configuration: TLSConfiguration
        private let side: TLSContext.Side
        private let held: Mutex<TLSContext>
        /// The files as they were before they were read. Whoever reloads holds this, so that an older state never
        /// replaces a newer one; `current` does not wait for it.
        private let states: Mutex<[FileState?]>

        /// Reads the files for a client.
        package convenience init(client configuration: TLSConfiguration) throws(TLSError) {
            try self.init(configuration, .client)
        }

        /// Reads the files for a server.
        package convenience init(server configuration: TLSConfiguration) throws(TLSError) {
            try self.init(configuration, .server)
        }

        private init(_ configuration: TLSConfiguration, _ side: TLSContext.Side) throws(TLSError) {
            self.configuration = configuration
            self.side = side
            // Before they are read: what changes meanwhile is then seen as a change later.
            states = Mutex(configuration.files.map { FileState(path: $0) })
            held = Mutex(try TLSContext(configuration, side))
        }

        /// For a new connection.
        package var current: TLSContext {
            held.withLock { $0 }
        }

        /// Reads the files again. When something is wrong with them, the old context stays.
        package func reload() throws(TLSError) {
            try states.withLock { (states) throws(TLSError) in try reload(&states) }
        }

        /// Reads the files again if one of them looks different from when they were read last, and tells whether so.
        /// Files that could not be used are tried again at each call: half of a change may have been seen.
        package func reloadIfChanged() throws(TLSError) -> Bool {
            try states.withLock { (states) throws(TLSError) in
                guard configuration.files.map({ FileState(path: $0) }) != states else { return false }
                try reload(&states)
                return true
            }
        }

        private func reload(_ states: inout [FileState?]) throws(TLSError) {
            let seen = configuration.files.map { FileState(path: $0) }
            let context = try TLSContext(configuration, side)
            held.withLock { $0 = context }
            states = seen
        }
    }

    /// What tells that a file was written or replaced, without reading it.
    private struct FileState: Equatable, Sendable {
        let device: UInt64
        let inode: UInt64
        let size: Int64
        let seconds: Int
        let nanoseconds: Int

        /// `nil` when there is no such file.
        init?(path: String) {
            var status = stat()
            guard unsafe stat(path, &status) == 0 else { return nil }
            device = UInt64(truncatingIfNeeded: status.st_dev)
            inode = UInt64(status.st_ino)
            size = Int64(status.st_size)
            #if canImport(Darwin)
                let modified = status.st_mtimespec
            #else
                let modified = status.st_mtim
            #endif
            seconds = modified.tv_sec
            nanoseconds = modified.tv_nsec
        }
    }
#endif
