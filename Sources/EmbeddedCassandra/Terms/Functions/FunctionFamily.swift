import Bytes
import CassandraWire

/// Functions that are made for the types they are called with: those of collections, vectors and masks.
struct FunctionFamily {
    /// What an argument must be.
    enum Parameter {
        case any
        case map
        case collection
        case setOrList
        case numericSetOrList
        case floatVector
        case text
        /// A type of its own, whatever the call.
        case fixed(CQLType)
        /// The type of the first argument.
        case sameAsFirst

        var text: String {
            switch self {
            case .any: "any"
            case .map: "map"
            case .collection: "collection"
            case .setOrList: "set_or_list"
            case .numericSetOrList: "numeric_set_or_list"
            case .floatVector: "vector<float, n>"
            case .text: "[text|varchar|ascii]"
            case .fixed(let type): type.messageName
            case .sameAsFirst: "same"
            }
        }

        /// What messages ask for when a type does not do.
        private var request: String {
            switch self {
            case .map: "a map argument"
            case .collection: "a collection argument"
            case .setOrList: "a set or list argument"
            case .numericSetOrList: "a numeric set/list argument"
            case .floatVector: "a float vector argument"
            case .text: "an argument of type [text|varchar|ascii]"
            case .any, .fixed, .sameAsFirst: "an argument of type \(text)"
            }
        }

        func check(
            _ type: CQLType, _ argument: String, of function: String, isTurned: Bool = false
        ) throws(ServerError) {
            let isFit =
                switch (self, type.unfrozen) {
                case (.map, _) where isTurned, (.collection, _) where isTurned, (.setOrList, _) where isTurned,
                    (.numericSetOrList, _) where isTurned, (.floatVector, _) where isTurned:
                    false
                case (.any, _), (.fixed, _), (.sameAsFirst, _), (.map, .map), (.collection, .list), (.collection, .set),
                    (.collection, .map), (.setOrList, .list), (.setOrList, .set), (.text, .text), (.text, .ascii):
                    true
                case (.numericSetOrList, .list(let element)), (.numericSetOrList, .set(let element)):
                    Number.isNumeric(element)
                case (.floatVector, .vector(let element, _)): element == .float
                default: false
                }
            guard !isFit else { return }
            throw .invalid(
                "Function \(function) requires \(request), but found argument \(argument) of type \(type.messageName)")
        }
    }

    let name: String
    let parameters: [Parameter]
    /// How many of the parameters may be left out.
    let optional: Int
    let make: ([CQLType]) throws(ServerError) -> ScalarFunction

    init?(_ name: String) {
        guard
            let family = CollectionFunctions.family(name) ?? VectorFunctions.family(name) ?? MaskFunctions.family(name)
                ?? JSONFunctions.family(name)
        else { return nil }
        self = family
    }

    init(
        _ name: String, _ parameters: [Parameter], optional: Int = 0,
        make: @escaping ([CQLType]) throws(ServerError) -> ScalarFunction
    ) {
        self.name = name
        self.parameters = parameters
        self.optional = optional
        self.make = make
    }

    private var signature: String {
        let texts = parameters.enumerated().map { index, parameter in
            index < parameters.count - optional ? parameter.text : "[\(parameter.text)]"
        }
        return "system.\(name)(\(texts.joined(separator: ", ")))"
    }

    func resolve(
        _ arguments: [FunctionArgument], _ receiver: CQLType?, _ context: TermContext
    ) throws(ServerError) -> ScalarFunction {
        guard (parameters.count - optional...parameters.count).contains(arguments.count) else {
            throw .invalid("Invalid number of arguments for function \(signature)")
        }
        var types: [CQLType?] = []
        for (argument, parameter) in zip(arguments, parameters) {
            if case .fixed(let type) = parameter {
                if try argument.assignability(to: type, context) == .none,
                    let given = try argument.inferredType(context)
                {
                    throw .invalid(
                        "Function system.\(name) requires an argument of type \(type.messageName), "
                            + "but found argument \(argument.text(context)) of type \(given.messageName)")
                }
                types.append(type)
            } else {
                types.append(try argument.inferredType(context))
            }
        }
        // Vectors tell each other's type; the other functions' arguments may take the result's.
        let known = types.first { $0.map { parameters[0].isSatisfied(by: $0) } == true } ?? nil
        for index in types.indices where types[index] == nil {
            switch parameters[index] {
            case .floatVector: types[index] = known
            case .sameAsFirst: types[index] = types[0]
            case .text: types[index] = receiver ?? .text
            case .any, .map, .collection, .setOrList, .numericSetOrList, .fixed: break
            }
        }
        var resolved: [CQLType] = []
        for (index, type) in types.enumerated() {
            let text = arguments[index].text(context)
            guard var type else {
                throw .invalid(
                    "Cannot infer type of argument \(text) in call to function \(signature): "
                        + "use type casts to disambiguate")
            }
            if case .floatVector = parameters[index], case .list(let element) = type.unfrozen {
                type = .vector(Number.isNumeric(element) ? .float : element, dimension: arguments[index].elementCount)
            }
            try parameters[index].check(type, text, of: "system." + name, isTurned: arguments[index].isTurned)
            resolved.append(type)
        }
        return try make(resolved)
    }
}

extension FunctionFamily.Parameter {
    fileprivate func isSatisfied(by type: CQLType) -> Bool {
        do throws(ServerError) {
            try check(type, "", of: "")
            return true
        } catch {
            return false
        }
    }
}

extension FunctionArgument {
    fileprivate var isTurned: Bool { if case .turned = self { true } else { false } }

    /// The number of elements of a literal.
    fileprivate var elementCount: Int {
        if case .term(.list(let terms)) = self { terms.count } else { 0 }
    }

    /// The type on its own, that of a literal included.
    func inferredType(_ context: TermContext) throws(ServerError) -> CQLType? {
        if let type = try exactType(context) { return type }
        guard case .term(let term) = self else { return nil }
        if let (kind, text) = term.literal { return kind.preferredType(text) }
        func common(_ terms: [Term]) throws(ServerError) -> CQLType? {
            guard let first = terms.first else { return nil }
            return try FunctionArgument.term(first).inferredType(context)
        }
        switch term {
        case .list(let terms): return try common(terms).map { .frozen(.list($0)) }
        case .set(let terms): return try common(terms).map { .frozen(.set($0)) }
        case .map(let entries):
            guard let key = try common(entries.map(\.key)), let value = try common(entries.map(\.value)) else {
                return nil
            }
            return .frozen(.map(key: key, value: value))
        default: return nil
        }
    }
}
