import Bytes
import Networking

/// Many calls over one connection, each with a number by which its answer finds it: a database driver in small.
final class EchoClient: StreamHandler {
    let channel: StreamChannel
    private let ledger: Ledger
    private let bug: PlantedBug?
    private var reader = EchoFrameReader()
    private var waiting: [(number: UInt32, call: EchoCall)] = []
    private var unordered: [UInt32: EchoCall] = [:]
    private var nextNumber: UInt32 = 0
    /// What was queued and has not come back.
    private var expected: [UInt8] = []

    init(_ channel: StreamChannel, _ ledger: Ledger, _ bug: PlantedBug?) {
        self.channel = channel
        self.ledger = ledger
        self.bug = bug
        channel.start(self)
    }

    var isOpen: Bool { channel.isOpen }

    func call(_ payload: [UInt8], timeout: Duration) async throws(IOError) -> [UInt8] {
        let number = ledger.began()
        do throws(IOError) {
            let answer = try await EchoCall(payload, timeout, on: self).value(on: channel.loop)
            ledger.ended(number, answered: true)
            if answer != payload { ledger.problem("call \(number) got the answer to another one") }
            return answer
        } catch {
            ledger.ended(number, answered: false)
            throw error
        }
    }

    fileprivate func begin(_ call: EchoCall) {
        let number = nextNumber
        nextNumber += 1
        let frame = EchoFrame.encode(number, call.payload)
        do throws(IOError) {
            try channel.send(ByteSlice(frame))
            expected += frame
            call.number = number
            if bug == .dictionaryOrder { unordered[number] = call } else { waiting.append((number, call)) }
        } catch {
            call.finish(.failure(error))
        }
    }

    fileprivate func forget(_ call: EchoCall) {
        waiting.removeAll { $0.call === call }
        unordered[call.number] = nil
    }

    fileprivate func timedOut(_ call: EchoCall) {
        forget(call)
        call.finish(.failure(.peerSilent))
        if bug == .numberUsedAgainAfterTimeout {
            nextNumber = call.number
        } else if bug != .keepsDeadConnection {
            // Whoever does not answer is given up, with all that waits for it.
            channel.close()
        }
    }

    func received(_ bytes: RawSpan, on channel: StreamChannel) {
        let bytes = bytes.array
        if bytes.count > expected.count || ByteSlice(bytes) != ByteSlice(expected[..<bytes.count]) {
            ledger.problem("what came back is not what was sent")
            return channel.close()
        }
        expected.removeFirst(bytes.count)
        reader.append(bytes)
        while let frame = reader.next() {
            // Nobody waits any more for the answer to what was cancelled.
            if let index = waiting.firstIndex(where: { $0.number == frame.number }) {
                waiting.remove(at: index).call.answered(frame.payload)
            } else if let call = unordered.removeValue(forKey: frame.number) {
                call.answered(frame.payload)
            }
        }
    }

    func closed(_ channel: StreamChannel, because reason: CloseReason) {
        let left = waiting.map(\.call) + Array(unordered.values)
        waiting = []
        unordered = [:]
        for call in left {
            if bug == .clientForgetsWaiters { call.cancelTimer() } else { call.failed(reason.error) }
        }
    }
}

/// One call, from when it is sent until it is answered, cancelled or given up.
private final class EchoCall: LoopWait<[UInt8]>, TimerTarget, @unchecked Sendable {  // only the loop touches it
    let payload: [UInt8]
    var number: UInt32 = 0
    private let timeout: Duration
    private let client: EchoClient
    private var deadline: DeadlineID?

    init(_ payload: [UInt8], _ timeout: Duration, on client: EchoClient) {
        self.payload = payload
        self.timeout = timeout
        self.client = client
    }

    override func begin(on loop: EventLoop) {
        deadline = loop.after(timeout, tell: self)
        client.begin(self)
    }

    override func abandon(on loop: EventLoop) {
        cancelTimer()
        client.forget(self)
    }

    func cancelTimer() {
        if let deadline { client.channel.loop.cancel(deadline) }
        deadline = nil
    }

    func answered(_ payload: [UInt8]) {
        cancelTimer()
        finish(.success(payload))
    }

    func failed(_ error: IOError) {
        cancelTimer()
        finish(.failure(error))
    }

    func deadlinePassed(_ tag: UInt64, on loop: EventLoop) {
        deadline = nil
        client.timedOut(self)
    }
}
