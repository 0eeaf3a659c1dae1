import Bytes

extension CQLValue: CQLCodable {
    /// Accepts every type; the plan is the type itself.
    public static func decodingPlan(for type: CQLType) -> CQLType? { type }

    /// Accepts every type; whether a value fits is seen value by value.
    public static func encodingPlan(for type: CQLType) -> CQLType? { type }

    /// Reads a value, null as `.null`.
    public init(value reader: inout WireReader, plan: CQLType) throws {
        // The usual cells of a row, behind a single check of the end; everything else, null too, goes the long way.
        switch plan {
        case .int:
            if let number = reader.bytes.readPrefixed(as: Int32.self) {
                self = .int(number)
                return
            }
        case .bigint:
            if let number = reader.bytes.readPrefixed(as: Int64.self) {
                self = .bigint(number)
                return
            }
        case .double:
            if let bits = reader.bytes.readPrefixed(as: UInt64.self) {
                self = .double(Double(bitPattern: bits))
                return
            }
        case .timestamp:
            if let number = reader.bytes.readPrefixed(as: Int64.self) {
                self = .timestamp(CQLTimestamp(millisecondsSinceEpoch: number))
                return
            }
        case .blob:
            if let count = try reader.readValueLength() {
                self = .blob(try reader.readSlice(count))
            } else {
                self = .null
            }
            return
        default:
            break
        }
        guard let count = try reader.readValueLength() else {
            self = .null
            return
        }
        let after = reader.remaining - count
        self = try CQLValue.read(&reader, count, plan)
        reader.bytes.setRemaining(after)
    }

    /// Reads a value that is there.
    public init(contents reader: inout WireReader, count: Int, plan: CQLType) throws {
        self = try CQLValue.read(&reader, count, plan)
    }

    private static func read(
        _ reader: inout WireReader, _ count: Int, _ type: CQLType
    ) throws -> CQLValue {
        switch type {
        // Types with an empty value of their own.
        case .ascii: return .ascii(try String(contents: &reader, count: count, plan: .ascii))
        case .text: return .text(try String(contents: &reader, count: count, plan: .text))
        case .blob: return .blob(try reader.readSlice(count))
        case .custom: return .custom(try reader.readSlice(count))
        case .frozen(let inner): return try read(&reader, count, inner)
        // A tuple or user-defined type without any field is one whose fields are all null.
        case .tuple(let types):
            return .tuple(try readFields(&reader, count, types.count, mayGrow: false) { types[$0] })
        case .udt(let type):
            let values = try readFields(&reader, count, type.fields.count, mayGrow: true) { type.fields[$0].type }
            guard let value = UDTValue(type, values: values) else { throw WireError.malformed }
            return .udt(value)
        default: break
        }
        if count == 0 { return .empty }
        switch type {
        case .bigint: return .bigint(try reader.readFixed(Int64.self, count))
        case .boolean: return .boolean(try Bool(contents: &reader, count: count, plan: NoPlan()))
        case .counter: return .counter(try reader.readFixed(Int64.self, count))
        case .date: return .date(try CQLDate(contents: &reader, count: count, plan: NoPlan()))
        case .decimal: return .decimal(try CQLDecimal(contents: &reader, count: count, plan: NoPlan()))
        case .double: return .double(Double(bitPattern: try reader.readFixed(UInt64.self, count)))
        case .duration: return .duration(try CQLDuration(contents: &reader, count: count, plan: NoPlan()))
        case .float: return .float(Float(bitPattern: try reader.readFixed(UInt32.self, count)))
        case .inet: return .inet(try CQLInet(contents: &reader, count: count, plan: NoPlan()))
        case .int: return .int(try reader.readFixed(Int32.self, count))
        case .smallint: return .smallint(try reader.readFixed(Int16.self, count))
        case .time: return .time(CQLTime(nanosecondsSinceMidnight: try reader.readFixed(Int64.self, count)))
        case .timestamp:
            return .timestamp(CQLTimestamp(millisecondsSinceEpoch: try reader.readFixed(Int64.self, count)))
        case .timeuuid: return .timeuuid(try CQLUUID(contents: &reader, count: count, plan: NoPlan()))
        case .tinyint: return .tinyint(try reader.readFixed(Int8.self, count))
        case .uuid: return .uuid(try CQLUUID(contents: &reader, count: count, plan: NoPlan()))
        case .varint: return .varint(try CQLVarint(contents: &reader, count: count, plan: .varint))
        case .list(let element): return .list(try readElements(&reader, count, .counted(element)))
        case .set(let element): return .set(try readElements(&reader, count, .counted(element)))
        case .vector(let element, let dimension):
            return .vector(
                try readElements(
                    &reader, count,
                    .vector(element, dimension: dimension, elementLength: element.fixedLength)))
        case .map(let key, let value):
            guard let plan = MapPlan(type, key: { _ in key }, value: { _ in value }) else {
                throw WireError.typeMismatch
            }
            return .map(try CQLMap<CQLValue, CQLValue>(contents: &reader, count: count, plan: plan).entries)
        case .ascii, .text, .blob, .custom, .frozen, .tuple, .udt:
            return .empty  // answered above
        }
    }

    private static func readElements(
        _ reader: inout WireReader, _ count: Int, _ plan: SequencePlan<CQLType>
    ) throws -> [CQLValue] {
        var values: [CQLValue] = []
        try reader.readElements(count: count, plan: plan) { (value: CQLValue) in values.append(value) }
        return values
    }

    /// The fields of a tuple or user-defined type. A value may end early, when a field was added to the type after it
    /// was written; fields that a user-defined type got after its metadata was read are left alone.
    private static func readFields(
        _ reader: inout WireReader, _ count: Int, _ fields: Int, mayGrow: Bool, _ type: (Int) -> CQLType
    ) throws -> [CQLValue] {
        var part = try reader.readPart(count)
        var values: [CQLValue] = []
        values.reserveCapacity(min(fields, count / 4 + 1))
        for index in 0..<fields {
            values.append(part.remaining == 0 ? .null : try CQLValue(value: &part, plan: type(index)))
        }
        if !mayGrow { try part.expectEnd() }
        return values
    }

    /// Appends the value's bytes; one of another type than the marker's is refused.
    public func encodeContents(to writer: inout WireWriter, plan: CQLType) throws {
        switch (self, plan.unfrozen) {
        case (.null, _): throw WireError.nullInCollection
        case (.unset, _): throw WireError.nestedUnset
        case (.empty, _): break
        case (.ascii(let text), .ascii), (.text(let text), .ascii):
            try text.encodeContents(to: &writer, plan: .ascii)
        case (.text(let text), .text), (.ascii(let text), .text):
            try text.encodeContents(to: &writer, plan: .text)
        case (.bigint(let number), .bigint), (.counter(let number), .counter), (.bigint(let number), .counter):
            writer.write(number)
        case (.blob(let bytes), .blob), (.custom(let bytes), .custom), (.blob(let bytes), .custom):
            writer.write(bytes)
        case (.boolean(let value), .boolean): try value.encodeContents(to: &writer, plan: NoPlan())
        case (.date(let date), .date): try date.encodeContents(to: &writer, plan: NoPlan())
        case (.decimal(let number), .decimal): try number.encodeContents(to: &writer, plan: NoPlan())
        case (.double(let number), .double): writer.write(number.bitPattern)
        case (.duration(let duration), .duration): try duration.encodeContents(to: &writer, plan: NoPlan())
        case (.float(let number), .float): writer.write(number.bitPattern)
        case (.inet(let address), .inet): try address.encodeContents(to: &writer, plan: NoPlan())
        case (.int(let number), .int): writer.write(number)
        case (.smallint(let number), .smallint): writer.write(number)
        case (.time(let time), .time): try time.encodeContents(to: &writer, plan: NoPlan())
        case (.timestamp(let timestamp), .timestamp): writer.write(timestamp.millisecondsSinceEpoch)
        case (.timeuuid(let uuid), .timeuuid), (.uuid(let uuid), .timeuuid):
            guard let timeuuid = TimeUUID(uuid) else { throw WireError.outOfRange }
            try timeuuid.encodeContents(to: &writer, plan: NoPlan())
        case (.uuid(let uuid), .uuid), (.timeuuid(let uuid), .uuid):
            try uuid.encodeContents(to: &writer, plan: NoPlan())
        case (.tinyint(let number), .tinyint): writer.write(number)
        case (.varint(let number), .varint): try number.encodeContents(to: &writer, plan: .varint)
        case (.list(let values), .list(let element)), (.set(let values), .set(let element)):
            try writer.writeElements(values, count: values.count, plan: .counted(element))
        case (.vector(let values), .vector(let element, let dimension)):
            try writer.writeElements(
                values, count: values.count,
                plan: .vector(element, dimension: dimension, elementLength: element.fixedLength))
        case (.map(let entries), .map(let key, let value)):
            guard let plan = MapPlan(plan, key: { _ in key }, value: { _ in value }) else {
                throw WireError.typeMismatch
            }
            try CQLMap(entries).encodeContents(to: &writer, plan: plan)
        case (.tuple(let values), .tuple(let types)):
            guard values.count <= types.count else {
                throw WireError.wrongValueCount(
                    expected: Int32(clamping: types.count), actual: Int32(clamping: values.count))
            }
            for (value, type) in zip(values, types) { try writer.writeField(value, plan: type) }
        case (.udt(let value), .udt(let type)):
            // The server matches fields by position only, so a value of another shape would be stored mixed up.
            guard value.type.hasFieldNames(of: type) else { throw WireError.typeMismatch }
            for (value, field) in zip(value.values, type.fields) { try writer.writeField(value, plan: field.type) }
        default: throw WireError.typeMismatch
        }
    }

    /// Appends the value with its length in front; null and unset are lengths of their own.
    public func encodeValue(to writer: inout WireWriter, plan: CQLType) throws {
        switch (self, plan) {
        case (.null, _): writer.writeNull()
        case (.unset, _): writer.write(Int32(-2))
        // The usual small ones without the detour over a length to be filled in.
        case (.int(let number), .int): writer.bytes.write(Int32(4), number)
        case (.bigint(let number), .bigint): writer.bytes.write(Int32(8), number)
        case (.double(let number), .double): writer.bytes.write(Int32(8), number.bitPattern)
        case (.text(let text), .text): try text.encodeValue(to: &writer, plan: .text)
        case (.blob(let bytes), .blob): try bytes.encodeValue(to: &writer, plan: NoPlan())
        default:
            try writer.writeValue { writer in try encodeContents(to: &writer, plan: plan) }
        }
    }
}
