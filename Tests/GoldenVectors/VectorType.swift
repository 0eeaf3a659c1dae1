import Bytes
package import CassandraWire
package import TestKit

/// The type of a line, from its two descriptions: CQL with the user-defined types beside it, and an option of the
/// protocol.
package struct VectorType {
    /// As CQL says it.
    package let type: CQLType
    /// As the protocol says it.
    package let fromOption: CQLType
    let option: [UInt8]
    let userTypes: [UserTypeName: UserDefinedType]

    struct UserTypeName: Hashable {
        var keyspace: String
        var name: String
    }

    package init(of line: JSON) throws(Mismatch) {
        var userTypes: [UserTypeName: UserDefinedType] = [:]
        for member in line["udts"]?.members ?? [] {
            let type = try VectorType.userType(member, userTypes)
            userTypes[UserTypeName(keyspace: type.keyspace, name: type.name)] = type
        }
        self.userTypes = userTypes
        type = try VectorType.parse(try line.textField("type"), keyspace: "", userTypes)
        let option = try line.bytesField("option")
        self.option = option
        fromOption = try step("the option") { () throws in
            var reader = WireReader(ByteSlice(option))
            let type = try CQLType(option: &reader)
            try reader.expectEnd()
            return type
        }
    }

    /// `"keyspace.name": [["field", "type"], …]`; keyspaces have no dots, types may.
    private static func userType(
        _ member: JSON.Member, _ known: [UserTypeName: UserDefinedType]
    ) throws(Mismatch) -> UserDefinedType {
        guard let dot = member.name.firstIndex(of: ".") else { throw Mismatch("no keyspace in '\(member.name)'") }
        let keyspace = String(member.name[..<dot])
        var type = UserDefinedType(
            keyspace: keyspace, name: String(member.name[member.name.index(after: dot)...]), fields: [])
        for field in member.value.elements ?? [] {
            guard let pair = field.elements, pair.count == 2, let name = pair[0].text, let text = pair[1].text else {
                throw Mismatch("no field of '\(member.name)': \(field)")
            }
            type.fields.append(.init(name: name, type: try parse(text, keyspace: keyspace, known)))
        }
        return type
    }

    private static func parse(
        _ text: String, keyspace: String, _ userTypes: [UserTypeName: UserDefinedType]
    ) throws(Mismatch) -> CQLType {
        try step("the type '\(text)'") { () throws(TypeTextError) in
            try CQLType(cql: text, keyspace: keyspace) { userTypes[UserTypeName(keyspace: $0, name: $1)] }
        }
    }

    /// Both descriptions say the same, and every way to write the type down gives it back.
    func checkNotations() throws(Mismatch) {
        try expect("the option's type", fromOption.withoutFrozen, is: type.withoutFrozen)
        let encoded = try step("encoding the option") { () throws in
            var writer = WireWriter()
            try fromOption.encodeOption(to: &writer)
            return ByteSlice(writer.finish())
        }
        try expectBytes("the option", encoded, are: option)
        try expect("the type's CQL", try VectorType.parse(type.cqlText, keyspace: "", userTypes), is: type)
        let named = try step("the class name") { () throws(TypeTextError) in try CQLType(className: type.className) }
        try expect("the class name's type", named.withoutFrozen, is: type.withoutFrozen)
        try expect("the class name", named.className, is: type.className)
    }
}
