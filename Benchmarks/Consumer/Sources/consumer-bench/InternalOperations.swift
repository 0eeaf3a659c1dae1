/// Nothing of the library's inside can be seen from here.
enum InternalOperations {
    static func all() throws -> [Operation] { [] }
}
