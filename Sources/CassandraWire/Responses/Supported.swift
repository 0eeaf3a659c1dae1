/// What a node supports: the answer to OPTIONS (v4 §4.2.4). The options keep their order.
package struct Supported: Hashable, Sendable {
    package struct Option: Hashable, Sendable {
        package var name: String
        package var values: [String]

        package init(name: String, values: [String]) {
            self.name = name
            self.values = values
        }
    }

    package var options: [Option]

    package init(options: [Option]) {
        self.options = options
    }

    /// The values of the option called `name`.
    package subscript(name: String) -> [String] {
        options.first { $0.name == name }?.values ?? []
    }

    init(from reader: inout WireReader) throws {
        options = []
        for _ in 0..<(try reader.readInteger(as: UInt16.self)) {
            let name = try reader.readString()
            options.append(Option(name: name, values: try reader.readStringList()))
        }
    }

    func encode(to writer: inout WireWriter) throws {
        try writer.writeCount(options.count)
        for option in options {
            try writer.writeString(option.name)
            try writer.writeStringList(option.values)
        }
    }
}
