import Testing

/// What happens between a caller and one node, which a test scripts.
///
/// One test at a time: some make very many requests, and what is measured or has to be prompt would suffer from that.
@Suite(.serialized, .timeLimit(.minutes(1))) enum OneNode {}
