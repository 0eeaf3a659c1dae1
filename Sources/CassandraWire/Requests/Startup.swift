/// Opens a connection (v4 §4.1.1). The options keep their order.
package struct Startup: Hashable, Sendable {
    package struct Option: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package var options: [Option]

    package init(options: [Option] = [Option(name: "CQL_VERSION", value: "3.0.0")]) {
        self.options = options
    }

    init(from reader: inout WireReader) throws {
        options = []
        for _ in 0..<(try reader.readInteger(as: UInt16.self)) {
            let name = try reader.readString()
            options.append(Option(name: name, value: try reader.readString()))
        }
    }

    func encode(to writer: inout WireWriter) throws {
        try writer.writeCount(options.count)
        for option in options {
            try writer.writeString(option.name)
            try writer.writeString(option.value)
        }
    }
}
