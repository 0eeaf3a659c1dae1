import Networking

extension NodeListener: NodeFrontend {
    func startListening(at address: SocketAddress) throws(IOError) -> SocketAddress {
        try start(at: address)
    }
}
