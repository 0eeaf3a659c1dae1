/// Writes the values of a statement's markers from the properties of an `Encodable` type, by the markers' names.
///
/// Each marker needs a property of its name, and each property a marker; upper and lower case differ (D-57). A `?` has the
/// name of its column. Markers of the same name get the same value. An optional without a value is null.
public struct NamedEncoder<Values: Encodable & SendableMetatype>: ValueEncoding {
    /// The markers that it was made for.
    public let markers: [ColumnMetadata]
    private let shelf = Shelf<MarkerEncoder>()

    /// Writes values for these markers. Whether the type has what they need shows with the first values.
    public init(markers: [ColumnMetadata]) {
        self.markers = markers
    }

    /// Appends the values, each with its length.
    public func write(_ values: Values, to writer: inout WireWriter, marker: inout Int) throws {
        marker = markers.count  // what is wrong with a single one says so itself
        var encoder = shelf.take() ?? MarkerEncoder(markers)
        try encoder.write(values, to: &writer)
        shelf.put(&encoder)
    }
}

extension ValueEncoder where Values: Encodable & SendableMetatype {
    /// Writes the properties of an `Encodable` type, by the markers' names.
    public init(namesOf: Values.Type, markers: [ColumnMetadata]) {
        self.init(NamedEncoder<Values>(markers: markers))
    }
}

extension [String: CQLValue] {
    /// The values in the order of the markers. Throws for a marker without a value and for a value without a marker.
    package func inOrder(of markers: [ColumnMetadata]) throws(ColumnError) -> [CQLValue] {
        var left = self
        var values: [CQLValue] = []
        for (index, marker) in markers.enumerated() {
            // A dictionary takes two names for one that differ in how an accent is composed; the server does not.
            guard let found = self.index(forKey: marker.name), self[found].key.utf8.elementsEqual(marker.name.utf8)
            else {
                let missing = NameError(.noValue, marker.name, known: markers.map(\.name))
                throw PlanMaker.failure(markers, index, row: nil, Self.self, missing)
            }
            left[marker.name] = nil
            values.append(self[found].value)
        }
        if let name = left.keys.min() {
            let extra = FieldFault(Self.self, NameError(.noMarker, name, known: markers.map(\.name)))
            throw PlanMaker.failure(markers, markers.count, row: nil, Self.self, extra)
        }
        return values
    }
}
