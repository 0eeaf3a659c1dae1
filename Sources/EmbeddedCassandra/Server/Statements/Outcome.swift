import Bytes
import CassandraWire

/// What came of a request.
struct Outcome {
    enum Answer {
        case result(QueryResult)
        /// A RESULT's whole body, its kind first, already as bytes.
        case body(ByteSlice)
        case error(ServerError)
    }

    var answer: Answer
    /// They stand in front of the answer, for the client to show.
    var warnings: [String]

    init(_ answer: Answer, warnings: [String] = []) {
        self.answer = answer
        self.warnings = warnings
    }

    init(result: Result<QueryResult, ServerError>, warnings: [String] = []) {
        switch result {
        case .success(let result): answer = .result(result)
        case .failure(let error): answer = .error(error)
        }
        self.warnings = warnings
    }

    /// What nearly every write gives.
    static let void = Outcome(.result(.void))

    static func error(_ error: ServerError) -> Outcome { Outcome(.error(error)) }
}
