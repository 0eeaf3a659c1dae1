package import Bytes
package import CassandraWire

/// A frame that is made once and sent as the answer to many requests.
package struct Answer: Sendable {
    private let bytes: [UInt8]

    package init(_ response: Response, prologue: BodyPrologue = BodyPrologue()) {
        let encoder = FrameEncoder(maximumBody: 512 << 20)
        // A response that cannot be written is a mistake of the test.
        bytes = Array(try! encoder.encode(response, stream: 0, prologue: prologue))
    }

    /// The frame of a response, for tests that send something else than it.
    package static func bytes(_ response: Response, stream: Int16 = 0) -> [UInt8] {
        Answer(response).frame(stream)
    }

    package func frame(_ stream: Int16) -> [UInt8] {
        var frame = bytes
        let stream = UInt16(bitPattern: stream)
        frame[2] = UInt8(stream >> 8)
        frame[3] = UInt8(stream & 0xFF)
        return frame
    }

    package static let void = Answer(.result(.void))

    package static func unprepared(_ id: ByteSlice) -> Answer {
        Answer(.error(ServerError(code: .unprepared, message: "not prepared", detail: .unprepared(id: id))))
    }

    package static func error(_ code: ErrorCode, _ message: String = "") -> Answer {
        Answer(.error(ServerError(code: code, message: message)))
    }

    /// Rows of one column of type int, called `n`.
    package static func rows(_ numbers: some Collection<Int32>, next: ByteSlice? = nil) -> Answer {
        var cells: [UInt8] = []
        cells.reserveCapacity(numbers.count * 8)
        for number in numbers {
            cells += [0, 0, 0, 4]
            cells += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
        }
        let column = ColumnMetadata(keyspace: "ks", table: "t", name: "n", type: .int)
        let metadata = ResultMetadata(columns: [column], pagingState: next, isOfOneTable: true)
        return Answer(.result(.rows(RowsResult(metadata: metadata, rowCount: numbers.count, bytes: ByteSlice(cells)))))
    }
}
