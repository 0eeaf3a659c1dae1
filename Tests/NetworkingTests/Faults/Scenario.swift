import Bytes
import Networking
import Synchronization
import Testing

/// Something that is done over and over while one system call after another fails. It throws an `IOError` when the
/// failure was in its way, and any other error when it noticed something that must not be.
struct Scenario: Sendable, CustomTestStringConvertible {
    let name: String
    let run: @Sendable (EventLoop, EventLoopGroup) async throws -> Void

    var testDescription: String { name }

    /// What came back is not what was sent.
    struct WrongBytes: Error {}

    #if TLS
        static let all = [connect, echo, accept, close, handshake]
    #else
        static let all = [connect, echo, accept, close]
    #endif

    /// Patient enough for a loaded machine, and not so patient that a fault which costs a whole timeout is slow.
    private static var options: ChannelOptions {
        var options = ChannelOptions()
        options.connectTimeout = .milliseconds(400)
        options.closeTimeout = .milliseconds(400)
        return options
    }

    private static func echoing(on loop: EventLoop) throws(IOError) -> Listener {
        try Listener(at: .loopback(port: 0), on: loop, options: options) { _ in EchoHandler() }
    }

    static let connect = Scenario(name: "connect") { loop, _ in
        let listener = try echoing(on: loop)
        let endpoint = Endpoint.address(listener.address)
        let conversation = try await Conversation.connect(to: endpoint, on: loop, options: options)
        // Calls that only inform may fail, and then there is no address.
        if let peer = conversation.channel.peerAddress, peer != listener.address { throw WrongBytes() }
        conversation.close()
    }

    static let echo = Scenario(name: "echo of a mebibyte") { loop, _ in
        let listener = try echoing(on: loop)
        let endpoint = Endpoint.address(listener.address)
        let conversation = try await Conversation.connect(to: endpoint, on: loop, options: options)
        let sent = ByteSlice.pattern(1 << 20)
        let reader = LoopConfined(conversation, to: loop)
        async let received = receiveAll(reader)
        do {
            for start in stride(from: 0, to: sent.count, by: 1 << 16) {
                try await conversation.send(sent.slice(start..<start + 1 << 16))
            }
            conversation.endSending()
        } catch {
            conversation.close()
            _ = try? await received
            throw error
        }
        let back = ByteSlice(try await received)
        if back.count < sent.count {
            // The other end gave up.
            if back != sent.slice(0..<back.count) { throw WrongBytes() }
            throw IOError.ended
        }
        if back != sent { throw WrongBytes() }
        await conversation.finish()
    }

    static let accept = Scenario(name: "accept") { loop, group in
        let listener = try Listener(at: .loopback(port: 0), on: loop, spreadOver: group, options: options) { _ in
            EchoHandler()
        }
        let endpoint = Endpoint.address(listener.address)
        for byte in UInt8(1)...2 {
            let conversation = try await Conversation.connect(to: endpoint, on: loop, options: options)
            try await conversation.send(ByteSlice([byte]))
            guard let back = try await conversation.receive(exactly: 1) else { throw IOError.ended }
            if back != [byte] { throw WrongBytes() }
            await conversation.finish()
        }
        // Whoever is told of no connection is told why.
        if let failure = listener.failure { throw failure }
        listener.close()
    }

    static let close = Scenario(name: "close") { loop, _ in
        let file = TemporaryPath()
        let listener = try echoing(on: loop)
        let endpoint = Endpoint.address(listener.address)
        let finished = try await Conversation.connect(to: endpoint, on: loop, options: options)
        try await finished.send(ByteSlice("last words".utf8))
        await finished.finish()
        let reset = try await Conversation.connect(to: endpoint, on: loop, options: options)
        try await reset.send(ByteSlice.pattern(300_000))
        reset.channel.reset()
        _ = await reset.closed()
        listener.close()

        let unix = try Listener(at: .unix(file.path), on: loop, options: options) { _ in EchoHandler() }
        let halfClosed = try await Conversation.connect(to: .address(unix.address), on: loop, options: options)
        try await halfClosed.send(ByteSlice("hello".utf8))
        halfClosed.endSending()
        var back: [UInt8] = []
        while let part = try await halfClosed.receive() { back += part }
        if !"hello".utf8.starts(with: back) { throw WrongBytes() }
        _ = await halfClosed.closed()
        unix.close()
    }

    #if TLS
        static let handshake = Scenario(name: "TLS handshake") { loop, _ in
            var (server, client) = (options, options)
            server.tls = try TLSContextSource(server: TLSFixtures.server)
            client.tls = try TLSContextSource(
                client: TLSFixtures.client.with { $0.handshakeTimeout = .milliseconds(400) })
            let listener = try Listener(at: .loopback(port: 0), on: loop, options: server) { _ in EchoHandler() }
            let endpoint = Endpoint.address(listener.address)
            let conversation = try await Conversation.connect(to: endpoint, on: loop, options: client)
            try await conversation.send(ByteSlice("hello".utf8))
            guard let back = try await conversation.receive(exactly: 5) else { throw IOError.ended }
            if back != Array("hello".utf8) { throw WrongBytes() }
            await conversation.finish()
            listener.close()
        }
    #endif
}
