/// A Swift type for the values of a user-defined type, with a property for each field of interest.
///
/// ```swift
/// struct Address: CQLUserType {
///     var street = ""
///     var city: String?
///
///     static let cqlFields: [CQLField<Address>] = [
///         CQLField("street", \.street),
///         CQLField("city", \.city),
///     ]
/// }
/// ```
///
/// Fields are matched by name, never by position, once a statement or result. A name that the type does not have makes
/// the Swift type unfit for it. A field of the type's that is not named here is skipped when values are read, and
/// written as null: read, changed and written again, it is lost.
public protocol CQLUserType: CQLCodable
where DecodingPlan == UserTypeDecodingPlan<Self>, EncodingPlan == UserTypeEncodingPlan<Self> {
    /// The names of the fields, without quotes and in their own case, and the properties that hold them.
    static var cqlFields: [CQLField<Self>] { get }

    /// A value to be filled with fields.
    init()
}

/// A field of a user-defined type and the property that holds it.
public struct CQLField<Root>: Sendable {
    /// The field's name.
    public let name: String
    @usableFromInline let reading: @Sendable (CQLType) -> UserTypeDecodingPlan<Root>.Step?
    @usableFromInline let writing: @Sendable (CQLType) -> UserTypeEncodingPlan<Root>.Step?

    /// The field called `name`, held by the property at `path`.
    @inlinable public init<Value: CQLCodable>(_ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable) {
        self.name = name
        // Going through a key path costs hundreds of instructions, and writing through one an allocation. A stored
        // property has a place, which the key path knows; a computed one, or one with observers, has none.
        let place = MemoryLayout<Root>.offset(of: path)
        reading = { type in
            guard let plan = Value.decodingPlan(for: type) else { return nil }
            guard let place else {
                return .init { root, reader in
                    root[keyPath: path] = try Value(value: &reader, plan: plan)
                }
            }
            return .init { root, reader in
                let value = try Value(value: &reader, plan: plan)
                unsafe withUnsafeMutableBytes(of: &root) { bytes in
                    unsafe bytes.baseAddress?.advanced(by: place).assumingMemoryBound(to: Value.self).pointee = value
                }
            }
        }
        writing = { type in
            guard let plan = Value.encodingPlan(for: type) else { return nil }
            return .init { root, writer in
                let value = unsafe withUnsafeBytes(of: root) { bytes in
                    guard let place, let start = bytes.baseAddress else { return root[keyPath: path] }
                    return unsafe start.advanced(by: place).assumingMemoryBound(to: Value.self).pointee
                }
                try writer.writeField(value, plan: plan)
            }
        }
    }
}

/// How values of a user-defined type are read into `Root`: a step for each of the type's fields, in their order.
public struct UserTypeDecodingPlan<Root>: Sendable {
    // A closure by itself, taken out of an array, would be wrapped in another each time.
    @usableFromInline struct Step: Sendable {
        @usableFromInline let run: @Sendable (inout Root, inout WireReader) throws -> Void

        @inlinable init(run: @escaping @Sendable (inout Root, inout WireReader) throws -> Void) {
            self.run = run
        }
    }

    /// `nil` goes past the field.
    @usableFromInline let steps: [Step?]
}

/// How values of a user-defined type are written from `Root`: a step for each of the type's fields, in their order.
public struct UserTypeEncodingPlan<Root>: Sendable {
    @usableFromInline struct Step: Sendable {
        @usableFromInline let run: @Sendable (Root, inout WireWriter) throws -> Void

        @inlinable init(run: @escaping @Sendable (Root, inout WireWriter) throws -> Void) {
            self.run = run
        }
    }

    /// `nil` writes a null.
    @usableFromInline let steps: [Step?]
}

extension CQLUserType {
    /// Accepts user-defined types that have all the fields, of types that the properties accept.
    public static func decodingPlan(for type: CQLType) -> UserTypeDecodingPlan<Self>? {
        steps(for: type) { field, type in field.reading(type) }.map(UserTypeDecodingPlan.init(steps:))
    }

    /// Accepts user-defined types that have all the fields, of types that the properties accept.
    public static func encodingPlan(for type: CQLType) -> UserTypeEncodingPlan<Self>? {
        steps(for: type) { field, type in field.writing(type) }.map(UserTypeEncodingPlan.init(steps:))
    }

    /// Steps in the type's order; `nil` when a field is unknown, stands here twice, or has a type that does not match.
    private static func steps<Step>(for type: CQLType, _ step: (CQLField<Self>, CQLType) -> Step?) -> [Step?]? {
        guard case .udt(let type) = type.unfrozen else { return nil }
        var steps = [Step?](repeating: nil, count: type.fields.count)
        for field in cqlFields {
            guard let index = type.index(of: field.name), steps[index] == nil,
                let made = step(field, type.fields[index].type)
            else { return nil }
            steps[index] = made
        }
        return steps
    }

    /// Reads the fields; those that a shorter value lacks are null, and those beyond the type's are ignored (D-47).
    @inlinable public init(contents reader: inout WireReader, count: Int, plan: UserTypeDecodingPlan<Self>)
        throws
    {
        self.init()
        var part = try reader.readPart(count)
        for step in plan.steps {
            if part.remaining == 0 {
                var missing = WireReader.null
                try step?.run(&self, &missing)
            } else if let step {
                try step.run(&self, &part)
            } else if let length = try part.readValueLength() {
                try part.skip(length)
            }
        }
    }

    /// Appends all fields of the type in its order; those without a property are null.
    @inlinable public func encodeContents(to writer: inout WireWriter, plan: UserTypeEncodingPlan<Self>)
        throws
    {
        for step in plan.steps {
            if let step { try step.run(self, &writer) } else { writer.writeNull() }
        }
    }
}
