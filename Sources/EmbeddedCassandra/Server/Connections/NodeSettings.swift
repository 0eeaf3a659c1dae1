import CassandraWire
import Networking

/// How a node deals with its clients.
struct NodeSettings {
    var authentication = Authentication.none
    /// A request's longest frame, with its header.
    var maximumFrame = 16 << 20
    /// A client for whom more than this waits is not read from until less than `lowWater` waits.
    var highWater = 1 << 20
    var lowWater = 256 << 10
    /// For prepared statements, in bytes.
    var preparedCapacity = 64 << 20
    /// Makes the id of a trace.
    var makeTracingID: () -> CQLUUID = { .zero }
    /// The versions that SUPPORTED speaks of.
    var cqlVersion = "3.4.7"

    var channelOptions: ChannelOptions {
        var options = ChannelOptions()
        options.highWater = highWater
        options.lowWater = lowWater
        return options
    }
}
