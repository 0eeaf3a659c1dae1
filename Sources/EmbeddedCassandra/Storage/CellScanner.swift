import Bytes

/// Goes through the cells of a block, which whoever holds this keeps alive.
@safe struct CellScanner {
    enum Flags {
        static let ownTimestamp: UInt8 = 0x08
        static let ownExpiry: UInt8 = 0x10
        static let markerExpiry: UInt8 = 0x20
    }

    private var position: UnsafeRawPointer
    private let end: UnsafeRawPointer
    private let base: Int64
    private let markerTimeToLive: Int32
    private let markerExpiresAt: Int64
    /// The cell that `advance` came to.
    private(set) var cell = CellRecord()

    @inline(__always) init(_ storage: ByteStorage, _ header: RowHeader) {
        unsafe position = header.cells
        unsafe end = UnsafeRawPointer(storage.start) + storage.count
        base = header.base
        markerTimeToLive = header.timeToLive
        markerExpiresAt = header.expiresAt
    }

    @inline(__always) init(_ block: RowBlock) {
        self.init(block.storage, RowHeader(block.storage))
    }

    /// Goes to the next cell; `false` when there is none.
    @inline(__always) mutating func advance() -> Bool {
        guard unsafe position < end else { return false }
        cell.column = unsafe BlockInteger.read(&position)
        let tag = unsafe position.load(as: UInt8.self)
        unsafe position += 1
        guard let kind = CellKind(rawValue: tag & 7) else { preconditionFailure("a block has cells of known kinds") }
        cell.kind = kind
        cell.timestamp = base
        cell.timeToLive = 0
        if tag != 0 { readExtras(tag) }
        if kind.hasPath {
            let length = unsafe BlockInteger.read(&position)
            unsafe cell.path = UnsafeRawBufferPointer(start: position, count: length)
            unsafe position += length
        }
        if kind.hasValue {
            let length = unsafe BlockInteger.read(&position)
            unsafe cell.value = UnsafeRawBufferPointer(start: position, count: length)
            unsafe position += length
        }
        return true
    }

    private mutating func readExtras(_ tag: UInt8) {
        if tag & Flags.ownTimestamp != 0 {
            cell.timestamp = unsafe position.loadUnaligned(as: Int64.self)
            unsafe position += 8
        }
        if cell.kind.isDeletion {
            cell.localSeconds = Int64(unsafe position.loadUnaligned(as: Int32.self))
            unsafe position += 4
        } else if tag & Flags.ownExpiry != 0 {
            cell.timeToLive = unsafe position.loadUnaligned(as: Int32.self)
            cell.localSeconds = unsafe position.loadUnaligned(fromByteOffset: 4, as: Int64.self)
            unsafe position += 12
        } else if tag & Flags.markerExpiry != 0 {
            cell.timeToLive = markerTimeToLive
            cell.localSeconds = markerExpiresAt
        }
    }
}
